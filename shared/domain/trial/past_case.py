"""One row of an export: a case that was, with what is known of its life."""

from collections.abc import Mapping
from typing import Literal

from shared.business_time.instant import Instant
from shared.domain.trial.columns import Columns, Meaning, field_of
from shared.domain.trial.moments import Order, is_ambiguous, read_moment
from shared.domain.value import Frozen, Value
from shared.errors import Fault

Row = Mapping[str, str]

_INSTANTS: tuple[Literal["created", "first_reply", "closed"], ...] = (
    "created",
    "first_reply",
    "closed",
)


class PastCase(Frozen):
    """A case with its instants; `fields` are the other columns, by the names that conditions use."""

    line: int
    id: str
    created: Instant
    first_reply: Instant | None = None
    closed: Instant | None = None
    status: str | None = None
    customer: str | None = None
    fields: dict[str, Value]


class RowRefused(Exception):
    """A row that cannot be tried, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def read_row(row: Row, line: int, columns: Columns, zone: str, order: Order | None) -> PastCase:
    """Read one row; raises RowRefused. Without an `order`, ambiguous dates are refused."""
    faults: list[Fault] = []
    instants = {name: _instant(row, name, columns, zone, order, faults) for name in ("created",)}
    created = instants["created"]
    if created is None and not faults:
        faults.append(Fault("created", "is blank", "missing"))
    for name in _INSTANTS[1:]:
        at = _later(row, name, columns, zone, order, created, faults)
        instants[name] = at
        if at is not None and created is not None and at < created:
            faults.append(Fault(name, "lies before the creation", "order"))
    if faults or created is None:
        raise RowRefused(faults)
    closed = instants["closed"]
    reply = instants["first_reply"]
    return PastCase(
        line=line,
        id=_text(row, "id", columns) or f"line {line}",
        created=created,
        # a reply after the closing is a letter after the fact: the case had ended without one
        first_reply=reply if reply is None or closed is None or reply <= closed else None,
        closed=closed,
        status=_text(row, "status", columns),
        customer=_text(row, "customer", columns),
        fields=_fields(row, columns),
    )


def _later(
    row: Row,
    name: Meaning,
    columns: Columns,
    zone: str,
    order: Order | None,
    created: Instant | None,
    faults: list[Fault],
) -> Instant | None:
    column = columns.get(name)
    if column is None or column.unit is None:
        return _instant(row, name, columns, zone, order, faults)
    text = _text(row, name, columns)
    if text is None or created is None:
        return None
    try:
        return created + round(float(text.replace(",", ".")) * column.unit)
    except (ValueError, OverflowError):
        faults.append(Fault(name, f"'{text[:40]}' is no number", "invalid"))
        return None


def _instant(
    row: Row,
    name: Meaning,
    columns: Columns,
    zone: str,
    order: Order | None,
    faults: list[Fault],
) -> Instant | None:
    text = _text(row, name, columns)
    if text is None:
        return None
    if order is None and is_ambiguous(text):
        words = f"'{text}' may mean two days; say --dates dmy or --dates mdy"
        faults.append(Fault(name, words, "ambiguous"))
        return None
    try:
        return read_moment(text, zone, order or "mdy")
    except ValueError as wrong:
        faults.append(Fault(name, str(wrong), "invalid"))
        return None


def _text(row: Row, name: Meaning, columns: Columns) -> str | None:
    column = columns.get(name)
    return (row.get(column.name) or "").strip() or None if column else None


def _fields(row: Row, columns: Columns) -> dict[str, Value]:
    known = {column.name for column in columns.values()}
    others: dict[str, Value] = {
        field_of(name): text.strip()
        for name, text in row.items()
        if name not in known and text and text.strip() and field_of(name)
    }
    return {
        **others,
        "priority": _text(row, "priority", columns),
        "account.name": _text(row, "customer", columns),
    }
