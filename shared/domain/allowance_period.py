"""Allowances that begin anew each month: where the present month of a term began (E6)."""

from calendar import monthrange
from datetime import date

from shared.domain.entitlement import Entitlement

_MONTHS = 12


def period_start(entitlement: Entitlement, today: date) -> date | None:
    """The first day of the present period; None while there is none before it to settle.

    Months count from the day of the month on which the entitlement began, from the first where it
    has always been. The first month of a term, and an allowance of the whole term, settle nothing.
    """
    start, end = entitlement.start_date, entitlement.end_date
    if entitlement.allowance_period != "month":
        return None
    if (start is not None and today < start) or (end is not None and today > end):
        return None
    begun = _latest(start.day if start is not None else 1, today)
    return begun if start is None or begun > start else None


def _latest(day: int, today: date) -> date:
    """The latest day of the month of this number that is not after today; short months end sooner."""
    this = _in_month(today.year, today.month, day)
    if this <= today:
        return this
    year, month = divmod(today.year * _MONTHS + today.month - 2, _MONTHS)
    return _in_month(year, month + 1, day)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
