"""The bus: every entry once, in batches that it takes, and the failed ones by position."""

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from shared.adapters.bus import EventBus, detail_of
from shared.domain.announcement import Announcement
from shared.domain.history import HistoryEntry
from shared.errors import Unavailable
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.failing_client import refusing
from tests.support.fakes.memory_bus import MemoryBus
from tests.support.records import NINE, an_entry

if TYPE_CHECKING:
    from types_boto3_events import EventBridgeClient

LIMIT = 256 * 1024


@pytest.fixture(scope="module")
def events(aws: None) -> "EventBridgeClient":
    client = boto3.client("events", config=strict("events"))
    client.create_event_bus(Name="milepost-test")
    return client


def entries(count: int, **given: Any) -> list[HistoryEntry]:
    return [an_entry(revision=n + 1, **given) for n in range(count)]


def test_an_entry_goes_out_as_it_is_kept(events: "EventBridgeClient") -> None:
    entry = an_entry(after={"status": "New"})

    with counted(events) as calls:
        failed = EventBus(events, "milepost-test").publish([entry])

    ((_, request),) = calls.requests
    (sent,) = request["Entries"]
    assert failed == ()
    assert (sent["Source"], sent["DetailType"]) == ("milepost", "record open")
    assert sent["EventBusName"] == "milepost-test"
    assert sent["Time"].isoformat() == "2026-03-02T09:00:00+00:00"
    assert HistoryEntry.model_validate_json(sent["Detail"]) == entry


def test_entries_go_by_tens(events: "EventBridgeClient") -> None:
    with counted(events) as calls:
        EventBus(events, "milepost-test").publish(entries(23))

    assert [len(request["Entries"]) for _, request in calls.requests] == [10, 10, 3]


def test_a_call_never_carries_more_than_the_bus_takes(events: "EventBridgeClient") -> None:
    with counted(events) as calls:
        EventBus(events, "milepost-test").publish(entries(6, note="x" * 100_000))

    sizes = [sum(len(e["Detail"]) for e in request["Entries"]) for _, request in calls.requests]
    assert len(sizes) == 3
    assert max(sizes) < LIMIT


def test_an_entry_too_large_for_the_bus_says_what_was_cut() -> None:
    entry = an_entry(values={f"f{n}": "ü" * 1_000 for n in range(200)}, after={"status": "New"})

    detail = json.loads(detail_of(entry))

    assert detail["cut"] == ["values"]
    assert "values" not in detail
    assert (detail["number"], detail["revision"], detail["after"]) == (
        entry.number,
        1,
        {"status": "New"},
    )


def test_no_entries_are_no_call(events: "EventBridgeClient") -> None:
    with counted(events) as calls:
        assert EventBus(events, "milepost-test").publish([]) == ()

    assert not calls.made


def test_positions_that_the_bus_did_not_take_come_back(events: "EventBridgeClient") -> None:
    client = boto3.client("events", config=strict("events"))
    calls = []

    def refuse_some(parsed: dict[str, Any], **_: Any) -> None:
        calls.append(1)
        parsed["Entries"][1] = {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}

    client.meta.events.register("after-call.events.PutEvents", refuse_some)

    assert EventBus(client, "milepost-test").publish(entries(13)) == (1, 11)


def test_a_bus_that_does_not_answer_gives_every_position_back(aws: None) -> None:
    client = refusing("events", "InternalException", status=500)

    assert EventBus(client, "milepost-test").publish(entries(12)) == tuple(range(12))


def test_the_fake_gives_back_what_it_was_told_to_refuse() -> None:
    bus = MemoryBus()
    bus.refuse = frozenset({1, 7})

    assert bus.publish(entries(3)) == (1,)
    assert [entry.revision for entry in bus.published] == [1, 3]
    bus.is_broken = True
    assert bus.publish(entries(2)) == (0, 1)


def an_announcement() -> Announcement:
    return Announcement(
        id="gold.2026-06-30.60", name="entitlement_ending", at=NINE, fields={"d": 60}
    )


def test_an_event_of_no_record_goes_out_with_its_id(events: "EventBridgeClient") -> None:
    with counted(events) as calls:
        EventBus(events, "milepost-test").announce([an_announcement()])

    ((_, request),) = calls.requests
    (sent,) = request["Entries"]
    assert (sent["Source"], sent["DetailType"]) == ("milepost", "event entitlement_ending")
    assert json.loads(sent["Detail"])["id"] == "gold.2026-06-30.60"
    assert sent["Time"].isoformat() == "2026-03-02T09:00:00+00:00"


@pytest.mark.parametrize("code", ["InternalException", "ThrottlingException"])
def test_an_event_of_no_record_that_is_not_taken_is_worth_another_try(aws: None, code: str) -> None:
    with pytest.raises(Unavailable):
        EventBus(refusing("events", code), "milepost-test").announce([an_announcement()])
