"""The doors in and out of instants."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from shared.business_time import (
    format_instant,
    from_datetime,
    local_date,
    local_to_instant,
    parse_instant,
    to_datetime,
)

NEW_YEAR = 1_767_225_600


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2026-01-01T00:00:00Z", NEW_YEAR),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
    ],
)
def test_an_instant_goes_round_as_text(text: str, instant: int) -> None:
    assert parse_instant(text) == instant
    assert format_instant(instant) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-01",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00:00z",
        "2026-01-01t00:00:00Z",
        "2026-01-01T00:00:00+00:00",
        "2026-01-01T00:00:00.5Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T24:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-W01-1T00:00:00Z",
        "٢٠٢٦-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z\n",
    ],
)
def test_any_other_form_of_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no instant: write it as 2026-03-02T09:00:00Z"):
        parse_instant(text)


def test_an_aware_date_time_is_rounded_down_to_its_second() -> None:
    ahead = timezone(timedelta(hours=2))
    assert from_datetime(datetime(2026, 1, 1, 2, 0, 0, 999_999, tzinfo=ahead)) == NEW_YEAR
    assert from_datetime(datetime(1969, 12, 31, 23, 59, 59, 1, tzinfo=UTC)) == -1
    assert to_datetime(NEW_YEAR) == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_naive_date_time_names_no_instant() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        from_datetime(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("zone", "local", "text"),
    [
        ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00Z"),
        ("Africa/Monrovia", "1971-06-01T12:00:00", "1971-06-01T12:44:30Z"),
    ],
)
def test_a_local_reading_means_its_first_and_a_skipped_one_has_the_offset_before(
    zone: str, local: str, text: str
) -> None:
    assert format_instant(local_to_instant(zone, local)) == text
    assert format_instant(local_to_instant(zone, datetime.fromisoformat(local))) == text
    second = datetime.fromisoformat(local).replace(fold=1)
    assert format_instant(local_to_instant(zone, second)) == text


@pytest.mark.parametrize(
    ("zone", "local"),
    [("Mars", "2026-01-01T00:00:00"), ("UTC", "2026-01-01T00:00:00Z"), ("UTC", "noon")],
)
def test_what_is_no_local_reading_is_refused(zone: str, local: str) -> None:
    with pytest.raises(ValueError, match=r"Mars|zone|noon"):
        local_to_instant(zone, local)


def test_the_date_on_the_wall_is_that_of_the_zone() -> None:
    late = parse_instant("2026-01-01T20:00:00Z")
    assert local_date("Asia/Tokyo", late) == date(2026, 1, 2)
    assert local_date("America/New_York", late) == date(2026, 1, 1)
