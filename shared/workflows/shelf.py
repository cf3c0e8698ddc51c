"""What a warm process remembers for ever, because it can never change: published policies."""

from collections.abc import Callable, Iterable, Mapping

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.history import CalendarHistory
from shared.business_time.timetable import Timetable, timetable
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.errors import Misconfigured
from shared.ports import PolicyStore


class Shelf:
    """Configurations by revision, processes and calendars by version, each loaded once."""

    def __init__(self, policies: PolicyStore) -> None:
        self._policies = policies
        self._configurations: dict[int, Configuration] = {}
        self._processes: dict[Pin, EntitlementProcess] = {}
        self._timetables: dict[Pin, Timetable] = {}

    def configuration(self, revision: int) -> Configuration:
        """The configuration of one revision; raises Misconfigured before the first `apply`."""
        if revision == 0:
            raise Misconfigured("No configuration has been applied to this deployment yet.")
        found = self._configurations.get(revision)
        if found is None:
            found = Configuration.from_documents(revision, self._policies.documents(revision))
            self._configurations[revision] = found
        return found

    def current(self) -> Configuration:
        """The configuration in force; one small read of the pointer."""
        return self.configuration(self._policies.revision())

    def process(self, pin: Pin, configuration: Configuration) -> EntitlementProcess:
        """The pinned version of a process, also one that is no longer the default."""
        found = configuration.process(pin.name, pin.version) or self._processes.get(pin)
        if found is None:
            found = EntitlementProcess.published(self._body("process", pin))
            self._processes[pin] = found
        return found

    def published(self, configuration: Configuration) -> Callable[[Pin], EntitlementProcess]:
        """What reads pinned versions under one configuration."""
        return lambda pin: self.process(pin, configuration)

    def processes(
        self, pins: Iterable[Pin], configuration: Configuration
    ) -> dict[Pin, EntitlementProcess]:
        """Several pinned versions, such as those that a record has left (R9)."""
        return {pin: self.process(pin, configuration) for pin in pins}

    def timetable(self, pin: Pin, configuration: Configuration) -> Timetable:
        """The compiled revision of a calendar."""
        known = configuration.has_calendar(pin.name)
        if known and configuration.calendar_version(pin.name) == pin.version:
            return configuration.calendar(pin.name)
        found = self._timetables.get(pin)
        if found is None:
            body = self._body("calendar", pin)
            found = timetable(CalendarHistory.from_mapping(pin.name, body))
            self._timetables[pin] = found
        return found

    def policies(
        self,
        file: CaseFile,
        configuration: Configuration,
        *,
        also: Iterable[tuple[str, int]] = (),
    ) -> Policies:
        """What the record runs on: its pinned process and calendars (P3, C7).

        `also` are further revisions of calendars that will be asked about.
        """
        pinned = (
            (milestone.calendar, milestone.calendar_version)
            for milestone in file.sla.milestones
            if milestone.calendar_version is not None
        )
        versions = {
            (name, version): self.timetable(Pin(name=name, version=version), configuration)
            for name, version in {*file.calendars.items(), *pinned, *also}
        }
        calendars = {name: versions[name, version] for name, version in file.calendars.items()}
        return Policies(
            process=self.process(file.process, configuration) if file.process else None,
            calendars={ALWAYS_OPEN.name: timetable(ALWAYS_OPEN), **calendars},
            closed_statuses=configuration.closed_statuses(file.record_type),
            zone=configuration.settings.zone,
            max_pause=configuration.settings.max_pause,
            pause_template=configuration.settings.notices.pause_overdue,
            versions=versions,
        )

    def _body(self, kind: str, pin: Pin) -> Mapping[str, object]:
        body = self._policies.document(kind, pin.name, pin.version)
        if body is None:
            raise Misconfigured(f"The {kind} '{pin.name}' has no version {pin.version}.")
        return body
