"""Lists of records: whoever needs somebody first stands first, and the end of a list is its end."""

from dataclasses import replace

import pytest

from shared.adapters.dynamo.keys import shard
from shared.names import DUE_SHARDS
from tests.support.records import NINE, NUMBER, a_card, alteration, creation
from tests.support.stores import Stores

OTHER = "0000000000"
DAY = 86_400


def wakes(stores: Stores, before: int) -> dict[str, int]:
    found = (stores.records.overdue(shard, before) for shard in range(DUE_SHARDS))
    return {number: at for shard in found for number, at in shard}


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


def test_S2_the_records_of_accounts_and_contacts_are_merged_newest_first(stores: Stores) -> None:
    made = {
        "A": ("acme", "ann"),
        "B": ("beta", "bob"),
        "C": ("acme", "omar"),
        "D": ("gamma", "ann"),
    }
    for age, (number, (account, contact)) in enumerate(made.items()):
        file = {"account": account, "contact": contact, "created_at": NINE - age}
        stores.records.commit(creation(number, file=file))
    stores.records.commit(creation("E", file={"contact": "ann"}))

    pages, cursor = [], None
    for _ in range(4):
        page = stores.records.newest_of(
            accounts=["acme", "beta"], contacts=["ann"], cursor=cursor, limit=2
        )
        pages.append(page.items)
        cursor = page.cursor
        if cursor is None:
            break

    assert pages == [("A", "B"), ("C", "D")]
    assert stores.records.newest_of(contacts=["ann"]).items == ("A", "D")
    assert stores.records.newest_of().items == ()


def test_S2_a_record_moves_to_the_list_of_its_new_contact(stores: Stores) -> None:
    commit = creation(file={"account": "acme", "contact": "ann"})
    stores.records.commit(commit)
    stores.records.commit(alteration(commit.file, file={"contact": "omar"}))

    assert stores.records.newest_of(contacts=["ann"]).items == ()
    assert stores.records.newest_of(contacts=["omar"]).items == (NUMBER,)


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


def test_open_records_of_a_shard_are_told_by_their_numbers_alone(stores: Stores) -> None:
    stores.records.commit(creation("A", card={"next_target": NINE + 60}))
    stores.records.commit(creation("B"))
    stores.records.commit(creation("C", is_open=False))

    found = [number for place in range(DUE_SHARDS) for number in stores.records.open_in(place)]

    assert sorted(found) == ["A", "B"]
    assert list(stores.records.open_in(shard("A"))).count("A") == 1


def test_many_records_are_loaded_at_once_and_those_that_are_not_there_left_out(
    stores: Stores,
) -> None:
    numbers = [f"N{place}" for place in range(120)]
    for number in numbers:
        stores.records.commit(creation(number))

    found = stores.records.load_many([*numbers, "N7", OTHER])

    assert sorted(file.number for file in found) == sorted(numbers)
    assert stores.records.load_many([]) == ()
