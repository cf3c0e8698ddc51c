"""Publishing a calendar again: whether its hours changed, and from when the new ones count (C7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.business_time.calendar import Calendar
from shared.business_time.history import CalendarHistory, Revision
from shared.business_time.holiday import PublicHolidays
from shared.business_time.instant import Instant, format_instant, local_date

Body = Mapping[str, Any]

YEARS_AHEAD = 2
"""Looked-up holidays that reach less far than this are renewed by the next apply."""


class PastRevision(ValueError):
    """A revision that would change what has already counted."""


def next_revision(name: str, wished: Body, before: Body, now: Instant) -> Body:
    """The body to publish, which is `before` itself if nothing changes; raises PastRevision.

    `earlier` in the wish is not looked at: what was published stands.
    """
    wish = CalendarHistory.from_mapping(name, wished).revisions[-1]
    known = CalendarHistory.from_mapping(name, before).revisions
    last = known[-1]
    counts_already = len(known) == 1 or last.since is None or last.since <= now
    agrees = counts_already or wish.since in (None, last.since)
    if agrees and _same_hours(wish.calendar, last.calendar, now):
        return before
    if wish.since is not None and wish.since < now:
        raise PastRevision(
            "is past: what has counted never changes, so a revision counts from its saving at the "
            f"earliest ({format_instant(now)}); leave it out, or name a later instant"
        )
    first = known[0].since
    since = now if wish.since is None else wish.since
    if first is not None and since <= first:
        # nothing has counted under the first one's successors yet: the first is all there is
        return Revision(wish.calendar, wish.since).to_mapping()
    return CalendarHistory.of([*known, Revision(wish.calendar, since)]).to_mapping()


def _same_hours(one: Calendar, other: Calendar, now: Instant) -> bool:
    if replace(one, public=()) != replace(other, public=()):
        return False
    if len(one.public) != len(other.public):
        return False
    today = local_date(one.zone, now)
    return all(
        _same_holidays(new, old, today.isoformat(), today.year)
        for new, old in zip(one.public, other.public, strict=True)
    )


def _same_holidays(new: PublicHolidays, old: PublicHolidays, today: str, year: int) -> bool:
    """A later look-up that says the same of the days to come is no change, unless they run out."""
    if (new.country, new.subdivision) != (old.country, old.subdivision):
        return False
    if new.days == old.days:
        return True
    reach = min(_last_year(new), _last_year(old))
    if _last_year(old) < min(_last_year(new), year + YEARS_AHEAD):
        return False
    return _ahead(new, today, reach) == _ahead(old, today, reach)


def _ahead(public: PublicHolidays, today: str, reach: int) -> list[tuple[str, str]]:
    days = ((day.isoformat(), name) for day, name in public.days if day.year <= reach)
    return [(day, name) for day, name in days if day >= today]


def _last_year(public: PublicHolidays) -> int:
    return max((day.year for day, _ in public.days), default=0)
