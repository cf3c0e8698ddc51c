"""Milestone types through files and the API: listed, named, taken over, kept while they are in use."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.check_setup import check_setup
from shared.workflows.export_organisation import export_organisation
from tests.integration.test_configuration_api import MANAGER, NEW, asked
from tests.support.town import Town

LIST = "/milestone-types"
UPDATE = {"name": "Update", "recurrence": "sequential"}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def put(town: Town, *types: dict[str, Any]) -> tuple[int, Any]:
    headers = {"if-match": asked(town, "GET", LIST)[2]["etag"]}
    status, told, _ = asked(town, "PUT", LIST, {"types": list(types)}, MANAGER, headers=headers)
    return status, told


def listed(town: Town) -> list[dict[str, Any]]:
    return list(asked(town, "GET", LIST)[1]["document"]["types"])


def test_E7_a_type_that_a_process_names_stays_in_the_list(town: Town) -> None:
    status, told = put(town, *(one for one in listed(town) if one["name"] != "Resolution"))
    assert status == 422
    assert {one["code"] for one in told["errors"]} == {"breaks"}
    words = " ".join(one["detail"] for one in told["errors"])
    assert "process 'Gold support'" in words
    assert "process 'Silver support'" in words
    assert "there is no milestone type 'Resolution'" in words


def test_P5_an_unlisted_type_is_refused_at_its_place(town: Town) -> None:
    body = {"milestones": [{"milestone": "Resolutoin", "within": "1h"}]}
    status, told, _ = asked(town, "PUT", "/processes/New", body, headers=NEW)
    assert (status, told["errors"][0]["pointer"]) == (422, "/milestones/0/milestone")
    assert "did you mean Resolution" in told["errors"][0]["detail"]


def test_M6_a_process_is_published_with_the_recurrence_of_the_list(town: Town) -> None:
    assert put(town, *listed(town), UPDATE)[0] == 200
    body = {"milestones": [{"milestone": "Update", "within": "1h"}]}
    status, told, headers = asked(town, "PUT", "/processes/Updates", body, headers=NEW)
    assert (status, told["document"]["milestone_types"]) == (
        200,
        {"Update": {"recurrence": "sequential"}},
    )
    assert put(town, *(one for one in listed(town) if one["name"] != "Update"), {"name": "Update"})
    shown = asked(town, "GET", "/processes/Updates")[1]
    assert (shown["version"], shown["document"]) == (1, told["document"])
    match = {"if-match": headers["etag"]}
    again = asked(town, "PUT", "/processes/Updates", body, headers=match)[1]
    assert (again["version"], "milestone_types" in again["document"]) == (2, False)


def test_M6_a_draft_is_simulated_with_the_recurrence_of_the_list(town: Town) -> None:
    put(town, *listed(town), UPDATE)
    body = {
        "process": {"name": "Draft", "milestones": [{"milestone": "Update", "within": "1h"}]},
        "record": {"created_at": "2026-03-02T14:00:00Z"},
        "events": [{"at": "2026-03-02T14:10:00Z", "complete": "Update"}],
        "until": "2026-03-02T16:00:00Z",
    }
    told = asked(town, "POST", "/simulate", body)[1]
    names = [(one["milestone"], one["occurrence"]) for one in told["expect"]["milestones"]]
    assert names == [("Update", 1), ("Update", 2)]


def test_P5_the_list_goes_with_its_file_and_comes_back(town: Town) -> None:
    def without_list(found: Organisation) -> Organisation:
        kept = [one for one in found.entries if one.kind.name != "milestone_types"]
        return replace(found, entries=tuple(kept))

    whole = _exported(town)
    town.apply(without_list(whole))
    assert asked(town, "GET", LIST)[0] == 404
    town.apply(whole)
    assert [one["name"] for one in listed(town)] == ["First Response", "Resolution"]


def test_an_export_applied_again_changes_nothing(town: Town) -> None:
    put(town, *listed(town), UPDATE)
    revision = town.store.policies.revision()
    town.apply(_exported(town))
    assert town.store.policies.revision() == revision


def test_the_checklist_tells_the_list_and_what_nobody_uses(town: Town) -> None:
    def step() -> str:
        steps = check_setup(town.world)
        return next(one.found for one in steps if one.id == "milestone-types")

    assert step() == "First Response, Resolution"
    put(town, *listed(town), UPDATE)
    assert step() == "First Response, Resolution, Update; used by no process: Update"
    assert asked(town, "DELETE", LIST)[0] == 204
    assert step() == "no list: processes may name any; they name First Response, Resolution"


def _exported(town: Town) -> Organisation:
    found = export_organisation(
        directory=town.store.directory, policies=town.store.policies, progress=lambda *_: None
    )
    return organise([SourceDocument("export.yaml", one) for one in found.documents])
