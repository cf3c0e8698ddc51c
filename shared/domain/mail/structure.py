"""The parts of a mail told apart by their boundaries: in linear time, flat, never recursive."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.mail.header_values import Headers, parameter, read_headers
from shared.domain.mail.limits import (
    MOST_DEPTH,
    MOST_HEADER_BYTES,
    MOST_PART_HEADER_BYTES,
    MOST_PARTS,
)

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\A\r?\n")
_LONGEST_BOUNDARY = 200
_AFTER_A_BOUNDARY = b"-\r\n \t"


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a mail: its headers, and where in the mail its content lies."""

    headers: Headers
    start: int
    end: int
    inside: str = ""
    """The type of the multipart around it."""

    @property
    def type(self) -> str:
        """The type that it claims, in lower case; a part without one is text."""
        found = self.headers.get_content_type()
        return found if "/" in found else "text/plain"

    def content(self, raw: bytes, most: int | None = None) -> bytes:
        """Its bytes as they stand in the mail, still encoded."""
        end = self.end if most is None else min(self.end, self.start + most)
        return raw[self.start : end]


@dataclass(frozen=True, slots=True)
class Structure:
    """The headers of a mail and its leaves in order; `left_out` says which bounds it broke."""

    headers: Headers
    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = ()


def structure_of(raw: bytes) -> Structure:
    """Take a mail apart; a multipart without its boundary is a leaf."""
    headers, start, is_cut = _head(raw, 0, len(raw), MOST_HEADER_BYTES)
    left_out = {"header"} if is_cut else set[str]()
    leaves: list[Part] = []
    waiting = [(Part(headers, start, len(raw)), 0)]
    while waiting:
        part, depth = waiting.pop()
        boundary = _boundary(part.headers)
        if not boundary:
            leaves.append(part)
            continue
        if depth == MOST_DEPTH:
            left_out.add("depth")
            continue
        spans = list(_between(raw, boundary, part.start, part.end))
        inner = [_inner(raw, part, *span) for span in spans[:MOST_PARTS]]
        room = MOST_PARTS - len(leaves) - len(waiting)
        if len(spans) > room:
            left_out.add("parts")
        if spans:
            waiting += [(one, depth + 1) for one in reversed(inner[: max(0, room)])]
        else:
            leaves.append(part)
    return Structure(headers, tuple(leaves), tuple(sorted(left_out)))


def _inner(raw: bytes, around: Part, start: int, end: int) -> Part:
    headers, body, _ = _head(raw, start, end, MOST_PART_HEADER_BYTES)
    return Part(headers, body, end, around.headers.get_content_type())


def _head(raw: bytes, start: int, end: int, most: int) -> tuple[Headers, int, bool]:
    """Headers from `start`, where what follows them begins, and whether they had to be cut."""
    within = min(end, start + most)
    found = _BLANK_LINE.search(raw, start, within)
    if found is None and start < end and raw[start : start + 2].lstrip(b"\r")[:1] == b"\n":
        return read_headers(b""), start, False
    if found is not None:
        return read_headers(raw[start : found.start()]), found.end(), False
    if within == end:
        return read_headers(raw[start:end]), end, False
    beyond = [place for mark in (b"\n\n", b"\n\r\n") if (place := raw.find(mark, within, end)) >= 0]
    return read_headers(raw[start:within]), min(beyond) + 1 if beyond else end, True


def _boundary(headers: Headers) -> bytes:
    if not headers.get_content_type().startswith("multipart/"):
        return b""
    boundary = parameter(headers, "content-type", "boundary").rstrip()
    return boundary.encode("utf-8", "replace")[:_LONGEST_BOUNDARY]


def _between(raw: bytes, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans between the lines of a boundary; the last may lack its closing line."""
    opened: int | None = None
    count = 0
    for line, after, closes in _lines(raw, boundary, start, end):
        if opened is not None:
            yield opened, max(opened, line)
            count += 1
        if closes or count > MOST_PARTS:
            return
        opened = after
    if opened is not None:
        yield opened, end


def _lines(raw: bytes, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each line of the boundary begins (with the line end before it) and ends."""
    mark = b"--" + boundary
    place = start if raw.startswith(mark, start) else raw.find(b"\n" + mark, max(0, start - 1), end)
    while 0 <= place < end:
        after = raw.index(mark, place) + len(mark)
        if after >= end or raw[after] in _AFTER_A_BOUNDARY:
            closes = raw.startswith(b"--", after)
            line_end = raw.find(b"\n", after, end)
            before = place - 1 if place > start and raw[place - 1 : place] == b"\r" else place
            yield before, end if line_end < 0 else line_end + 1, closes
        place = raw.find(b"\n" + mark, after - 1, end)
