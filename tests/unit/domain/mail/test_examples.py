"""Every example message is read as `expected.yaml` says."""

import pytest

from tests.support.mails import EXPECTED, FOLDER, example, read

NAMES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def test_every_example_has_an_expectation() -> None:
    assert list(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_I3_an_example_is_read_as_expected(name: str) -> None:
    wanted = dict(EXPECTED[name])
    mail = read(example(name))
    assert wanted.pop("becomes")
    assert wanted.pop("text", "") in mail.text
    assert wanted.pop("html", "") in (mail.html or "")
    found = {
        "subject": mail.subject,
        "from": mail.senders[0].address,
        "new": mail.new_text,
        "automatic": mail.automatic,
        "failed": list(mail.bounce.failed) if mail.bounce else None,
        "forwarded": mail.forwarded.sender.address if mail.forwarded else None,
        "attachments": [one.name for one in mail.attachments],
        "left_out": list(mail.left_out),
    }
    usual = {**found, "automatic": None, "failed": None, "forwarded": None}
    usual |= {"attachments": [], "left_out": []}
    assert found == {**usual, **wanted}


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_of_the_network_change_nothing(name: str) -> None:
    raw = example(name)
    there = raw.replace(b"\n", b"\r\n")
    moving = {"attachments", "left_out"}
    assert read(there).model_dump(exclude=moving) == read(raw).model_dump(exclude=moving)
