"""Changing a promise: clone, edit, check, publish, make it the default, retire the old one (P1-P3, P5)."""

import json
from typing import Any

import pytest

from functions.api.app import answer
from shared.workflows.show_case import show_case
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

MANAGER: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
AGENT: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
GOLD = "/processes/Gold%20support"
NEW = {"if-none-match": "*"}


@pytest.fixture
def town() -> Town:
    return Town("acme")


def asked(
    town: Town, method: str, path: str, body: Any = None, who: Any = MANAGER, **more: Any
) -> tuple[int, Any, str]:
    town.clock.tick(1)
    event = api_event(method, path, body, **who, **more)
    response = answer(event, CalmContext(), town.world)
    etag = next((str(v) for k, v in response["headers"].items() if k.lower() == "etag"), "")
    return response["statusCode"], json.loads(response["body"] or "null"), etag


def tightened(town: Town) -> tuple[dict[str, Any], str]:
    """A draft of Gold support with a new note, as it was saved."""
    _, told, etag = asked(town, "POST", f"{GOLD}/versions/default/clone", {})
    document = {**told["document"], "notes": "tighter"}
    _, told, etag = asked(town, "PUT", f"{GOLD}/draft", document, headers={"if-match": etag})
    return told, etag


def publish(town: Town, etag: str, *, default: bool) -> Any:
    status, told, _ = asked(
        town, "POST", f"{GOLD}/draft/publish", {"default": default}, headers={"if-match": etag}
    )
    assert status == 200, told
    return told


def statuses(town: Town) -> dict[int, str]:
    items = asked(town, "GET", f"{GOLD}/versions", who=AGENT)[1]["items"]
    return {one["version"]: one["status"] for one in items}


def test_P3_a_version_is_cloned_edited_published_made_default_and_the_old_one_retired(
    town: Town,
) -> None:
    draft, etag = tightened(town)
    assert (draft["based_on"], draft["faults"]) == (1, [])
    assert statuses(town) == {1: "default"}

    publish(town, etag, default=False)
    assert statuses(town) == {1: "default", 2: "published"}
    assert asked(town, "GET", f"{GOLD}/draft")[0] == 404
    shown = asked(town, "GET", f"{GOLD}/versions/2")[1]
    assert (shown["document"]["notes"], shown["status"]) == ("tighter", "published")
    assert shown["entitlements"]["pinned"] == 0

    assert asked(town, "POST", f"{GOLD}/versions/2/default", {})[0] == 200
    assert asked(town, "POST", f"{GOLD}/versions/1/retire", {})[0] == 200
    assert statuses(town) == {1: "retired", 2: "default"}


def test_P3_making_a_default_lists_first_who_follows_and_who_is_pinned(town: Town) -> None:
    counted = asked(town, "GET", f"{GOLD}/versions/1")[1]["entitlements"]
    held = next(
        one
        for one in town.world.directory.list("entitlement").items
        if one.document.get("process") == "Gold support" and one.document.get("pinned_version")
    )
    following = {**held.document, "version": "default", "pinned_version": None}
    town.world.directory.put("entitlement", held.id, following, who="m", at=1)

    after = asked(town, "GET", f"{GOLD}/versions/1")[1]["entitlements"]

    assert (after["following"], after["pinned"]) == (
        counted["following"] + 1,
        counted["pinned"] - 1,
    )
    assert after["followers"] == sorted({*counted["followers"], held.id})
    query = {"process": "Gold support"}
    listed = asked(town, "GET", "/entitlements", query=query)[1]["items"]
    assert [one["id"] for one in listed if one.get("version") == "default"] == after["followers"]


def test_P2_a_draft_is_kept_with_its_faults_and_publishing_tells_them_all(town: Town) -> None:
    wrong = {
        "business_hours": "Nowhere",
        "milestones": [{"milestone": "Resolution", "within": "soon"}],
    }
    status, told, etag = asked(town, "PUT", "/processes/Odd/draft", wrong, headers=NEW)
    assert status == 200
    assert {one["pointer"] for one in told["faults"]} == {"/business_hours", "/milestones/0/within"}

    status, told, _ = asked(
        town, "POST", "/processes/Odd/draft/publish", {}, headers={"if-match": etag}
    )

    assert (status, len(told["errors"])) == (422, 2)
    assert asked(town, "GET", "/processes/Odd")[0] == 404
    assert town.world.policies.revision() == 1


def test_the_first_version_is_the_default(town: Town) -> None:
    body = {"milestones": [{"milestone": "Resolution", "within": "1h"}]}
    etag = asked(town, "PUT", "/processes/Fresh/draft", body, headers=NEW)[2]
    told = asked(town, "POST", "/processes/Fresh/draft/publish", {}, headers={"if-match": etag})[1]
    assert told["versions"] == [{"version": 1, "status": "default"}]


def test_P5_no_two_versions_say_the_same(town: Town) -> None:
    _, told, etag = asked(town, "POST", f"{GOLD}/versions/1/clone", {})
    publish(town, etag, default=False)
    assert statuses(town) == {1: "default"}

    _, etag = tightened(town)
    publish(town, etag, default=False)
    _, etag = tightened(town)
    publish(town, etag, default=False)
    assert statuses(town) == {1: "default", 2: "published"}
    assert told["based_on"] == 1


