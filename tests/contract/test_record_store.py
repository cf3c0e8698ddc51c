"""Records are kept whole: every write all or nothing, every race lost by exactly one."""

from dataclasses import replace

import pytest

from shared.adapters.dynamo.keys import shard
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect, Recipient
from shared.domain.history import AllowanceMove, Comment, LogEntry, MatchNote, Receipt
from shared.errors import (
    Absent,
    AlreadyDone,
    BalanceMoved,
    Conflict,
    NumberTaken,
    Refused,
)
from shared.names import DUE_SHARDS
from tests.contract.conftest import Stores
from tests.support.records import NINE, NUMBER, a_card, a_file, alteration, creation

OTHER = "0000000000"
DAY = 86_400


def a_receipt(number: str = NUMBER, *, key: str = "web:1", expires_at: int = NINE + 600) -> Receipt:
    return Receipt(key=key, number=number, fingerprint="f1", expires_at=expires_at)


def a_use(
    record: str = NUMBER, *, at_least: int | None = None, at_most: int | None = None
) -> AllowanceMove:
    return AllowanceMove(
        account="acme",
        entitlement="gold",
        record=record,
        kind="use",
        amount=1,
        at=NINE,
        by="maria",
        at_least=at_least,
        at_most=at_most,
    )


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


def wakes(stores: Stores, before: int) -> dict[str, int]:
    found = (stores.records.overdue(shard, before) for shard in range(DUE_SHARDS))
    return {number: at for shard in found for number, at in shard}


def test_a_record_comes_back_as_it_was_written(stores: Stores) -> None:
    effect = Effect(
        id="3K7Q9WZDD-1-0",
        template="received",
        to=(Recipient(kind="contact"),),
        due_at=NINE,
        made_at=NINE,
    )
    fields = {"subject": "Ümläut ✓", "n": 1, "f": 1.5, "yes": True, "none": None, "digits": "007"}
    commit = creation(file={"fields": fields, "effects": (effect,), "armed_for": NINE + 60})

    stores.records.commit(commit)

    assert stores.records.load(NUMBER) == commit.file


def test_a_record_that_is_not_there_is_absent(stores: Stores) -> None:
    with pytest.raises(Absent):
        stores.records.load(NUMBER)


def test_a_change_moves_version_and_revision_and_leaves_history(stores: Stores) -> None:
    before = created(stores)

    stores.records.commit(alteration(before, file={"fields": {"status": "Open"}}))

    after = stores.records.load(NUMBER)
    assert (after.version, after.revision, after.fields) == (2, 2, {"status": "Open"})
    assert [entry.revision for entry in stores.records.history(NUMBER).items] == [1, 2]


def test_E8_a_number_that_exists_is_taken(stores: Stores) -> None:
    created(stores)

    with pytest.raises(NumberTaken):
        stores.records.commit(creation())


def test_of_two_changes_to_one_version_one_conflicts_and_writes_nothing(stores: Stores) -> None:
    before = created(stores)
    stores.records.commit(alteration(before, file={"fields": {"status": "Open"}}))
    loser = alteration(
        before,
        comment=Comment(
            number=NUMBER, order=2, at=NINE, by="maria", door="api", public=True, body="Hello"
        ),
    )

    with pytest.raises(Conflict):
        stores.records.commit(loser)

    assert stores.records.load(NUMBER).fields == {"status": "Open"}
    assert stores.records.comments(NUMBER).items == ()


def test_a_change_after_bookkeeping_conflicts(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2})
    stores.records.save(kept, a_card(), None, True, 1)

    with pytest.raises(Conflict):
        stores.records.commit(alteration(before))


def test_the_same_commit_again_is_success_and_changes_nothing(stores: Stores) -> None:
    commit = creation(receipt=a_receipt(), allowance=a_use())

    stores.records.commit(commit)
    stores.records.commit(commit)

    assert stores.directory.balance("acme", "gold") == 1
    assert len(stores.records.history(NUMBER).items) == 1


def test_the_same_change_again_is_success_even_after_others_have_followed(stores: Stores) -> None:
    change = alteration(created(stores))
    stores.records.commit(change)
    stores.records.commit(alteration(change.file))
    kept = stores.records.load(NUMBER).model_copy(update={"version": 4})
    stores.records.save(kept, a_card(), None, True, 3)

    stores.records.commit(change)

    assert stores.records.load(NUMBER).version == 4


def test_bookkeeping_moves_the_version_and_nothing_else(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2, "armed_for": NINE + 60})

    stores.records.save(kept, a_card(), NINE + 60, True, before.version)

    assert stores.records.load(NUMBER) == kept
    assert len(stores.records.history(NUMBER).items) == 1


