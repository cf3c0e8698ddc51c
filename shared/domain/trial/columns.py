"""Which column of an export means what, by the names that help desks give them."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from shared.domain.formula.nearest import did_you_mean
from shared.domain.value import Frozen
from shared.errors import Fault, Refused

Meaning: TypeAlias = Literal[
    "id", "created", "first_reply", "closed", "priority", "customer", "status"
]

MEANINGS: tuple[Meaning, ...] = (
    "id",
    "created",
    "first_reply",
    "closed",
    "priority",
    "customer",
    "status",
)

_NAMES: Mapping[Meaning, tuple[str, ...]] = {
    "id": (
        *("id", "number", "ticket id", "ticket number", "ticket", "case number", "case id"),
        *("key", "issue key", "reference", "conversation number", "incident number"),
    ),
    "created": (
        *("created", "created at", "created date", "created on", "created time", "creation date"),
        *("create date", "opened", "opened at", "date time opened", "opened date", "open date"),
        *("ticket created", "ticket created at", "requested at", "sys created on", "submitted at"),
        *("date created", "created utc", "start time", "received at"),
    ),
    "first_reply": (
        *("first reply", "first reply at", "first replied at", "first response", "first responded"),
        *("first response at", "first response date", "first responded at", "first agent reply"),
        *("initial response time", "date of first agent reply", "first agent reply date"),
        *("first reply time", "first response time", "time to first response", "response time"),
        *(
            "ticket first reply time",
            "time to first agent reply",
            "first agent email response date",
        ),
    ),
    "closed": (
        *("closed", "closed at", "closed date", "closed on", "closed time", "close date"),
        *("date time closed", "date closed", "resolved", "resolved at", "resolved time"),
        *("resolution date", "resolved on", "resolved date", "solved", "solved at", "solved date"),
        *("ticket solved", "ticket solved at", "completed at", "end time"),
    ),
    "priority": ("priority", "ticket priority", "severity", "urgency", "case priority"),
    "customer": (
        *("customer", "customer name", "account", "account name", "company", "company name"),
        *("organization", "organization name", "organisation", "ticket organization name"),
        *("client", "customer company", "associated company", "requester", "reporter", "contact"),
    ),
    "status": ("status", "ticket status", "state", "case status", "issue status"),
}
"""Names without case and marks; the earlier one wins where a file has several."""

_NEEDED: tuple[Meaning, ...] = ("created",)
_UNIT = re.compile(r"\b(?:in )?(seconds|secs|minutes|mins|hours|hrs|days)\b")
_SECONDS = dict(
    zip(
        ("seconds", "secs", "minutes", "mins", "hours", "hrs", "days"),
        (1, 1, 60, 60, 3_600, 3_600, 86_400),
        strict=True,
    )
)


class Column(Frozen):
    """One column; `unit` is the seconds of one if it holds a length of time since the creation."""

    name: str
    unit: int | None = None


Columns: TypeAlias = Mapping[Meaning, Column]


def columns_of(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Find every column; `given` names some by hand. Raises Refused with every fault."""
    found = {meaning: column for meaning in MEANINGS if (column := _known(meaning, header))}
    faults: list[Fault] = []
    for meaning, name in given.items():
        if meaning not in MEANINGS:
            words = f"nothing is called '{meaning}'; it is one of {', '.join(MEANINGS)}"
            faults.append(Fault("map", words, "unknown"))
        elif name not in header:
            words = f"there is no column '{name}'{did_you_mean(name, header)}"
            faults.append(Fault(f"map.{meaning}", words, "unknown"))
        else:
            found[meaning] = Column(name=name, unit=_unit(name))
    for meaning in _NEEDED:
        if meaning not in found and meaning not in given:
            words = f"no column says it; name it with --map {meaning}=COLUMN: {', '.join(header)}"
            faults.append(Fault(meaning, words, "missing"))
    if faults:
        raise Refused("The columns cannot be told apart.", faults=tuple(faults))
    return found


def plain(name: str) -> str:
    """A column's name without case, marks and units: `Date/Time Opened` is `date time opened`."""
    words = re.sub(r"[^0-9a-z]+", " ", name.casefold()).strip()
    return re.sub(r"\s+", " ", _UNIT.sub("", words)).strip()


def field_of(name: str) -> str:
    """The field under which conditions find a column, such as `product_line` for `Product Line`."""
    return re.sub(r"[^0-9a-z]+", "_", name.casefold()).strip("_")


def _known(meaning: Meaning, header: Sequence[str]) -> Column | None:
    by_plain: dict[str, str] = {}
    for name in header:
        by_plain.setdefault(plain(name), name)
    found = next((by_plain[name] for name in _NAMES[meaning] if name in by_plain), None)
    return None if found is None else Column(name=found, unit=_unit(found))


def _unit(name: str) -> int | None:
    words = re.sub(r"[^0-9a-z]+", " ", name.casefold())
    unit = _UNIT.search(words)
    return _SECONDS[unit[1]] if unit else None
