"""Limits, lag and schemas of the table, and what a create costs in units."""

from dataclasses import replace

import pytest

from shared.domain.history import AllowanceMove, LogEntry, Receipt
from shared.domain.matching import Draft
from shared.errors import (
    Absent,
    Misconfigured,
    Refused,
)
from shared.names import DUE_SHARDS
from tests.support.fakes.memory_dynamo import MemoryDynamo
from tests.support.records import NINE, NUMBER, creation
from tests.support.stores import Stores, stores_of

WRITE = "TransactWriteItems"


def an_allowance(at_most: int | None = None) -> AllowanceMove:
    return AllowanceMove(
        account="acme",
        entitlement="gold",
        record=NUMBER,
        kind="use",
        amount=1,
        at=NINE,
        by="maria",
        at_most=at_most,
    )


def test_lists_and_the_sweep_see_a_change_when_the_index_has_it(memory: Stores) -> None:
    late = stores_of(MemoryDynamo(memory.memory.clock, lag_seconds=5), "table")
    late.records.commit(creation(wake_at=NINE))

    assert late.records.work(None).items == ()
    memory.memory.clock.tick(5)
    assert [card.number for card in late.records.work(None).items] == [NUMBER]
    found = [one for shard in range(DUE_SHARDS) for one in late.records.overdue(shard, NINE + 1)]
    assert found == [(NUMBER, NINE)]


def test_what_a_batch_leaves_undone_is_done_in_the_next_round(memory: Stores) -> None:
    entries = [
        LogEntry(
            number=NUMBER,
            effect=f"effect-{n:02}",
            due_at=NINE,
            fired_at=NINE,
            lateness_seconds=0,
            result="sent",
            attempts=1,
        )
        for n in range(30)
    ]
    memory.memory.weather.unprocessed = 7

    memory.records.log(entries)

    assert len(memory.records.action_log(NUMBER).items) == 30


def test_a_look_that_is_answered_in_parts_is_whole(memory: Stores) -> None:
    memory.directory.put("account", "acme", {"email_domains": ["acme.example"]}, who="m", at=NINE)
    memory.memory.weather.unprocessed = 2
    draft = Draft(origin="api", account="acme", email="ann@acme.example")

    findings = memory.directory.first_look(draft).findings

    assert findings.account is not None
    assert len(findings.by_domain) == 1


def test_a_receipt_that_ttl_has_deleted_is_absent(memory: Stores) -> None:
    receipt = Receipt(key="web:1", number=NUMBER, fingerprint="f", expires_at=NINE + 600)
    memory.records.commit(creation(receipt=receipt))
    memory.memory.clock.tick(601)

    assert memory.memory.expire() == 1
    assert memory.records.receipt("web:1", NINE) is None


def test_four_megabytes_are_refused_whole(memory: Stores) -> None:
    texts = {f"part-{n}": "x" * 390_000 for n in range(11)}

    with pytest.raises(Refused):
        memory.records.commit(creation(texts=texts))

    with pytest.raises(Absent):
        memory.records.load(NUMBER)


def test_an_item_of_a_schema_to_come_says_so(memory: Stores) -> None:
    memory.records.commit(creation())
    memory.memory.items[f"CASE#{NUMBER}", "FILE"]["schema"] = {"N": "3"}

    with pytest.raises(Misconfigured, match=r"CASE#3K7Q9WZDD FILE has schema 3.*reads 0 and 1"):
        memory.records.load(NUMBER)


def test_an_item_of_the_schema_before_is_read(memory: Stores) -> None:
    memory.records.commit(creation())
    memory.memory.items[f"CASE#{NUMBER}", "FILE"]["schema"] = {"N": "0"}

    assert memory.records.load(NUMBER).number == NUMBER


def test_a_create_costs_one_write_call_and_few_units(memory: Stores) -> None:
    commit = creation(
        wake_at=NINE + 60,
        file={"account": "acme"},
        allowances=(an_allowance(),),
        receipt=Receipt(key="web:1", number=NUMBER, fingerprint="f", expires_at=NINE + 600),
        texts={"description": "It drips."},
    )

    memory.records.commit(replace(commit, is_open=True))

    assert dict(memory.memory.calls) == {WRITE: 1}
    assert memory.memory.written == 16.0
