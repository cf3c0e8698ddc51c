"""Documents of the directory are replaced as a whole, by edition, and nothing unseen is lost (E1, S1)."""

import pytest

from tests.support.directory_api import SAMPLES, asked, with_samples
from tests.support.town import Town


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.mark.parametrize("path", SAMPLES)
def test_E1_every_kind_is_replaced_as_a_whole(town: Town, path: str) -> None:
    with_samples(town)
    body = {name: value for name, value in SAMPLES[path].items() if name != "id"}
    own = f"/{path}/{SAMPLES[path]['id']}"
    again = asked(town, "PUT", own, body, headers={"if-match": '"1"'})
    assert (again[0], again[1]["edition"]) == (200, 1)
    new = asked(town, "PUT", f"/{path}/brand-new", body, headers={"if-none-match": "*"})
    assert (new[0], new[1]["edition"], new[2]["etag"]) == (200, 1, '"1"')
    taken = asked(town, "PUT", f"/{path}/brand-new", body, headers={"if-none-match": "*"})
    assert (taken[0], taken[1]["current"]["edition"]) == (412, 1)
    assert asked(town, "PUT", own, body)[0] == 428
    assert asked(town, "PUT", own, body, headers={"if-match": '"7"'})[0] == 412
    missing = asked(town, "PUT", f"/{path}/missing", body, headers={"if-match": "*"})
    assert missing[0] == 404


def test_what_a_replacement_leaves_out_is_blank(town: Town) -> None:
    with_samples(town)
    body = {"account": "smoke-ltd", "name": "Nia"}
    told = asked(town, "PUT", "/contacts/nia", body, headers={"if-match": "*"})[1]
    assert (told["name"], told.get("email")) == ("Nia", None)
    found = town.post("nia@smoke-ltd.example").number
    assert asked(town, "GET", f"/cases/{found}")[1]["contact"] is None


def test_P3_a_replaced_entitlement_stays_pinned(town: Town) -> None:
    with_samples(town)
    body = {"account": "smoke-ltd", "process": "Smoke"}
    told = asked(town, "PUT", "/entitlements/e-9", body, headers={"if-match": "*"})[1]
    assert told["pinned_version"] == 1
    other = {**body, "account": "new-co"}
    assert asked(town, "PUT", "/entitlements/e-9", other, headers={"if-match": "*"})[0] == 422


def test_S1_a_replacement_keeps_what_its_writer_does_not_see(town: Town) -> None:
    with_samples(town)
    rule = {"fields": ["account.tier", "account.margin"], "hidden_from": ["supervisors"]}
    body = {"fields": [], "access": [rule]}
    assert asked(town, "PUT", "/fields/case", body, headers={"if-none-match": "*"})[0] == 200
    whole = {"name": "New", "tier": "Gold", "fields": {"margin": 7, "region": "north"}}
    asked(town, "PUT", "/accounts/new-co", whole, headers={"if-match": "*"})
    lead = {"name": "sam", "groups": "[supervisors]"}
    new = {"name": "Newer", "fields": {"region": "south"}}
    assert asked(town, "PUT", "/accounts/new-co", new, lead, headers={"if-match": "*"})[0] == 200
    told = asked(town, "GET", "/accounts/new-co")[1]
    assert (told["name"], told["tier"]) == ("Newer", "Gold")
    assert told["fields"] == {"margin": 7, "region": "south"}
    hidden = {"name": "Newer", "tier": "Silver"}
    assert asked(town, "PUT", "/accounts/new-co", hidden, lead, headers={"if-match": "*"})[0] == 422
