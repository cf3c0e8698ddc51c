"""What lies beside a record: all of it comes back, page by page, in its order."""

import pytest

from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.history import Comment, LogEntry, MatchNote
from shared.errors import (
    Absent,
    Refused,
)
from tests.support.records import NINE, NUMBER, alteration, creation
from tests.support.stores import Stores

OTHER = "0000000000"
DAY = 86_400


def a_fact(milestone: str, occurrence: int = 1) -> MilestoneFacts:
    return MilestoneFacts(
        milestone=milestone,
        occurrence=occurrence,
        item=0,
        start=NINE,
        target=NINE + 60,
        outcome="completed",
        paused=False,
        violated=False,
        violated_at=None,
        completed_at=NINE + 30,
        ended_at=NINE + 30,
        ended_because="completed",
        waived=False,
        allowed_seconds=60,
        elapsed_seconds=30,
        stopped_seconds=0,
        actual_elapsed_seconds=30,
        remaining_seconds=30,
        calendar="24x7",
        calendar_because="org",
    )


def created(stores: Stores, number: str = NUMBER) -> CaseFile:
    stores.records.commit(creation(number))
    return stores.records.load(number)


def test_everything_that_joins_a_change_can_be_read_back(stores: Stores) -> None:
    comment = Comment(
        number=NUMBER, order=1, at=NINE, by="maria", door="api", public=False, body="Line\nbreak"
    )
    note = MatchNote(
        number=NUMBER,
        order=1,
        at=NINE,
        entitlement="gold",
        process="Gold support",
        by="match",
        no_entitlement=None,
        candidates={"gold": "chosen"},
    )
    facts = (a_fact("First Response"), a_fact("First Response", 2), a_fact("Resolution"))
    texts = {"description": "Löng " * 99, "unknown": "{}"}

    stores.records.commit(creation(comment=comment, match_note=note, past=facts, texts=texts))

    assert stores.records.comments(NUMBER).items == (comment,)
    assert stores.records.match_notes(NUMBER) == (note,)
    assert stores.records.past(NUMBER).items == facts
    assert stores.records.text(NUMBER, "description") == "Löng " * 99
    assert stores.records.text(NUMBER, "other") is None
    assert stores.records.texts(NUMBER) == texts


def test_P6_two_hundred_occurrences_that_end_at_once_fit_in_one_change(stores: Stores) -> None:
    facts = tuple(a_fact(f"Milestone {n}") for n in range(200))

    stores.records.commit(creation(past=facts))

    assert stores.records.past(NUMBER).items == facts


def test_A3_an_attempt_is_logged_once_however_often_it_is_said(stores: Stores) -> None:
    entries = [
        LogEntry(
            number=NUMBER,
            effect=f"effect-{n}",
            due_at=NINE + 60 - n,
            fired_at=NINE + 60,
            lateness_seconds=n,
            result="sent",
            attempts=1,
        )
        for n in range(30)
    ]

    stores.records.log(entries)
    stores.records.log(entries)

    logged = stores.records.action_log(NUMBER).items
    assert logged == tuple(sorted(entries, key=lambda entry: entry.due_at))


def test_pages_go_on_where_they_stopped_and_end_with_the_last_item(stores: Stores) -> None:
    file = created(stores)
    for _ in range(4):
        change = alteration(file)
        stores.records.commit(change)
        file = change.file

    first = stores.records.history(NUMBER, None, 2)
    second = stores.records.history(NUMBER, first.cursor, 2)
    third = stores.records.history(NUMBER, second.cursor, 1)

    seen = [entry.revision for page in (first, second, third) for entry in page.items]
    assert seen == [1, 2, 3, 4, 5]
    assert third.cursor is None


@pytest.mark.parametrize("cursor", ["", "nonsense", "e30", "IkNPTU1FTlQjMDAwMDAwMDEi", "9" * 5_000])
def test_a_strange_cursor_is_refused(stores: Stores, cursor: str) -> None:
    created(stores)

    with pytest.raises(Refused):
        stores.records.history(NUMBER, cursor)


def test_what_no_item_can_hold_is_refused(stores: Stores) -> None:
    with pytest.raises(Refused) as refused:
        stores.records.commit(creation(texts={"description": "x" * 410_000}))

    assert refused.value.faults[0].code == "too_large"
    with pytest.raises(Absent):
        stores.records.load(NUMBER)
