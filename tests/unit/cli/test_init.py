"""A new organisation is eight answers, or a pack, away; and what is written has no faults."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.first_answers import read_week
from cli.init import PACKS, QUESTIONS, init, read_answers
from cli.organisation_files import read_organisation
from shared.domain.organisation import Organisation
from shared.errors import Refused
from shared.workflows.open_case import open_case
from tests.support.town import WEB, Town, an_intake

PACK_NAMES = sorted(path.name for path in PACKS.iterdir() if path.is_dir())
USUAL = {name: usual for name, (_, usual) in QUESTIONS.items()}


def run(folder: Path, *options: str, typed: str = "") -> Result:
    return CliRunner().invoke(init, [str(folder), *options], input=typed)


def bodies(organisation: Organisation, kind: str) -> dict[str, dict[str, object]]:
    return {e.name: dict(e.body) for e in organisation.entries if e.kind.name == kind}


def test_eight_questions_with_their_usual_answers_make_a_folder_without_faults(
    tmp_path: Path,
) -> None:
    assert run(tmp_path / "new", typed="\n" * 8).exit_code == 0
    organisation = read_organisation(tmp_path / "new")
    assert organisation.warnings == ()
    assert list(bodies(organisation, "process")) == ["Gold", "Silver", "Bronze"]


def test_each_tier_has_twice_the_time_of_the_one_before(tmp_path: Path) -> None:
    run(tmp_path / "new", typed="\n" * 8)
    processes = bodies(read_organisation(tmp_path / "new"), "process")
    silver = processes["Silver"]["milestones"]
    assert isinstance(silver, list)
    assert [item["within"] for item in silver] == ["120m", "480m", "960m", "960m", "2880m", "4800m"]


def test_an_answer_that_cannot_be_read_is_asked_again_with_the_reason(tmp_path: Path) -> None:
    told = run(tmp_path / "new", typed="Mars\nEurope/Paris\nsometimes\n24x7\n" + "\n" * 6)
    assert told.exit_code == 0
    assert "'Mars'" in told.output
    assert "'sometimes' is not like mon-fri 09:00-17:00" in told.output
    organisation = read_organisation(tmp_path / "new")
    assert bodies(organisation, "calendar") == {}
    assert bodies(organisation, "settings")["settings"]["zone"] == "Europe/Paris"


@pytest.mark.parametrize("pack", PACK_NAMES)
def test_every_pack_is_valid_as_it_is_written(pack: str, tmp_path: Path) -> None:
    told = run(tmp_path / "new", "--pack", pack)
    assert (told.exit_code, "no faults" in told.output) == (0, True)
    assert read_organisation(tmp_path / "new").entries


def test_mail_to_the_address_that_customers_know_becomes_a_case_and_no_alert_goes_there(
    tmp_path: Path,
) -> None:
    run(tmp_path / "new", typed="\n" * 8)
    organisation = read_organisation(tmp_path / "new")
    (route,) = bodies(organisation, "mail_route").values()
    assert (route["address"], route["acknowledge"]) == ("support@example.com", "case-received")
    assert all("address" not in queue for queue in bodies(organisation, "queue").values())


def test_what_could_be_no_name_is_asked_again(tmp_path: Path) -> None:
    told = run(tmp_path / "new", typed="\n\n\nGold/Plus\nGold\n" + "\n" * 4)
    assert told.exit_code == 0
    assert "'Gold/Plus' has '/' in it" in told.output


@pytest.mark.parametrize("pack", [None, *PACK_NAMES])
def test_in_a_new_organisation_a_case_has_a_clock_and_alerts_reach_a_person(
    pack: str | None, tmp_path: Path
) -> None:
    options = ("--pack", pack) if pack else ()
    run(tmp_path / "new", *options, typed="\n" * 8)
    town = Town(tmp_path / "new")
    contacts = bodies(read_organisation(tmp_path / "new"), "contact")
    email = next((str(one["email"]) for one in contacts.values()), "somebody@else.example")
    asked = an_intake(email).model_copy(update={"fields": {}})
    file = town.store.records.load(open_case(town.world, asked, WEB).number)
    assert file.process is not None
    assert file.sla.milestones
    told_of = town.world.shelf.current().queues[str(file.fields["queue"])]
    assert told_of.address or told_of.members


def test_answers_may_come_from_a_file(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "zone: UTC\nhours: mon-thu 8:00-12:00 13:00-17:00; fri 8:00-12:00\ntiers: [Only]\n"
        "targets: Any 30m/2h\nqueues: Desk\nmail: help@acme.example\ntold: lea <lea@acme.example>\n"
    )
    assert run(tmp_path / "new", "--answers", str(answers)).exit_code == 0
    week = bodies(read_organisation(tmp_path / "new"), "calendar")["Office"]["week"]
    assert isinstance(week, dict)
    assert (week["thu"], week["fri"]) == (
        [["08:00", "12:00"], ["13:00", "17:00"]],
        [["08:00", "12:00"]],
    )


def test_all_faults_of_the_answers_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_answers({**USUAL, "zone": "Mars", "targets": "High soon", "queues": "A, A", "x": 1})
    assert {fault.pointer for fault in refused.value.faults} == {"zone", "targets", "queues", "x"}


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    told = run(tmp_path, "--pack", "itil-p1-p4")
    assert isinstance(told.exception, Refused)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "hours", ["", "mon 9-17", "mon-fri", "moo 09:00-17:00", "fri-xyz 9:00-10:00"]
)
def test_hours_that_are_no_hours_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match=r"is not like|there is no day"):
        read_week(hours)


def test_days_may_run_over_the_end_of_the_week() -> None:
    assert list(read_week("sat-mon 10:00-12:00")) == ["sat", "sun", "mon"]
