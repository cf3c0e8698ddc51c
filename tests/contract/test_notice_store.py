"""Notices beside their entitlement: of several who want to tell one, one does."""

from datetime import date
from typing import Any

import pytest

from shared.domain.ending_notice import EndingNotice
from shared.errors import Conflict
from tests.support.records import NINE
from tests.support.stores import Stores


def a_notice(**given: Any) -> EndingNotice:
    filled = {
        "entitlement": "gold",
        "account": "acme",
        "end_date": date(2026, 6, 30),
        "days": 60,
        "days_left": 60,
        "claimed_until": NINE + 40,
        "at": NINE,
    }
    return EndingNotice.model_validate({**filled, **given})


def test_notices_are_read_as_they_were_kept(stores: Stores) -> None:
    first, second = a_notice(), a_notice(days=7, days_left=6)
    other = a_notice(entitlement="silver")
    for notice in (first, second, other):
        stores.notices.keep(notice, None)

    assert set(stores.notices.of_entitlement("gold")) == {first, second}
    assert stores.notices.of_entitlement("bronze") == ()


def test_of_two_who_claim_a_notice_one_wins(stores: Stores) -> None:
    stores.notices.keep(a_notice(), None)
    with pytest.raises(Conflict):
        stores.notices.keep(a_notice(at=NINE + 1), None)
    assert stores.notices.of_entitlement("gold") == (a_notice(),)


def test_a_notice_moves_only_from_where_it_was_seen(stores: Stores) -> None:
    claimed = a_notice()
    told = a_notice(state="told", claimed_until=None)
    stores.notices.keep(claimed, None)
    stores.notices.keep(told, claimed)
    with pytest.raises(Conflict):
        stores.notices.keep(a_notice(tries=2), claimed)
    assert stores.notices.of_entitlement("gold") == (told,)


def test_a_write_that_is_repeated_after_a_lost_answer_is_no_conflict(stores: Stores) -> None:
    stores.notices.keep(a_notice(), None)
    stores.notices.keep(a_notice(), None)
