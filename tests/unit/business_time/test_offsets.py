"""The clock changes of every zone are found, however it is asked for them."""

import itertools
import struct
import zoneinfo
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest

from shared.business_time import parse_instant
from shared.business_time.instant import zone_named
from shared.business_time.offsets import _STEP, stretches

HEADER = struct.Struct(">20x6l")


class Change(NamedTuple):
    """One change of offset, as the zone file has it."""

    at: int
    before: int
    after: int


def changes(content: bytes) -> list[Change]:
    """Read the 64-bit part of a zone file (RFC 8536)."""
    utc, standard, leaps, times, types, letters = HEADER.unpack_from(content)
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
    _, _, _, times, types, _ = HEADER.unpack_from(content, second)
    at = second + 44
    instants = struct.unpack_from(f">{times}q", content, at)
    kinds = content[at + 8 * times : at + 9 * times]
    offsets = [row[0] for row in struct.iter_unpack(">lbb", _rows(content, at + 9 * times, types))]
    found, before = [], offsets[0]
    for instant, kind in zip(instants, kinds, strict=True):
        if offsets[kind] != before:
            found.append(Change(instant, before, offsets[kind]))
        before = offsets[kind]
    return found


def _rows(content: bytes, at: int, count: int) -> bytes:
    return content[at : at + 6 * count]


def zone_files() -> dict[str, bytes]:
    folder = files("tzdata") / "zoneinfo"
    # the files end with a rule where the changes repeat themselves; what they list is enough here
    return {
        name: (folder / name).read_bytes()
        for name in Path(str(files("tzdata") / "zones")).read_text().split()
    }


def test_no_zone_takes_a_change_back_within_a_step() -> None:
    since = parse_instant("1900-01-01T00:00:00Z")
    shortest = min(
        second.at - first.at
        for found in map(changes, zone_files().values())
        for first, second in itertools.pairwise(found)
        if first.at >= since and first.before == second.after
    )
    assert shortest > _STEP


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "America/Recife",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Africa/Monrovia",
        "Asia/Gaza",
        "Pacific/Apia",
        "Europe/Simferopol",
    ],
)
def test_the_changes_found_are_those_of_the_zone_file(zone: str) -> None:
    start = parse_instant("1940-01-01T00:00:00Z")
    told = [change for change in changes(zone_files()[zone]) if change.at > start]
    end = told[-1].at + 1
    found = stretches(zone, start, end)
    assert [low for low, _, _ in found[1:]] == [change.at for change in told]
    assert [offset for _, _, offset in found[1:]] == [change.after for change in told]


def test_the_stretches_of_a_year_end_where_the_year_ends() -> None:
    start, end = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2027-01-01T00:00:00Z")
    assert stretches("UTC", start, end) == [(start, end, 0)]


def test_zones_have_the_rules_of_the_package_and_not_of_the_machine(
    tmp_path: Path,
) -> None:
    (tmp_path / "Asia").mkdir()
    (tmp_path / "Asia" / "Tokyo").write_bytes(zone_files()["America/New_York"])
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    try:
        zone_named.cache_clear()
        noon = datetime(2026, 1, 1, 12, tzinfo=zone_named("Asia/Tokyo"))
        assert noon.utcoffset() == timedelta(hours=9)
    finally:
        zoneinfo.reset_tzpath()
