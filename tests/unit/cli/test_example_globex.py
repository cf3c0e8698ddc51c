"""The large example is always the same one, and has everything that it promises."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.organisation_files import read_organisation
from examples.globex.make_customers import ACCOUNTS, ENTITLEMENTS, HERE, files, main
from shared.domain.organisation import Organisation
from tests.support.town import Town


@pytest.fixture(scope="module")
def globex() -> Organisation:
    return read_organisation(HERE.parent)


def test_the_customers_are_those_that_are_made() -> None:
    assert {path.name: path.read_text("utf-8") for path in HERE.glob("*.yaml")} == files()


def test_it_is_as_large_as_it_says(globex: Organisation) -> None:
    kinds = Counter(entry.kind.name for entry in globex.entries)
    assert (kinds["calendar"], kinds["process"]) == (3, 6)
    assert (kinds["account"], kinds["entitlement"]) == (ACCOUNTS, ENTITLEMENTS)
    platinum = next(entry.body for entry in globex.entries if entry.name == "Platinum")
    assert len(platinum["milestones"]) == 34
    continents = {
        str(entry.body["zone"]).partition("/")[0]
        for entry in globex.entries
        if entry.kind.name == "calendar"
    }
    assert continents == {"Europe", "America", "Asia"}


def test_its_entitlements_are_of_all_kinds(globex: Organisation) -> None:
    bodies = [entry.body for entry in globex.entries if entry.kind.name == "entitlement"]
    for key in (
        "asset",
        "line",
        "contacts",
        "cases_per_entitlement",
        "policy",
        "covers",
        "version",
    ):
        assert sum(key in body for body in bodies) >= 10, key


def test_the_customers_are_made_the_same_again_and_a_difference_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check"]) == 0
    assert main(["--folder", str(tmp_path / "own")]) == 0
    assert main(["--folder", str(tmp_path / "own"), "--check"]) == 0
    (tmp_path / "own" / "emea.yaml").write_text("kind: account\n")
    (tmp_path / "own" / "more.yaml").write_text("kind: account\n")
    capsys.readouterr()

    assert main(["--folder", str(tmp_path / "own"), "--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "emea.yaml differs",
        "more.yaml is not made here",
        "1 of 3 files were as they are made",
    ]


def test_E5_templates_give_entitlements_to_its_machines_and_lines_once(
    globex: Organisation,
) -> None:
    town = Town("globex")
    given = _given(town)
    promised = {
        entry.name
        for entry in globex.entries
        if entry.kind.name in ("asset", "line") and entry.body.get("product") == "Turbine T1"
    }
    assert {one.get("asset") or one.get("line") for one in given} == promised
    assert len(given) == len(promised)
    assert f"gives {len(given)} more" in (HERE.parent / "README.md").read_text("utf-8")


def _given(town: Town) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    cursor: str | None = None
    while True:
        page = town.store.directory.list("entitlement", cursor=cursor, limit=100)
        found += [held.document for held in page.items if held.document.get("template")]
        cursor = page.cursor
        if cursor is None:
            return found
