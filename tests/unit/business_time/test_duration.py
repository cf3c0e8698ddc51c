"""Durations as people write them."""

import pytest

from shared.business_time import format_duration, parse_duration


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (0, 0),
        (90, 5_400),
        ("90", 5_400),
        ("000000090", 5_400),
        ("90m", 5_400),
        ("0m", 0),
        ("4h", 14_400),
        ("2d", 172_800),
        ("1h30m", 5_400),
        ("1d2h3m", 93_780),
        (" 1h 30m ", 5_400),
        ("7320d", 7_320 * 86_400),
    ],
)
def test_M4_a_duration_is_minutes_or_text_and_a_day_is_24_hours(
    value: int | str, seconds: int
) -> None:
    assert parse_duration(value) == seconds


@pytest.mark.parametrize(
    "value",
    [
        -1,
        True,
        "-1h",
        "1w",
        "",
        " ",
        "h",
        "m30",
        "1.5h",
        "30s",
        "one day",
        "30m1h",
        "9" * 30,
        "0000000090",
        "१h",
    ],
)
def test_what_is_no_duration_is_refused_with_an_example_or_the_reason(value: int | str) -> None:
    with pytest.raises(ValueError, match=r"write 90m, 4h, 2d or 1h30m|not negative"):
        parse_duration(value)


@pytest.mark.parametrize("value", ["7321d", 10_541_000])
def test_a_duration_beyond_the_twenty_years_of_C6_is_refused(value: int | str) -> None:
    with pytest.raises(ValueError, match="longer than 20 years"):
        parse_duration(value)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0m"),
        (59, "59s"),
        (60, "1m"),
        (5_400, "1h 30m"),
        (-90, "-1m 30s"),
        (86_400, "1d"),
        (90_061, "1d 1h 1m 1s"),
    ],
)
def test_a_duration_reads_well(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text