def test_a_draft_is_edited_by_its_etag_alone(town: Town) -> None:
    draft, etag = tightened(town)
    assert asked(town, "PUT", f"{GOLD}/draft", draft["document"])[0] == 428
    status, told, _ = asked(town, "PUT", f"{GOLD}/draft", {}, headers={"if-match": '"1"'})
    assert (status, told["current"]["document"]) == (412, draft["document"])
    assert asked(town, "PUT", f"{GOLD}/draft", {}, headers=NEW)[0] == 412
    assert asked(town, "POST", f"{GOLD}/versions/1/clone", {})[0] == 409
    assert asked(town, "POST", f"{GOLD}/draft/publish", {})[0] == 428
    stale = asked(town, "POST", f"{GOLD}/draft/publish", {}, headers={"if-match": '"1"'})
    assert stale[0] == 412
    assert asked(town, "DELETE", f"{GOLD}/draft", headers={"if-match": etag})[0] == 204


def test_an_etag_of_a_draft_never_comes_back(town: Town) -> None:
    first = asked(town, "PUT", "/processes/Odd/draft", {"a": 1}, headers=NEW)[2]
    asked(town, "DELETE", "/processes/Odd/draft")
    assert asked(town, "PUT", "/processes/Odd/draft", {"a": 1}, headers=NEW)[2] != first


def test_drafts_are_listed_by_name(town: Town) -> None:
    tightened(town)
    asked(town, "PUT", "/processes/Another/draft", {}, headers=NEW)
    listed = asked(town, "GET", "/process-drafts")[1]["items"]
    assert [one["name"] for one in listed] == ["Another", "Gold support"]


def test_P2_the_default_is_not_retired_and_a_retired_version_is_no_default(town: Town) -> None:
    status, told, _ = asked(town, "POST", f"{GOLD}/versions/1/retire", {})
    assert (status, "default" in told["detail"]) == (422, True)
    _, etag = tightened(town)
    publish(town, etag, default=True)
    asked(town, "POST", f"{GOLD}/versions/1/retire", {})
    status, told, _ = asked(town, "POST", f"{GOLD}/versions/1/default", {})
    assert (status, "retired" in told["detail"]) == (422, True)


def test_doing_it_twice_changes_nothing(town: Town) -> None:
    _, etag = tightened(town)
    publish(town, etag, default=False)
    asked(town, "POST", f"{GOLD}/versions/2/default", {})
    asked(town, "POST", f"{GOLD}/versions/1/retire", {})
    revision = town.world.policies.revision()

    asked(town, "POST", f"{GOLD}/versions/2/default", {})
    asked(town, "POST", f"{GOLD}/versions/1/retire", {})

    assert town.world.policies.revision() == revision


def test_P3_no_record_moves_when_the_default_does(town: Town) -> None:
    number = town.post("dana@demo.example").number
    path = "/processes/Demo%20support"
    _, told, etag = asked(town, "POST", f"{path}/versions/1/clone", {})
    document = {**told["document"], "notes": "changed"}
    etag = asked(town, "PUT", f"{path}/draft", document, headers={"if-match": etag})[2]
    asked(town, "POST", f"{path}/draft/publish", {"default": True}, headers={"if-match": etag})

    pin = show_case(town.world, number).file.process

    assert pin is not None
    assert pin.version == 1


@pytest.mark.parametrize("version", ["0", "9", "x", "-1", "default2", "99999999999999999999"])
def test_a_version_that_was_never_published_is_absent(town: Town, version: str) -> None:
    assert asked(town, "GET", f"{GOLD}/versions/{version}")[0] == 404
    assert asked(town, "POST", f"{GOLD}/versions/{version}/default", {})[0] == 404
    assert asked(town, "GET", "/processes/Nothing/versions")[0] == 404


def test_S1_agents_read_versions_and_nobody_but_managers_sees_drafts(town: Town) -> None:
    tightened(town)
    assert asked(town, "GET", f"{GOLD}/versions/1", who=AGENT)[0] == 200
    for method, path, body in (
        ("GET", f"{GOLD}/draft", None),
        ("GET", "/process-drafts", None),
        ("POST", f"{GOLD}/versions/1/clone", {}),
        ("POST", f"{GOLD}/versions/1/retire", {}),
    ):
        assert asked(town, method, path, body, who=AGENT)[0] == 403


def test_S4_drafts_and_versions_leave_a_trail(town: Town) -> None:
    _, etag = tightened(town)
    publish(town, etag, default=True)
    of_draft = asked(town, "GET", "/audit", query={"kind": "process_draft", "id": "Gold support"})[
        1
    ]["items"]
    of_process = asked(town, "GET", "/audit", query={"kind": "process", "id": "Gold support"})[1]
    assert [one["verb"] for one in of_draft] == ["delete", "change", "create"]
    after = of_process["items"][0]["after"]
    assert (after["version"], after["published"]) == (2, [1, 2])
    assert after["changes"]
    assert of_process["items"][0]["before"]["version"] == 1
