"""A calendar over its life: revisions, each in force from an instant on (C7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.business_time.calendar import Calendar
from shared.business_time.faults import CalendarRefused, Fault
from shared.business_time.instant import Instant, format_instant, from_datetime, parse_instant

FROM, EARLIER = "effective_from", "earlier"


@dataclass(frozen=True, slots=True)
class Revision:
    """Hours, and since when they count; the first of a history counts from the beginning of time."""

    calendar: Calendar
    since: Instant | None = None

    @classmethod
    def from_mapping(cls, name: str, mapping: Mapping[str, object]) -> "Revision":
        """Read the hours of a calendar and `effective_from`; raises CalendarRefused."""
        hours = {key: value for key, value in mapping.items() if key != FROM}
        faults: list[Fault] = []
        since: Instant | None = None
        try:
            since = _instant(mapping.get(FROM))
        except ValueError as fault:
            faults.append(Fault(FROM, str(fault)))
        try:
            calendar = Calendar.from_mapping(name, hours)
        except CalendarRefused as refused:
            raise CalendarRefused(name, (*refused.faults, *faults)) from refused
        if faults:
            raise CalendarRefused(name, tuple(faults))
        return cls(calendar, since)

    def to_mapping(self) -> dict[str, object]:
        """The file form again."""
        form = self.calendar.to_mapping()
        return form if self.since is None else {**form, FROM: format_instant(self.since)}


@dataclass(frozen=True, slots=True)
class CalendarHistory:
    """Revisions in the order in which they come into force; never empty."""

    revisions: tuple[Revision, ...]

    @classmethod
    def of(cls, revisions: Iterable[Revision]) -> "CalendarHistory":
        """In the order of their saving: a later one stands in for all that were to come after it."""
        kept: list[Revision] = []
        for revision in revisions:
            while len(kept) > 1 and not _before(kept[-1], revision):
                kept.pop()
            kept.append(revision)
        return cls(tuple(kept))

    @classmethod
    def from_mapping(
        cls, name: str, form: Mapping[str, object] | Sequence[object]
    ) -> "CalendarHistory":
        """Read one calendar, one with `earlier` revisions, or a list of revisions.

        Raises CalendarRefused with every fault of every revision.

        >>> open_on_monday = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}
        >>> longer = {"zone": "UTC", "week": {"mon": [["09:00", "18:00"]]}}
        >>> history = CalendarHistory.from_mapping("Office", [
        ...     open_on_monday, {**longer, "effective_from": "2026-03-02T12:00:00Z"}])
        >>> [revision.since for revision in history.revisions]
        [None, 1772452800]
        """
        forms = [*_forms(form)]
        faults: list[Fault] = []
        revisions: list[Revision] = []
        for path, one in forms:
            try:
                revisions.append(_revision(name, one))
            except CalendarRefused as refused:
                faults += [Fault(f"{path}{fault.path}", fault.message) for fault in refused.faults]
        if not forms:
            faults.append(Fault("", "a calendar has at least one revision"))
        if not faults:
            faults += _out_of_order(revisions, [path for path, _ in forms])
        if faults:
            raise CalendarRefused(name, tuple(faults))
        return cls.of(revisions)

    @property
    def latest(self) -> Calendar:
        """The hours that count in the end."""
        return self.revisions[-1].calendar

    def to_mapping(self) -> dict[str, object]:
        """The latest revision, with those before it under `earlier`."""
        *before, last = self.revisions
        form = last.to_mapping()
        return {**form, EARLIER: [one.to_mapping() for one in before]} if before else form

    def pieces(self, start: Instant, end: Instant) -> Iterable[tuple[Calendar, Instant, Instant]]:
        """Split [start, end) at the seams, each part with the hours then in force."""
        begins = [start, *(revision.since or start for revision in self.revisions[1:])]
        ends = [*begins[1:], end]
        for revision, begin, stop in zip(self.revisions, begins, ends, strict=True):
            low, high = max(begin, start), min(stop, end)
            if low < high:
                yield revision.calendar, low, high


def _before(one: Revision, other: Revision) -> bool:
    return other.since is not None and (one.since is None or one.since < other.since)


def _forms(form: object) -> Iterable[tuple[str, object]]:
    if isinstance(form, list | tuple):
        yield from ((f"[{place}].", one) for place, one in enumerate(form))
    elif isinstance(form, Mapping):
        earlier = form.get(EARLIER)
        if earlier is not None and not isinstance(earlier, list | tuple):
            yield f"{EARLIER}.", earlier
        else:
            yield from ((f"{EARLIER}[{n}].", one) for n, one in enumerate(earlier or ()))
        yield "", {key: value for key, value in form.items() if key != EARLIER}
    else:
        yield "", form


def _revision(name: str, form: object) -> Revision:
    if not isinstance(form, Mapping):
        raise CalendarRefused(name, (Fault("zone", "is missing: this is no calendar"),))
    return Revision.from_mapping(name, form)


def _out_of_order(revisions: Sequence[Revision], paths: Sequence[str]) -> list[Fault]:
    first = revisions[0].since
    faults = []
    for revision, path in zip(revisions[1:], paths[1:], strict=True):
        if revision.since is None:
            faults.append(Fault(f"{path}{FROM}", "is missing: only the first revision has none"))
        elif first is not None and revision.since <= first:
            faults.append(Fault(f"{path}{FROM}", "is not after that of the first revision"))
    return faults


def _instant(value: object) -> Instant | None:
    if value is None:
        return None
    if isinstance(value, str):
        return parse_instant(value)
    if isinstance(value, datetime):
        return from_datetime(value)
    raise ValueError(f"'{value}' is no instant: write it as 2026-03-02T09:00:00Z")
