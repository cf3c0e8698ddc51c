"""Dates are read as exports write them, and never guessed."""

import pytest

from shared.business_time import format_instant
from shared.domain.trial.moments import Order, is_ambiguous, order_in, read_moment

NOON = "2026-01-31T16:05:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31T16:05:00Z",
        "2026-01-31 16:05:00 UTC",
        "2026-01-31 17:05:00+01:00",
        "2026-01-31T16:05:00.250Z",
        "2026-01-31 16:05",
        "1769875500",
        "1769875500000",
        "31.01.2026 16:05",
        "Jan 31, 2026 04:05 PM",
        "31/Jan/26 4:05 PM",
        "Sat, 31 Jan 2026 16:05:00 GMT",
    ],
)
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_one_instant_in_many_spellings(text: str, order: Order) -> None:
    assert format_instant(read_moment(text, "UTC", order)) == NOON


def test_the_order_of_day_and_month_decides_where_both_would_do() -> None:
    assert format_instant(read_moment("02/03/2026 10:00", "UTC", "dmy")) == "2026-03-02T10:00:00Z"
    assert format_instant(read_moment("02/03/2026 10:00", "UTC", "mdy")) == "2026-02-03T10:00:00Z"


def test_a_clock_without_an_offset_is_that_of_the_zone() -> None:
    assert format_instant(read_moment("2026-07-01 09:00", "Europe/Berlin", "mdy")) == (
        "2026-07-01T07:00:00Z"
    )


@pytest.mark.parametrize("text", ["10", "soon", "2026-13-01", "31/31/2026", "May", "", "x" * 90])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date|has no year"):
        read_moment(text, "UTC", "mdy")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/2/2026", "13/2/2026"], "dmy"),
        (["1/2/2026", "1/31/2026"], "mdy"),
        (["1/2/2026"], None),
        (["13/2/2026", "2/13/2026"], None),
        (["2026-01-02"], None),
    ],
)
def test_the_order_is_seen_in_dates_that_allow_but_one(
    texts: list[str], order: Order | None
) -> None:
    assert order_in(texts) == order


def test_only_dates_of_numbers_with_slashes_or_dashes_are_ambiguous() -> None:
    assert is_ambiguous("1/2/2026 10:00")
    assert not is_ambiguous("2/2/2026")
    assert not is_ambiguous("1.2.2026")
    assert not is_ambiguous("13/2/2026")
    assert not is_ambiguous("2026-01-02")
