"""Instants: whole seconds since 1970 in UTC, and the few doors in and out of that form."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import TypeAlias
from zoneinfo import ZoneInfo

Instant: TypeAlias = int
"""Epoch seconds, UTC."""

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")


def parse_instant(text: str) -> Instant:
    """Read `YYYY-MM-DDTHH:MM:SSZ`; anything else is a ValueError.

    >>> parse_instant("1970-01-02T00:00:01Z")
    86401
    """
    try:
        if _FORM.fullmatch(text):
            return from_datetime(datetime.fromisoformat(text))
    except ValueError:
        pass
    raise ValueError(f"'{text}' is no instant: write it as 2026-03-02T09:00:00Z")


def format_instant(instant: Instant) -> str:
    """Write an instant as `YYYY-MM-DDTHH:MM:SSZ`.

    >>> format_instant(86401)
    '1970-01-02T00:00:01Z'
    """
    return f"{to_datetime(instant).replace(tzinfo=None).isoformat()}Z"


def from_datetime(moment: datetime) -> Instant:
    """Round an aware date-time down to its second; a naive one is a ValueError.

    >>> from_datetime(datetime(1970, 1, 1, 1, tzinfo=UTC))
    3600
    """
    if moment.utcoffset() is None:
        raise ValueError("a date-time without a zone names no instant")
    return (moment - _EPOCH) // timedelta(seconds=1)


def to_datetime(instant: Instant) -> datetime:
    """The same instant as an aware date-time in UTC.

    >>> to_datetime(3_600).isoformat()
    '1970-01-01T01:00:00+00:00'
    """
    return _EPOCH + timedelta(seconds=instant)


def local_to_instant(zone: str, local: datetime | str) -> Instant:
    """The instant of a local clock reading; raises ValueError for an aware or unreadable one.

    A reading that occurs twice means the first; one that the clock skips is read with the offset
    in force before the gap.

    >>> format_instant(local_to_instant("Europe/Berlin", "2026-03-29T02:30:00"))
    '2026-03-29T01:30:00Z'
    """
    reading = datetime.fromisoformat(local) if isinstance(local, str) else local
    if reading.tzinfo is not None:
        raise ValueError("a local clock reading carries no zone")
    return from_datetime(reading.replace(tzinfo=zone_named(zone), fold=0))


def local_date(zone: str, instant: Instant) -> date:
    """The date on the wall of `zone` at an instant.

    >>> local_date("Asia/Tokyo", parse_instant("2026-01-01T20:00:00Z"))
    datetime.date(2026, 1, 2)
    """
    return to_datetime(instant).astimezone(zone_named(zone)).date()


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises ValueError for any other text.

    Its rules are those of the `tzdata` package, not of the machine, whose own may be years old: so
    the same calendar gives the same answer everywhere.
    """
    if _NAME.fullmatch(name):
        file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
        try:
            with file.open("rb") as content:
                return ZoneInfo.from_file(content, key=name)
        except (OSError, ValueError):
            pass
    raise ValueError(f"'{name}' is no IANA time zone")