def test_bookkeeping_on_an_old_version_conflicts(stores: Stores) -> None:
    before = created(stores)
    kept = before.model_copy(update={"version": 2})
    stores.records.save(kept, a_card(), None, True, before.version)

    with pytest.raises(Conflict):
        stores.records.save(kept, a_card(), None, True, before.version)


def test_bookkeeping_of_a_record_that_is_not_there_conflicts(stores: Stores) -> None:
    with pytest.raises(Conflict):
        stores.records.save(a_file(version=2), a_card(), None, True, 1)


def test_I2_a_receipt_answers_a_repeat_with_the_first_record(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    with pytest.raises(AlreadyDone) as done:
        stores.records.commit(creation(OTHER, receipt=a_receipt(OTHER)))

    assert (done.value.number, done.value.fingerprint) == (NUMBER, "f1")
    with pytest.raises(Absent):
        stores.records.load(OTHER)


def test_a_receipt_with_the_records_own_number_means_that_it_was_committed(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    stores.records.commit(creation(receipt=a_receipt()))

    assert len(stores.records.history(NUMBER).items) == 1


def test_a_repeated_change_is_already_done(stores: Stores) -> None:
    first = alteration(created(stores), receipt=a_receipt())
    stores.records.commit(first)

    with pytest.raises(AlreadyDone) as done:
        stores.records.commit(alteration(first.file, receipt=a_receipt()))

    assert done.value.number == NUMBER


def test_an_expired_receipt_counts_as_absent_before_it_is_deleted(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt(expires_at=NINE + 600)))
    late = NINE + 600
    renewed = a_receipt(OTHER, expires_at=late + 600)

    assert stores.records.receipt("web:1", late) is None
    stores.records.commit(creation(OTHER, at=late, receipt=renewed))

    assert stores.records.receipt("web:1", late) == renewed


def test_a_receipt_can_be_read_while_it_holds(stores: Stores) -> None:
    stores.records.commit(creation(receipt=a_receipt()))

    assert stores.records.receipt("web:1", NINE + 599) == a_receipt()
    assert stores.records.receipt("web:2", NINE) is None


def test_E6_a_use_is_counted_with_the_record_or_not_at_all(stores: Stores) -> None:
    stores.records.commit(creation(allowance=a_use()))

    with pytest.raises(NumberTaken):
        stores.records.commit(creation(allowance=a_use()))

    assert stores.directory.balance("acme", "gold") == 1


def test_E6_a_balance_that_was_never_used_is_zero(stores: Stores) -> None:
    stores.records.commit(creation(allowance=a_use(at_least=0, at_most=0)))

    assert stores.directory.balance("acme", "gold") == 1
    assert stores.directory.balance("acme", "silver") == 0


@pytest.mark.parametrize(("at_least", "at_most"), [(None, 0), (0, 0), (2, None), (2, 5)], ids=str)
def test_E6_a_use_outside_its_zone_makes_no_record(
    stores: Stores, at_least: int | None, at_most: int | None
) -> None:
    stores.records.commit(creation(allowance=a_use()))
    move = a_use(OTHER, at_least=at_least, at_most=at_most)

    with pytest.raises(BalanceMoved):
        stores.records.commit(creation(OTHER, allowance=move))

    assert stores.directory.balance("acme", "gold") == 1
    with pytest.raises(Absent):
        stores.records.load(OTHER)


def test_E6_a_zone_above_zero_does_not_hold_for_a_balance_never_used(stores: Stores) -> None:
    with pytest.raises(BalanceMoved):
        stores.records.commit(creation(allowance=a_use(at_least=1)))


def test_E6_what_is_given_back_lowers_the_balance(stores: Stores) -> None:
    before = creation(allowance=a_use())
    stores.records.commit(before)
    back = replace_move(a_use(), kind="return", amount=-1)

    stores.records.commit(alteration(before.file, allowance=back))

    assert stores.directory.balance("acme", "gold") == 0


def replace_move(move: AllowanceMove, **changes: object) -> AllowanceMove:
    return AllowanceMove.model_validate({**move.model_dump(), **changes})


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

    stores.records.commit(
        creation(comment=comment, match_note=note, past=facts, texts={"description": "Löng " * 99})
    )

    assert stores.records.comments(NUMBER).items == (comment,)
    assert stores.records.match_notes(NUMBER) == (note,)
    assert stores.records.past(NUMBER).items == facts
    assert stores.records.text(NUMBER, "description") == "Löng " * 99
    assert stores.records.text(NUMBER, "other") is None


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


@pytest.mark.parametrize("owner", [None, "queue:Tier 1"])
def test_open_records_are_listed_by_next_target_without_one_last(
    stores: Stores, owner: str | None
) -> None:
    targets = {"A": NINE + 300, "B": None, "C": NINE + 60, "D": NINE + 60, "E": None}
    for number, target in targets.items():
        stores.records.commit(creation(number, card={"next_target": target}))

    pages = []
    cursor = None
    for _ in range(9):
        page = stores.records.work(owner, cursor, 2)
        pages.append([card.number for card in page.items])
        cursor = page.cursor
        if cursor is None:
            break

    assert pages == [["C", "D"], ["A", "B"], ["E"]]


def test_a_list_of_records_that_share_a_shard_goes_on_to_the_last(stores: Stores) -> None:
    same = [number for number in (f"N{n}" for n in range(99)) if shard(number) == 3][:5]
    for number in same:
        stores.records.commit(creation(number))

    first = stores.records.work(None, None, 3)
    second = stores.records.work(None, first.cursor, 3)

    assert sorted(card.number for page in (first, second) for card in page.items) == sorted(same)
    assert second.cursor is None


def test_a_list_that_just_fits_has_no_next_page(stores: Stores) -> None:
    stores.records.commit(creation("A"))
    stores.records.commit(creation("B"))

    assert stores.records.work(None, None, 2).cursor is None
    assert stores.records.work("queue:Tier 1", None, 2).cursor is None


def test_O3_work_is_the_owners_and_else_the_queues(stores: Stores) -> None:
    stores.records.commit(creation("A", card={"owner": "maria"}))
    stores.records.commit(creation("B"))

    assert [card.number for card in stores.records.work("user:maria").items] == ["A"]
    assert [card.number for card in stores.records.work("queue:Tier 1").items] == ["B"]
    assert stores.records.work("user:nobody").items == ()


def test_K6_a_closed_record_leaves_the_lists_of_open_ones_but_not_its_accounts(
    stores: Stores,
) -> None:
    commit = creation(file={"account": "acme"})
    stores.records.commit(commit)
    stores.records.commit(alteration(commit.file, is_open=False))

    assert stores.records.work(None).items == ()
    assert stores.records.work("queue:Tier 1").items == ()
    assert [card.number for card in stores.records.of_account("acme").items] == [NUMBER]


def test_the_records_of_an_account_come_newest_first(stores: Stores) -> None:
    for number, age in {"A": 300, "B": 0, "C": 100}.items():
        made = {"account": "acme", "created_at": NINE - age}
        stores.records.commit(creation(number, file=made))
    stores.records.commit(creation("D", file={"account": "beta"}))

    first = stores.records.of_account("acme", None, 2)
    second = stores.records.of_account("acme", first.cursor, 2)

    assert [card.number for card in first.items] == ["B", "C"]
    assert [card.number for card in second.items] == ["A"]
    assert second.cursor is None


def test_a_card_comes_back_whole_and_a_wide_subject_is_cut_to_a_kilobyte(stores: Stores) -> None:
    card = a_card(subject="水" * 400, priority="High", warnings=("allowance_low",))
    stores.records.commit(replace(creation(), card=card))

    (found,) = stores.records.work(None).items

    assert found.subject.endswith("…")
    assert len(found.subject) > 100
    assert found.model_copy(update={"subject": card.subject}) == card
    assert len(found.model_dump_json(exclude_defaults=True).encode()) <= 1_024


def test_what_is_overdue_is_found_once_in_its_shard_and_gone_when_nothing_is_owed(
    stores: Stores,
) -> None:
    for n in range(20):
        stores.records.commit(creation(f"N{n:02}", wake_at=NINE + n))
    file = stores.records.load("N03")
    stores.records.commit(alteration(file, wake_at=None))

    assert wakes(stores, NINE + 10) == {f"N{n:02}": NINE + n for n in range(10) if n != 3}


def test_a_closed_record_that_owes_something_is_still_found(stores: Stores) -> None:
    stores.records.commit(creation(wake_at=NINE, is_open=False))

    assert wakes(stores, NINE + 1) == {NUMBER: NINE}


def test_what_no_item_can_hold_is_refused(stores: Stores) -> None:
    with pytest.raises(Refused) as refused:
        stores.records.commit(creation(texts={"description": "x" * 410_000}))

    assert refused.value.faults[0].code == "too_large"
    with pytest.raises(Absent):
        stores.records.load(NUMBER)
