"""Mails are seen before anybody gets one."""

from email import message_from_bytes, policy
from pathlib import Path

from click.testing import CliRunner, Result

from cli.mail import mail
from shared.domain.declared_fields import parse_fields
from shared.domain.merge_examples import example_values
from shared.domain.merge_fields import MERGE_FIELDS

ROOT = Path(__file__).parents[3]
ACME = ROOT / "examples" / "acme"


def preview(*arguments: str) -> Result:
    return CliRunner().invoke(mail, ["preview", *arguments])


def test_an_example_is_known_for_every_merge_field_and_every_declared_field() -> None:
    fields = [
        {"name": "product_line", "type": "picklist", "values": [{"value": "Pumps"}]},
        {"name": "machine_hours", "type": "number"},
        {"name": "site", "label": "Site of the machine"},
    ]
    declared = parse_fields({"for": "case", "fields": fields})
    values = example_values("Europe/Berlin", "Globex", [declared])
    assert values.keys() >= MERGE_FIELDS.keys()
    assert values["organisation.name"] == "Globex"
    assert values["milestone.target"].endswith("(Europe/Berlin)")
    assert values["case.product_line"] == "Pumps"
    assert values["case.machine_hours"] == "42"
    assert values["case.site"] == "[Site of the machine]"


def test_every_template_of_a_folder_becomes_a_message_with_both_parts_and_a_page(
    tmp_path: Path,
) -> None:
    told = preview(str(ACME), "--to", str(tmp_path))
    assert told.exit_code == 0, told.output
    names = {path.stem for path in (ACME / "mails").glob("*.yaml")}
    assert {path.stem for path in tmp_path.glob("*.eml")} == names
    page = (tmp_path / "index.html").read_text()
    for name in names:
        assert f"{name}.eml" in page
        message = message_from_bytes((tmp_path / f"{name}.eml").read_bytes(), policy=policy.default)
        assert {part.get_content_type() for part in message.walk()} == {
            "multipart/alternative",
            "text/plain",
            "text/html",
        }


def test_one_template_is_picked_by_its_name(tmp_path: Path) -> None:
    told = preview(str(ACME), "--name", "case-received", "--to", str(tmp_path))
    assert told.exit_code == 0
    assert [path.name for path in tmp_path.glob("*.eml")] == ["case-received.eml"]


def test_I5_a_name_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    told = preview(str(ACME), "--name", "case-recieved", "--to", str(tmp_path / "none"))
    assert told.exit_code != 0
    assert "case-received" in str(told.exception)
    assert not (tmp_path / "none").exists()


def test_I5_a_milestone_without_a_record_is_refused(tmp_path: Path) -> None:
    told = preview(str(ACME), "--milestone", "First Response", "--to", str(tmp_path))
    assert told.exit_code == 2
    assert "--case" in told.output
