"""Notices that an entitlement ends: which one is due on a day, and what became of it (E9)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.entitlement import Entitlement
from shared.domain.value import Frozen

NoticeState: TypeAlias = Literal["claimed", "told", "parked"]
ENTITLEMENT_ENDING = "entitlement_ending"
"""The name of the event, and of the notice in the settings."""

MAX_TRIES = 8


class EndingNotice(Frozen):
    """One notice of one entitlement: so many `days` before this `end_date`, told once.

    `days_left` are those that were left when it was told, which may have been later than meant.
    """

    entitlement: str
    account: str
    end_date: date
    days: int
    days_left: int
    state: NoticeState = "claimed"
    claimed_until: Instant | None = None
    tries: int = 1
    at: Instant
    to: tuple[str, ...] = ()
    detail: str | None = None
    message_id: str | None = None

    @property
    def id(self) -> str:
        """The same over every retry, as the id of an effect is."""
        return f"{self.entitlement}.{self.end_date.isoformat()}.{self.days}"

    def is_claimable(self, now: Instant) -> bool:
        """Whether whoever was to tell it is gone."""
        return self.state == "claimed" and (self.claimed_until or 0) <= now


def due_days(entitlement: Entitlement, days: Sequence[int], today: date) -> int | None:
    """The notice that has come due: the nearest to the end, since those before it say less.

    One whose day lies before the entitlement began never comes due.
    """
    end, start = entitlement.end_date, entitlement.start_date
    if end is None or today > end:
        return None
    due = [
        before
        for before in days
        if (end - today).days <= before and (start is None or end - timedelta(days=before) >= start)
    ]
    return min(due, default=None)


def zone_of(account: Account | None, organisation: str) -> str:
    """The zone of an entitlement's dates: its account's, else the organisation's (E2)."""
    return account.zone if account is not None and account.zone is not None else organisation


def was_told(notices: Collection[EndingNotice], end_date: date, days: int) -> EndingNotice | None:
    """What became of this notice so far."""
    return next((one for one in notices if (one.end_date, one.days) == (end_date, days)), None)
