"""Records that do not count, through the API and from the command line (E6)."""

from typing import Any

import pytest
from click.testing import CliRunner

from cli import case_commands
from cli.case import case
from shared.domain.history import Caller
from tests.support.directory_api import AGENT, MANAGER, asked
from tests.support.town import Town

FEW = {
    "id": "few",
    "account": "smoke-ltd",
    "process": "Smoke",
    "cases_per_entitlement": 2,
    "precedence": 1,
}


@pytest.fixture
def town() -> Town:
    town = Town()
    assert asked(town, "POST", "/entitlements", FEW)[0] == 201
    return town


def changed(town: Town, number: str, fields: dict[str, Any]) -> tuple[int, Any]:
    headers = {"if-match": "*"}
    status, told, _ = asked(
        town, "PATCH", f"/cases/{number}", {"fields": fields}, who=AGENT, headers=headers
    )
    return status, told


def remaining(town: Town) -> int:
    left: int = asked(town, "GET", "/entitlements/few")[1]["remaining_cases"]
    return left


def test_E6_an_agent_marks_a_case_and_its_use_comes_back(town: Town) -> None:
    number = town.post().number
    assert remaining(town) == 1
    status, told = changed(town, number, {"spam": True})
    assert (status, told["fields"]["spam"], told["why_entitlement"]["counted"]) == (
        200,
        True,
        False,
    )
    assert remaining(town) == 2
    lines = asked(town, "GET", "/entitlements/few/ledger")[1]["items"]
    assert [(one["kind"], one["reference"]) for one in lines] == [("use", None), ("return", "spam")]
    assert changed(town, number, {"spam": None})[1]["why_entitlement"]["counted"] is True
    assert remaining(town) == 1


def test_E6_a_mark_is_true_or_false(town: Town) -> None:
    number = town.post().number
    status, told = changed(town, number, {"do_not_count": "yes"})
    assert (status, told["errors"][0]["pointer"]) == (422, "/fields/do_not_count")


def test_E6_the_setting_is_read_and_put_like_every_other(town: Town) -> None:
    _, settings, headers = asked(town, "GET", "/settings")
    given = {**settings["document"], "allowance_counts": "sometimes"}
    match = {"if-match": headers["etag"]}
    status, told, _ = asked(town, "PUT", "/settings", given, who=MANAGER, headers=match)
    assert (status, [one["pointer"] for one in told["errors"]]) == (422, ["/allowance_counts"])
    given["allowance_counts"] = "at_closing"
    assert asked(town, "PUT", "/settings", given, who=MANAGER, headers=match)[0] == 200
    town.post()
    assert remaining(town) == 2


def test_E6_a_case_is_marked_from_the_command_line(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = town.post().number
    caller = Caller(name="you", door="cli", roles=("managers",))
    monkeypatch.setattr(case_commands, "world_of", lambda _: (town.world, caller))
    done = CliRunner().invoke(case, ["change", number, "do_not_count=true"])
    assert done.exit_code == 0, done.output
    assert remaining(town) == 2
