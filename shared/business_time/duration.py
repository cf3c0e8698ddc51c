"""Durations as people write them: `90m`, `4h`, `2d`, `1h30m`, or a number of minutes."""

import re

from shared.business_time.hours import HORIZON_SECONDS

_PARTS = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,7})h)?(?:(\d{1,9})m)?", re.ASCII)
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MOST_DIGITS = 9


def parse_duration(value: int | str) -> int:
    """Seconds of a duration (a day is 24 hours); ValueError for what is none or over 20 years.

    >>> parse_duration("1h30m"), parse_duration(90), parse_duration("2d")
    (5400, 5400, 172800)
    """
    seconds = _seconds(value)
    if seconds > HORIZON_SECONDS:
        raise ValueError(f"'{value}' is longer than 20 years")
    return seconds


def format_duration(seconds: int) -> str:
    """Days, hours, minutes and seconds in words, without those that are zero.

    >>> format_duration(5400), format_duration(-90), format_duration(0)
    ('1h 30m', '-1m 30s', '0m')
    """
    left = abs(seconds)
    words = []
    for size, letter in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            words.append(f"{count}{letter}")
    return ("-" if seconds < 0 else "") + (" ".join(words) or "0m")


def _seconds(value: int | str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(f"'{value}' is no duration: write 90m, 4h, 2d or 1h30m")
    if isinstance(value, int):
        if value < 0:
            raise ValueError(f"{value} minutes: a duration is not negative")
        return value * _MINUTE
    text = value.strip().replace(" ", "")
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text) * _MINUTE
    found = _PARTS.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"'{value}' is no duration: write 90m, 4h, 2d or 1h30m")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return days * _DAY + hours * _HOUR + minutes * _MINUTE
