"""The calendars of a record as its scenario tells them: all revisions that it ever ran on (Q5, C7)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.history import Revision
from shared.business_time.timetable import Timetable
from shared.domain.case_file import CaseFile
from shared.domain.history import HistoryEntry
from shared.domain.policies import Policies


def calendars_in(history: Iterable[HistoryEntry]) -> set[tuple[str, int]]:
    """Every calendar with its version that the record was pinned to."""
    return {
        pin
        for entry in history
        for pins in (entry.calendars, entry.change.recompute)
        for pin in (pins or {}).items()
    }


class ToldCalendars:
    """In a scenario a revision is named by its place in the list of all that were in use."""

    def __init__(self, file: CaseFile, history: Sequence[HistoryEntry], policies: Policies) -> None:
        self._first = next(
            (e.calendars for e in history if e.calendars is not None), file.calendars
        )
        self._policies = policies
        used = sorted({*calendars_in(history), *file.calendars.items()})
        self._revisions: dict[str, list[Revision]] = {}
        self._place: dict[tuple[str, int], int] = {}
        for name, version in used:
            known = self._revisions.setdefault(name, [])
            of_version = self._table(name, version).history.revisions
            known += [revision for revision in of_version if revision not in known]
            self._place[name, version] = known.index(of_version[-1]) + 1

    def forms(self) -> dict[str, Any]:
        """Each calendar: its hours if they never changed, else the list of its revisions."""
        names = {*self._revisions, *self._policies.calendars} - {ALWAYS_OPEN.name}
        return {name: self._form(name) for name in sorted(names)}

    def of_record(self, applied_later: HistoryEntry | None) -> dict[str, Any]:
        """The revisions that the record was born with, where there were several."""
        found = {} if applied_later is not None else self._places(self._first)
        return {"calendar_revisions": found} if found else {}

    def of_event(self, entry: HistoryEntry) -> dict[str, Any]:
        """The revisions that a change moved it to."""
        moved = entry.change.recompute
        if moved is None and (entry.change.apply_process or entry.change.switch is not None):
            moved = entry.calendars
        if moved is None:
            return {}
        return {"recompute": self._places(moved)}

    def _places(self, pins: Mapping[str, int]) -> dict[str, int]:
        return {
            name: self._place[name, version]
            for name, version in sorted(pins.items())
            if len(self._revisions[name]) > 1
        }

    def _form(self, name: str) -> Any:
        forms = [revision.to_mapping() for revision in self._revisions.get(name, ())]
        if not forms:
            return self._policies.calendars[name].calendar.to_mapping()
        return forms if len(forms) > 1 else forms[0]

    def _table(self, name: str, version: int) -> Timetable:
        return self._policies.table(name, version)
