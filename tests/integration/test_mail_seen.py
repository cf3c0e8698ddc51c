"""Nothing that came by mail is out of sight: kept mails and what was left out stand in the story."""

import pytest

from shared.domain.alteration import Alteration
from shared.workflows.change_case import change_case
from shared.workflows.show_case import case_timeline, show_case
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail
from tests.support.town import AGENT


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def texts(town: MailTown, number: str) -> list[str]:
    return [line.text for line in case_timeline(town.world, number)]


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"subject": "Out of office", "auto_submitted": "auto-replied"}, "it answers by itself"),
        ({"list_id": "<a.b.example>"}, "it came through a mailing list"),
        ({"x_auto_response_suppress": "All"}, "a machine sent it unasked"),
    ],
)
def test_I4_automatic_mail_that_is_kept_has_one_line_and_moves_no_clock(
    town: MailTown, headers: dict[str, str], why: str
) -> None:
    number = town.arrives(a_mail()).number or ""
    change_case(town.world, number, Alteration(verb="comment", comment="a", public=True), AGENT)
    before = town.store.records.load(number)
    told = texts(town, number)
    mail = {"subject": "Valve", "message_id": "<m2@x.example>", "to": town.address_of(number)}
    for _ in range(2):
        assert town.arrives(a_mail("Away.", **{**mail, **headers})).became == "kept"
    (line,) = set(texts(town, number)) - set(told)
    subject = headers.get("subject", "Valve")
    assert line == f"automatic mail from dana@northwind.example kept: {subject} ({why})"
    assert len(texts(town, number)) == len(told) + 1
    assert town.store.records.load(number) == before


def many_parts() -> bytes:
    parts = "".join(f"--b\nContent-Type: text/plain\n\npart {n}\n" for n in range(1_000))
    return a_mail(f"{parts}--b--\n", content_type='multipart/mixed; boundary="b"')


LEFT_OUT = {
    "parts": many_parts(),
    "header": a_mail(**{f"x_{n}": "y" * 60 for n in range(2_000)}),
    "text": a_mail("many words " * 20_000),
    "size": a_mail("word " * 5 * 1024 * 1024 + "end"),
}


@pytest.mark.parametrize("bound", LEFT_OUT)
def test_I5_a_case_says_what_was_left_out_of_its_mail(town: MailTown, bound: str) -> None:
    number = town.arrives(LEFT_OUT[bound]).number or ""
    view = show_case(town.world, number)
    assert view.description.endswith("The original has it all.)")
    assert len(view.description) <= 32_000
    (kept,) = town.store.mails.mails(number)
    assert bound in kept.left_out
    (line,) = (one for one in texts(town, number) if "left out" in one)
    assert line.startswith("mail from ")


def test_I5_a_comment_says_what_was_left_out_of_its_mail(town: MailTown) -> None:
    number = town.arrives(a_mail()).number or ""
    long = a_mail("w " * 20_000, to=town.address_of(number), message_id="<m2@northwind.example>")
    assert town.arrives(long).became == "comment"
    body = town.comments(number)[-1].body
    assert body.endswith(
        "(Left out of this mail: the end of a long text. The original has it all.)"
    )
    assert len(body) <= 32_000


def test_I5_a_page_that_is_all_tags_still_gives_its_words(town: MailTown) -> None:
    page = "<style>p{color:red}</style>" + "<div>" * 500_000 + "The pump &amp; the valve leak."
    number = town.arrives(a_mail(page, content_type="text/html; charset=utf-8")).number or ""
    description = show_case(town.world, number).description
    assert description.startswith("The pump & the valve leak.")
    assert "the layout and the end of a long page" in description


def test_I5_a_mail_of_which_all_was_read_says_nothing(town: MailTown) -> None:
    number = town.arrives(a_mail("It leaks.")).number or ""
    assert show_case(town.world, number).description == "It leaks."
    assert not [one for one in texts(town, number) if "left out" in one or "kept" in one]
