"""Configuration: immutable versions, one pointer, and nobody ever reads half a revision."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.audit import AuditEntry
from shared.errors import Conflict, Unavailable
from tests.support.records import NINE
from tests.support.stores import Stores

SETTINGS = {"kind": "settings", "name": "settings", "version": 1, "body": {"zone": "UTC"}}
OFFICE = {"kind": "calendar", "name": "Office", "version": 1, "body": {"zone": "UTC", "week": {}}}


def gold(version: int, within: str = "1h") -> dict[str, Any]:
    body = {"name": "Gold", "milestones": [{"milestone": "First Response", "within": within}]}
    return {"kind": "process", "name": "Gold", "version": version, "body": body}


def publish(stores: Stores, *documents: Mapping[str, Any], after: int = 0, **more: Any) -> int:
    return stores.policies.publish(documents, expected_revision=after, who="maria", at=NINE, **more)


def an_entry(revision: int, name: str = "Gold") -> AuditEntry:
    return AuditEntry(
        kind="process",
        id=name,
        edition=revision,
        at=NINE,
        by="maria",
        door="cli",
        verb="create",
        after={"version": revision},
    )


def test_before_the_first_publish_there_is_nothing(stores: Stores) -> None:
    assert stores.policies.revision() == 0
    assert stores.policies.documents(0) == ()
    assert stores.policies.document("process", "Gold", 1) is None


def test_a_revision_is_read_as_it_was_published(stores: Stores) -> None:
    assert publish(stores, SETTINGS, OFFICE, gold(1)) == 1

    assert stores.policies.revision() == 1
    assert stores.policies.documents(1) == (SETTINGS, OFFICE, gold(1))


def test_P2_past_versions_stay_as_they_were(stores: Stores) -> None:
    publish(stores, SETTINGS, gold(1))
    publish(stores, SETTINGS, gold(2, "30m"), after=1)

    assert stores.policies.document("process", "Gold", 1) == gold(1)["body"]
    assert stores.policies.document("process", "Gold", 2) == gold(2, "30m")["body"]
    assert stores.policies.documents(1) == (SETTINGS, gold(1))
    assert stores.policies.documents(2) == (SETTINGS, gold(2, "30m"))


def test_P2_a_version_cannot_be_published_with_another_content(stores: Stores) -> None:
    publish(stores, SETTINGS, gold(1))

    with pytest.raises(Conflict):
        publish(stores, SETTINGS, gold(1, "30m"), after=1)

    assert stores.policies.revision() == 1
    assert stores.policies.document("process", "Gold", 1) == gold(1)["body"]


def test_the_same_content_in_another_order_of_keys_is_the_same_version(stores: Stores) -> None:
    publish(stores, SETTINGS, gold(1))
    turned = {**gold(1), "body": dict(reversed(gold(1)["body"].items()))}

    assert publish(stores, SETTINGS, turned, after=1) == 2


def test_of_two_who_publish_at_once_one_wins_and_the_revision_is_whole(stores: Stores) -> None:
    publish(stores, SETTINGS)
    publish(stores, SETTINGS, OFFICE, gold(1), after=1)

    with pytest.raises(Conflict):
        publish(stores, SETTINGS, gold(2), after=1)

    assert stores.policies.revision() == 2
    assert stores.policies.documents(2) == (SETTINGS, OFFICE, gold(1))


def test_more_than_a_hundred_documents_are_one_revision(stores: Stores) -> None:
    many = [
        {"kind": "queue", "name": f"Queue {n}", "version": 1, "body": {"members": []}}
        for n in range(130)
    ]

    publish(stores, SETTINGS, *many)

    assert stores.policies.documents(1) == (SETTINGS, *many)


def test_a_revision_of_more_than_a_megabyte_is_read_whole(stores: Stores) -> None:
    big = [
        {"kind": "mail_template", "name": f"T{n}", "version": 1, "body": {"text": "x" * 300_000}}
        for n in range(5)
    ]

    publish(stores, *big)

    assert stores.policies.documents(1) == tuple(big)


@pytest.mark.parametrize("place", range(1, 9))
def test_a_crash_before_the_flip_leaves_the_old_revision_and_the_next_publish_its_own(
    memory: Stores, place: int
) -> None:
    publish(memory, SETTINGS, OFFICE, gold(1))
    operations = ["PutItem", "PutItem", "BatchWriteItem", "TransactWriteItems"]
    operation = operations[(place - 1) // 2]
    memory.memory.weather.call(operation, "lost" if place % 2 else "throttle")
    crashed = operation != "TransactWriteItems" or place % 2 == 0

    with pytest.raises(Unavailable):
        publish(memory, SETTINGS, gold(2, "30m"), after=1)

    assert memory.policies.revision() == (1 if crashed else 2)
    assert memory.policies.documents(1) == (SETTINGS, OFFICE, gold(1))
    if crashed:
        publish(memory, SETTINGS, gold(3, "15m"), after=1)
        assert memory.policies.documents(2) == (SETTINGS, gold(3, "15m"))


def test_a_slower_writer_never_touches_what_the_faster_one_put_into_force(memory: Stores) -> None:
    publish(memory, SETTINGS)
    memory.memory.weather.call("TransactWriteItems", "throttle")
    with pytest.raises(Unavailable):
        publish(memory, SETTINGS, gold(1), OFFICE, after=1)
    publish(memory, SETTINGS, OFFICE, after=1)

    assert memory.policies.documents(2) == (SETTINGS, OFFICE)


def test_P2_a_version_may_be_kept_that_is_not_in_force(stores: Stores) -> None:
    publish(stores, SETTINGS, gold(1))
    publish(stores, SETTINGS, gold(1), after=1, also=[gold(2, "30m")])

    assert stores.policies.documents(2) == (SETTINGS, gold(1))
    assert stores.policies.versions("process", "Gold") == {
        1: gold(1)["body"],
        2: gold(2, "30m")["body"],
    }
    assert stores.policies.versions("process", "Silver") == {}


def test_S4_the_trail_of_a_revision_is_read_beside_its_documents_and_by_day(stores: Stores) -> None:
    entries = [an_entry(1), an_entry(1, "Silver")]
    publish(stores, SETTINGS, gold(1), trail=entries)
    publish(stores, SETTINGS, gold(1), after=1, trail=[an_entry(2)])

    assert stores.directory.changes("process", "Gold").items == (an_entry(2), an_entry(1))
    assert stores.directory.changes("process", "Silver").items == (entries[1],)
    of_day = stores.directory.changes_on("2026-03-02").items
    assert [(entry.id, entry.edition) for entry in of_day] == [
        ("Silver", 1),
        ("Gold", 2),
        ("Gold", 1),
    ]


def test_S4_the_trail_of_a_writer_who_lost_is_never_told(stores: Stores) -> None:
    publish(stores, SETTINGS, gold(1), trail=[an_entry(1)])

    with pytest.raises(Conflict):
        publish(stores, SETTINGS, OFFICE, trail=[an_entry(1, "Office"), an_entry(1)])

    assert stores.directory.changes("process", "Office").items == ()
    assert stores.directory.changes("process", "Gold").items == (an_entry(1),)
    assert stores.directory.changes_on("2026-03-02").items == (an_entry(1),)


def test_S4_the_trail_of_more_changes_than_a_transaction_holds_counts_as_one(
    stores: Stores,
) -> None:
    many = [an_entry(1, f"P{n}") for n in range(130)]

    publish(stores, SETTINGS, trail=many)

    assert len(stores.directory.changes_on("2026-03-02", limit=150).items) == 130


def test_what_an_earlier_revision_kept_is_not_written_again(memory: Stores) -> None:
    publish(memory, SETTINGS, {**gold(1), "edition": 1})
    memory.memory.calls.clear()

    publish(memory, SETTINGS, {**gold(1), "edition": 1}, after=1)

    assert "PutItem" not in memory.memory.calls


def put_draft(stores: Stores, content: Mapping[str, Any] | None) -> None:
    entry = an_entry(0).model_copy(update={"kind": "process_draft"})
    before = stores.policies.draft("Gold")
    stores.policies.put_draft("Gold", content, before=before, entry=entry)


def test_P2_a_draft_is_kept_by_edition_and_leaves_a_trail(stores: Stores) -> None:
    assert stores.policies.draft("Gold") is None
    put_draft(stores, {"document": {"a": 1}})
    put_draft(stores, {"document": {"a": 2}})

    held = stores.policies.draft("Gold")

    assert held is not None
    assert (held.document, held.edition) == ({"document": {"a": 2}}, 2)
    assert stores.policies.drafts() == (held,)
    put_draft(stores, None)
    assert stores.policies.drafts() == ()
    put_draft(stores, {"document": {"a": 1}})
    again = stores.policies.draft("Gold")
    assert again is not None
    assert again.edition == 4
    trail = stores.directory.changes("process_draft", "Gold").items
    assert [entry.edition for entry in trail] == [4, 3, 2, 1]


def test_a_draft_that_somebody_else_changed_is_a_conflict(stores: Stores) -> None:
    put_draft(stores, {"document": {"a": 1}})
    stale = stores.policies.draft("Gold")
    put_draft(stores, {"document": {"a": 2}})

    for before in (stale, None):
        with pytest.raises(Conflict):
            stores.policies.put_draft("Gold", None, before=before, entry=an_entry(0))


def test_a_cold_load_is_one_query(memory: Stores) -> None:
    publish(memory, SETTINGS, OFFICE, gold(1))
    memory.memory.calls.clear()

    memory.policies.documents(1)

    assert dict(memory.memory.calls) == {"Query": 1}
