"""Where the present month of an allowance began, and when there is nothing to settle (E6)."""

from datetime import date
from typing import Any

import pytest

from shared.domain.allowance_period import period_start
from shared.domain.entitlement import Entitlement


def begun(today: str, **given: Any) -> str | None:
    filled = {"cases_per_entitlement": 5, "allowance_period": "month", **given}
    entitlement = Entitlement.model_validate({"id": "e", "account": "a", **filled})
    found = period_start(entitlement, date.fromisoformat(today))
    return found.isoformat() if found else None


@pytest.mark.parametrize(
    ("start", "today", "expected"),
    [
        ("2026-01-15", "2026-01-14", None),
        ("2026-01-15", "2026-01-15", None),
        ("2026-01-15", "2026-02-14", None),
        ("2026-01-15", "2026-02-15", "2026-02-15"),
        ("2026-01-15", "2026-03-14", "2026-02-15"),
        ("2026-01-15", "2027-01-01", "2026-12-15"),
        ("2026-01-31", "2026-02-27", None),
        ("2026-01-31", "2026-02-28", "2026-02-28"),
        ("2026-01-31", "2026-03-30", "2026-02-28"),
        ("2026-01-31", "2026-03-31", "2026-03-31"),
        ("2024-01-31", "2024-02-29", "2024-02-29"),
        (None, "2026-03-31", "2026-03-01"),
        (None, "2026-01-01", "2026-01-01"),
    ],
)
def test_E6_months_count_from_the_day_of_the_beginning(
    start: str | None, today: str, expected: str | None
) -> None:
    assert begun(today, start_date=start) == expected


@pytest.mark.parametrize(
    "given",
    [
        {"allowance_period": "term"},
        {"end_date": "2026-02-28"},
    ],
)
def test_E6_what_is_not_by_the_month_or_has_ended_settles_nothing(given: dict[str, Any]) -> None:
    assert begun("2026-03-01") == "2026-03-01"
    assert begun("2026-03-01", **given) is None
