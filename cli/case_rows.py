"""A help desk's export: a CSV file of any common encoding and separator, row by row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from shared.domain.trial.columns import Columns, columns_of
from shared.domain.trial.moments import Order, order_in
from shared.domain.trial.past_case import PastCase, RowRefused, read_row
from shared.errors import Refused

LARGEST = 500_000_000
_SAMPLE = 64_000
_LOOKED_AT = 2_000
_ENCODINGS = ("utf-8-sig", "cp1252")
_WITH_MARK = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

csv.field_size_limit(1_000_000)


class CaseRows:
    """The rows of a file; `refused` gathers the line and the reasons of those that are left out."""

    def __init__(
        self, path: Path, given: Mapping[str, str], zone: str, order: Order | None
    ) -> None:
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path} is larger than {LARGEST // 1_000_000} MB: split it.")
        self._path = path
        self._encoding = _encoding(path)
        self._separator = _separator(path, self._encoding)
        self.columns: Columns = columns_of(self._header(), given)
        self._zone = zone
        self.order = order or self._order()
        self.refused: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[PastCase]:
        for line, row in self._rows():
            try:
                yield read_row(row, line, self.columns, self._zone, self.order)
            except RowRefused as wrong:
                told = "; ".join(f"{fault.pointer} {fault.message}" for fault in wrong.faults)
                self.refused.append((line, told))

    def survey(self) -> tuple[int, frozenset[str]]:
        """How many rows there are, and in which statuses closed cases stand, folded in case."""
        closed, status = self.columns.get("closed"), self.columns.get("status")
        statuses = {"closed"}
        count = 0
        for _, row in self._rows():
            count += 1
            if closed and status and (row.get(closed.name) or "").strip():
                statuses.add((row.get(status.name) or "closed").strip().casefold())
        return count, frozenset(statuses)

    def _order(self) -> Order | None:
        names = [column.name for column in self.columns.values() if column.unit is None]
        rows = islice(self._rows(), _LOOKED_AT)
        return order_in(row.get(name) or "" for _, row in rows for name in names)

    def _header(self) -> Sequence[str]:
        with self._open() as text:
            header = next(csv.reader(text, delimiter=self._separator), None)
        if not header:
            raise Refused(f"{self._path} is empty: its first line names the columns.")
        return [name.strip() for name in header]

    def _rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        with self._open() as text:
            reader = csv.reader(text, delimiter=self._separator)
            header = [name.strip() for name in next(reader)]
            try:
                for row in reader:
                    if any(cell.strip() for cell in row):
                        yield reader.line_num, dict(zip(header, row, strict=False))
            except (csv.Error, UnicodeDecodeError) as wrong:
                where = f"{self._path}:{reader.line_num}"
                raise Refused(f"{where} cannot be read: {wrong}") from wrong

    def _open(self) -> io.TextIOWrapper:
        return self._path.open("r", encoding=self._encoding, newline="")


def _encoding(path: Path) -> str:
    with path.open("rb") as raw:
        start = raw.read(4)
        marked = next((name for mark, name in _WITH_MARK if start.startswith(mark)), None)
        if marked:
            return marked
        raw.seek(0)
        try:
            while raw.readline().decode("utf-8-sig"):
                pass
        except UnicodeDecodeError:
            return _ENCODINGS[1]
    return _ENCODINGS[0]


def _separator(path: Path, encoding: str) -> str:
    with path.open("r", encoding=encoding, newline="", errors="replace") as text:
        first = text.readline(_SAMPLE)
    counts = {mark: first.count(mark) for mark in (",", ";", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])
