"""An export is a folder that could be applied, and applying it changes nothing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli.export as export_module
import cli.export_folder as folder_module
from cli.export import export, files_of
from cli.export_folder import arranged
from cli.init import init
from cli.organisation_files import read_organisation
from cli.plan import told
from shared.domain.history import Caller
from shared.workflows.plan_organisation import OrganisationPlan, plan_organisation
from shared.workflows.process_draft import clone_version, save_draft
from shared.workflows.publish_draft import publish_draft
from shared.workflows.settle_version import retire_version
from tests.support.town import EXAMPLES, Town

CALLER = Caller(name="maria", door="cli", roles=("managers",))
PACKS = sorted(path.name for path in (EXAMPLES / "packs").iterdir() if path.is_dir())


@pytest.fixture
def town(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Town:
    name = getattr(request, "param", "acme")
    if name in PACKS:
        CliRunner().invoke(init, [str(tmp_path / ".pack"), "--pack", name])
    town = Town(tmp_path / ".pack" if name in PACKS else name)
    monkeypatch.setattr(export_module, "world_of", lambda _stage: (town.world, CALLER))
    return town


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(export, [str(folder), *options])


def texts(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in folder.rglob("*.yaml")}


def plan(town: Town, folder: Path) -> OrganisationPlan:
    return plan_organisation(
        read_organisation(folder),
        directory=town.store.directory,
        policies=town.store.policies,
        now=town.clock.now(),
        progress=lambda _done, _total, _what: None,
    )


@pytest.mark.parametrize("town", ["acme", "globex", "smoke", *PACKS], indirect=True)
def test_export_then_plan_and_apply_change_nothing(town: Town, tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 0
    before = dict(town.store.dynamo.items)

    planned = plan(town, tmp_path)
    town.apply(read_organisation(tmp_path))

    assert {change.applied.fate for change in planned.changes} == {"unchanged"}
    assert told(planned)[-1].endswith("unchanged; configuration 1 would stay in force.")
    assert town.store.dynamo.items == before


@pytest.mark.parametrize("town", ["acme", "globex"], indirect=True)
def test_an_export_holds_every_document_that_was_applied(town: Town, tmp_path: Path) -> None:
    name = "globex" if town.store.directory.get("account", "alpin-mills-1") else "acme"
    run(tmp_path)

    kinds = [
        Counter(
            entry.kind.name
            for entry in read_organisation(folder).entries
            # what templates gave stands in no file yet
            if "template" not in entry.body
        )
        for folder in (EXAMPLES / name, tmp_path)
    ]

    assert kinds[0] == kinds[1]


def test_an_export_applied_elsewhere_exports_the_same_files(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "first")
    elsewhere = Town(tmp_path / "first")
    monkeypatch.setattr(export_module, "world_of", lambda _stage: (elsewhere.world, CALLER))

    run(tmp_path / "second")

    assert texts(tmp_path / "second") == texts(tmp_path / "first")


def test_files_are_arranged_as_people_look_for_them(town: Town, tmp_path: Path) -> None:
    run(tmp_path)

    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml"))

    assert {
        "settings.yaml",
        "calendars.yaml",
        "people.yaml",
        "rules.yaml",
        "fields.yaml",
        "customers/northwind.yaml",
        "mails/case-received.yaml",
        "processes/gold-support.yaml",
    } <= set(names)


def test_a_looked_up_holiday_is_named_by_its_country_again(tmp_path: Path) -> None:
    documents = [
        {"kind": "settings", "zone": "UTC", "default_queue": "Desk"},
        {"kind": "queue", "name": "Desk"},
        {
            "kind": "calendar",
            "name": "Office",
            "zone": "America/New_York",
            "week": {"mon": [["09:00", "17:00"]]},
            "holidays": [{"country": "US", "subdivision": "NY"}, "2026-05-01"],
        },
    ]
    (tmp_path / "all.json").write_text(json.dumps(documents), "utf-8")
    town = Town(tmp_path)
    body = next(d["body"] for d in town.store.policies.documents(1) if d["kind"] == "calendar")
    form = {"kind": "calendar", "name": "Office", **body}

    text = files_of((form,), town.clock.now())["calendars.yaml"]
    own = {**form, "holidays": [{"country": "US", "days": {"2026-03-04": "Our day"}}]}

    assert "country: US" in text
    assert "Independence" not in text
    assert "Our day" in files_of((own,), town.clock.now())["calendars.yaml"]


def test_a_folder_that_holds_anything_is_left_alone(town: Town, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    assert "is not empty: nothing was written" in str(run(tmp_path).exception)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_replacing_an_export_takes_away_what_is_no_longer_deployed(
    town: Town, tmp_path: Path
) -> None:
    run(tmp_path)
    gone = tmp_path / "customers" / "left.yaml"
    gone.write_text((tmp_path / "settings.yaml").read_text("utf-8"), "utf-8")
    (tmp_path / "README.md").write_text("ours", "utf-8")

    told = run(tmp_path, "--replace")

    assert told.exit_code == 0, told.output
    assert not gone.exists()
    assert (tmp_path / "README.md").exists()
    assert {c.applied.fate for c in plan(town, tmp_path).changes} == {"unchanged"}


def test_replacing_never_takes_away_what_a_person_wrote(town: Town, tmp_path: Path) -> None:
    run(tmp_path)
    own = tmp_path / "own.yaml"
    own.write_text("# ours\nkind: queue\nname: Ours\n", "utf-8")

    told = run(tmp_path, "--replace")

    assert "own.yaml was not exported" in str(told.exception)
    assert own.exists()


def test_names_that_make_one_file_name_get_a_file_each() -> None:
    mails: list[dict[str, Any]] = [
        {"kind": "mail_template", "name": name, "subject": "s", "text": "t"}
        for name in ("Hello!", "hello", "HELLO?", "日本", "***", "../../etc")
    ]

    files = arranged(mails)

    assert sorted(files) == [
        "mails/etc.yaml",
        "mails/hello-2.yaml",
        "mails/hello-3.yaml",
        "mails/hello.yaml",
        "mails/unnamed.yaml",
        "mails/日本.yaml",
    ]
    assert arranged(reversed(mails)) == files


def test_a_file_that_would_be_too_large_to_read_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "LARGEST", 1_000)
    people = [
        {"kind": "user", "name": f"user-{n:02}", "email": f"{n}@acme.example"} for n in range(40)
    ]

    files = arranged(people)

    assert sorted(files) == ["people.2.yaml", "people.3.yaml", "people.yaml"]
    assert max(len(text) for text in files.values()) <= 1_100
    assert sum(text.count("kind: user") for text in files.values()) == len(people)


def test_nothing_deployed_is_exported_as_nothing() -> None:
    assert arranged([]) == {}


def test_P3_versions_that_are_retired_or_pinned_are_the_same_elsewhere(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = clone_version(town.world, "Gold support", 1, CALLER)
    tighter = {**held.document["document"], "notes": "tighter"}
    save_draft(town.world, "Gold support", tighter, CALLER, expected=held.edition)
    publish_draft(town.world, "Gold support", CALLER, expected=None, make_default=True)
    retire_version(town.world, "Gold support", 1, CALLER)
    clone_version(town.world, "Gold support", 2, CALLER)

    told_of = run(tmp_path / "first").output
    assert "The draft of Gold support stays here: milepost process show" in told_of
    before = dict(town.store.dynamo.items)
    town.apply(read_organisation(tmp_path / "first"))
    assert town.store.dynamo.items == before

    elsewhere = Town(tmp_path / "first")
    monkeypatch.setattr(export_module, "world_of", lambda _stage: (elsewhere.world, CALLER))
    run(tmp_path / "second")
    assert texts(tmp_path / "second") == texts(tmp_path / "first")
    cover = elsewhere.store.directory.get("entitlement", "northwind-gold")
    assert cover is not None
    assert cover["version"] == 1
