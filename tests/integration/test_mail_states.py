"""What is known of an address, as people see it and clear it (A3)."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from cli import mail_news
from cli.local.simulator import NAMES, news_of
from cli.mail import mail
from functions.api.app import answer
from functions.record_delivery.answer import answer_deliveries, delivery_in
from tests.support.delivery_town import API, DANA, DeliveryTown
from tests.support.door_events import CalmContext, api_event, sqs_event
from tests.support.fakes.memory_dead_letters import MemoryDeadLetters


@pytest.fixture
def town() -> DeliveryTown:
    return DeliveryTown()


def ask(town: DeliveryTown, method: str, path: str, **who: Any) -> tuple[int, Any]:
    response = answer(api_event(method, path, **who), CalmContext(), town.world)
    return response["statusCode"], json.loads(response["body"])


def test_A3_fault_49_the_case_shows_that_its_customer_cannot_be_reached(town: DeliveryTown) -> None:
    number = town.a_late_case()
    assert ask(town, "GET", f"/cases/{number}")[1]["mail_state"] is None
    town.said("bounced", DANA, why="550 5.1.1")
    status, told = ask(town, "GET", f"/cases/{number}")
    assert (status, told["mail_state"]["state"], told["mail_state"]["why"]) == (
        200,
        "bounced",
        "550 5.1.1",
    )
    line = ask(town, "GET", f"/cases/{number}/timeline")[1]["items"]
    assert [one["result"] for one in line if one["kind"] == "mail"].count("bounced") == 1


def test_A3_an_agent_lets_mail_go_there_again_and_the_next_notice_goes(town: DeliveryTown) -> None:
    first = town.a_late_case()
    town.said("bounced", DANA)
    town.clock.tick(60)
    status, told = ask(town, "DELETE", "/mail-states/Dana%40northwind.example", name="alex")
    assert (status, told["state"], told["why"]) == (200, "cleared", "by alex")
    assert ask(town, "GET", f"/mail-states/{DANA}")[1]["state"] == "cleared"
    assert ask(town, "GET", f"/cases/{first}")[1]["mail_state"] is None
    second = town.a_late_case("another")
    assert [one.mail.to for one in town.postman.posted if one.mail.number == second][1:] == [
        (DANA,)
    ]


def test_A3_another_address_of_the_contact_has_a_clean_slate(town: DeliveryTown) -> None:
    town.a_late_case()
    town.said("bounced", DANA)
    told = ask(town, "GET", "/contacts/dana", groups="[managers]")[1]
    assert (told["mail_state"]["state"], told["mail_state"]["address"]) == ("bounced", DANA)
    listed = ask(town, "GET", "/contacts", groups="[managers]")[1]["items"]
    assert "mail_state" not in listed[0], "a page of contacts takes no look at their addresses"
    headers = {"if-match": '"1"', "content-type": "application/json"}
    event = api_event(
        "PATCH",
        "/contacts/dana",
        {"email": "dana@new.example"},
        groups="[managers]",
        headers=headers,
    )
    changed = json.loads(answer(event, CalmContext(), town.world)["body"])
    assert changed["email"] == "dana@new.example"
    assert "mail_state" not in changed
    assert ask(town, "GET", "/mail-states/dana@new.example")[0] == 404


@pytest.mark.parametrize("strange", ["x" * 400, "%20", "nobody@x.example", "%00"])
def test_A3_an_address_of_which_nothing_is_known_is_not_there(
    town: DeliveryTown, strange: str
) -> None:
    for method in ("GET", "DELETE"):
        assert ask(town, method, f"/mail-states/{strange}")[0] == 404


def test_S1_a_reader_may_look_and_not_clear(town: DeliveryTown) -> None:
    town.a_late_case()
    town.said("complained", DANA)
    assert ask(town, "GET", f"/mail-states/{DANA}", groups="[readers]")[0] == 200
    assert ask(town, "DELETE", f"/mail-states/{DANA}", groups="[readers]")[0] == 403


@pytest.mark.parametrize("name", NAMES)
def test_what_the_local_stack_says_is_what_the_door_reads(town: DeliveryTown, name: str) -> None:
    number = town.a_late_case()
    said = news_of(name, town.effect_to(DANA), DANA)
    assert delivery_in(json.dumps(said)).number == number
    event = sqs_event(said)
    assert answer_deliveries(event, town.world, MemoryDeadLetters(), lambda: 20_000) == {
        "batchItemFailures": []
    }
    bars = town.world.mail_states.of([DANA])
    assert bool(bars) is (name in ("gone", "complaint", "suppressionlist"))
    expected = {
        "gone": "bounced",
        "full": "bounced",
        "suppressionlist": "suppressed",
        "complaint": "complained",
        "success": "delivered",
    }
    assert ("0.1.0.1", expected[name]) in town.results(number)


def test_the_command_line_shows_and_clears(
    town: DeliveryTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_news, "world_of", lambda _stage: (town.world, API))
    town.a_late_case()
    town.said("bounced", DANA, why="550 5.1.1")
    shown = CliRunner().invoke(mail, ["state", DANA])
    assert "bounced: 550 5.1.1" in shown.output
    cleared = CliRunner().invoke(mail, ["state", DANA, "--clear"])
    assert "cleared: by alex" in cleared.output
    assert not town.world.mail_states.of([DANA])[DANA].bars
