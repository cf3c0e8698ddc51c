"""One configuration revision: every policy by its name, each read only when it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from shared.business_time.calendar import ALWAYS_OPEN
from shared.business_time.history import CalendarHistory
from shared.business_time.timetable import Timetable, timetable
from shared.domain.assignment import (
    AssignmentRule,
    AssignmentRules,
    Queue,
    User,
    parse_queue,
    parse_user,
)
from shared.domain.built_in_fields import RELATED
from shared.domain.call_target import CallTarget, parse_call_target
from shared.domain.case_file import RecordType
from shared.domain.configuration_row import VersionStatus, status_of
from shared.domain.declared_fields import DeclaredFields, closed_statuses, parse_fields
from shared.domain.known_names import KnownNames
from shared.domain.mail.route import MailRoute, parse_route
from shared.domain.mail_template import MailTemplate, parse_template
from shared.domain.matching.settings import EntitlementRules, MatchingSettings
from shared.domain.milestone_rules import MilestoneRule, MilestoneRules
from shared.domain.milestone_types import MilestoneTypes, parse_milestone_types
from shared.domain.process import EntitlementProcess
from shared.domain.reading import read_published
from shared.domain.settings_document import OrgSettings, parse_settings
from shared.errors import Misconfigured

T = TypeVar("T")
Row = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Row]]


class Configuration:
    """Immutable; holds the default version of everything, as one revision published it."""

    def __init__(self, revision: int, rows: Rows) -> None:
        self.revision = revision
        self._rows = rows
        self._read: dict[tuple[str, str], object] = {}

    @classmethod
    def from_documents(cls, revision: int, documents: Sequence[Row]) -> "Configuration":
        """Index the documents of a revision; of several versions of a name the highest counts."""
        rows: dict[str, dict[str, Row]] = {}
        for document in sorted(documents, key=lambda found: int(found["version"])):
            rows.setdefault(document["kind"], {})[document["name"]] = document
        return cls(revision, rows)

    def rows(self, kind: str) -> tuple[Row, ...]:
        """The documents of a kind as they were published, by name."""
        found = self._rows.get(kind, {})
        return tuple(found[name] for name in sorted(found))

    def row(self, kind: str, name: str) -> Row | None:
        """One document as it was published, with its version, edition and authors."""
        return self._rows.get(kind, {}).get(name)

    @cached_property
    def settings(self) -> OrgSettings:
        """The organisation's settings; raises Misconfigured if there are none."""
        found = next(iter(self.rows("settings")), None)
        if found is None:
            raise Misconfigured("The configuration in force has no settings.")
        return parse_settings(found["body"])

    def names(self, kind: str) -> tuple[str, ...]:
        """Every name of a kind, in the order of the alphabet."""
        return tuple(sorted(self._rows.get(kind, {})))

    def calendar(self, name: str) -> Timetable:
        """The compiled calendar; raises Misconfigured for one that does not exist."""
        if name == ALWAYS_OPEN.name:
            return timetable(ALWAYS_OPEN)
        found = self._once("calendar", name, lambda body: _compiled(name, body))
        if found is None:
            raise Misconfigured(f"The configuration in force has no calendar '{name}'.")
        return found

    def has_calendar(self, name: str) -> bool:
        """Whether records may count by it; 24x7 always exists (C1)."""
        return name == ALWAYS_OPEN.name or name in self._rows.get("calendar", {})

    def calendar_version(self, name: str) -> int:
        """The revision that new targets are computed with; 0 for 24x7, which never changes."""
        return 0 if name == ALWAYS_OPEN.name else self._version("calendar", name)

    def process(self, name: str, version: int | None = None) -> EntitlementProcess | None:
        """A process in its default version; None for another version, which lies in the store."""
        known = self.row("process", name)
        if known is None or version not in (None, int(known["version"])):
            return None
        return self._once("process", name, EntitlementProcess.published)

    def default_version(self, name: str) -> int:
        """The version that is given to what is pinned now (P3); raises Misconfigured."""
        return self._version("process", name)

    def status_of_version(self, name: str, version: int) -> VersionStatus | None:
        """What became of a version of a process; None if there is no such."""
        found = self.row("process", name)
        return None if found is None else status_of(found, version)

    def version_to_enter(self, name: str, pinned: int | None) -> int:
        """The version for a new record: the pinned one, or the default if that takes none (P2)."""
        if pinned is None or self.status_of_version(name, pinned) == "retired":
            return self.default_version(name)
        return pinned

    def milestone_types(self) -> MilestoneTypes | None:
        """The listed milestone types; None where every name is one."""
        return self._once("milestone_types", "milestone_types", parse_milestone_types)

    def template(self, name: str) -> MailTemplate | None:
        """The mail template of that name."""
        return self._once("mail_template", name, parse_template)

    def call_target(self, name: str) -> CallTarget | None:
        """The call target of that name."""
        return self._once("call_target", name, parse_call_target)

    def call_targets(self) -> tuple[CallTarget, ...]:
        """Every call target, by name."""
        names = sorted(name for name, _ in self._bodies("call_target"))
        return tuple(target for name in names if (target := self.call_target(name)) is not None)

    @cached_property
    def mail_routes(self) -> Mapping[str, MailRoute]:
        """Every mail route by its address, in lower case."""
        found = (parse_route(body) for _, body in self._bodies("mail_route"))
        return {route.address: route for route in found}

    @cached_property
    def queues(self) -> Mapping[str, Queue]:
        """Every queue by its name."""
        return {name: parse_queue(body) for name, body in self._bodies("queue")}

    @cached_property
    def users(self) -> Mapping[str, User]:
        """Every user by name."""
        return {name: parse_user(body) for name, body in self._bodies("user")}

    @cached_property
    def assignment_rules(self) -> tuple[AssignmentRule, ...]:
        """The rules that give a record to somebody, in their order (O1)."""
        documents = self._bodies("assignment_rules")
        return tuple(
            rule
            for _, body in documents
            for rule in read_published(AssignmentRules, body, "assignment rules").rules
        )

    @cached_property
    def milestone_rules(self) -> tuple[MilestoneRule, ...]:
        """What updates of milestones must satisfy (S3)."""
        return tuple(
            rule
            for _, body in self._bodies("milestone_rules")
            for rule in read_published(MilestoneRules, body, "milestone rules").rules
        )

    def declared(self, record_type: RecordType) -> DeclaredFields:
        """The fields of a record type; the built-in ones alone if nothing is declared (K6)."""
        found = self._once("fields", record_type, parse_fields)
        return found if found is not None else DeclaredFields(record_type=record_type)

    def closed_statuses(self, record_type: RecordType) -> frozenset[str]:
        """Statuses by which a record is closed, folded in case."""
        return closed_statuses(self.declared(record_type))

    def matching_settings(self) -> MatchingSettings:
        """What matching needs to know of the organisation (R1-R8)."""
        return self._matching

    @cached_property
    def _matching(self) -> MatchingSettings:
        settings, rules = self.settings, self._bodies("entitlement_rules")
        return MatchingSettings(
            zone=settings.zone,
            public_mail_domains=frozenset(settings.public_mail_domains),
            auto_assign=settings.auto_assign,
            lookup_filters=settings.lookup_filters,
            rules=tuple(
                r
                for _, body in rules
                for r in read_published(EntitlementRules, body, "entitlement rules").rules
            ),
            low_balance_share=settings.low_balance_share,
            # read from the raw form: matching needs one word of each process, not the process
            process_types={
                name: body.get("applies_to", "case") for name, body in self._bodies("process")
            },
        )

    def known_names(self, record_type: RecordType) -> KnownNames:
        """What a process may name; accounts, contacts and assets bring fields of their own."""
        declared = self.declared(record_type).by_name
        of_entitlements = (f"entitlement.{name}" for name in RELATED["entitlement"])
        targets = {target.name: target for target in self.call_targets()}
        listed = self.milestone_types()
        return KnownNames(
            calendars=frozenset({ALWAYS_OPEN.name, *self._rows.get("calendar", {})}),
            templates=frozenset(self._rows.get("mail_template", {})),
            targets=targets,
            queues=frozenset(self.queues),
            users=frozenset(self.users),
            roles=frozenset(role for user in self.users.values() for role in user.roles),
            types=None if listed is None else frozenset(one.name for one in listed.types),
            fields=frozenset({*declared, *of_entitlements}),
            declared=declared,
            unjudged=("account.", "contact.", "asset."),
        )

    def _once(self, kind: str, name: str, read: Callable[[Mapping[str, Any]], T]) -> T | None:
        known = self.row(kind, name)
        if known is None:
            return None
        if (kind, name) not in self._read:
            self._read[kind, name] = read(known["body"])
        return cast("T", self._read[kind, name])

    def _bodies(self, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        return [(name, row["body"]) for name, row in self._rows.get(kind, {}).items()]

    def _version(self, kind: str, name: str) -> int:
        known = self.row(kind, name)
        if known is None:
            raise Misconfigured(f"The configuration in force has no {kind} '{name}'.")
        return int(known["version"])


def _compiled(name: str, body: Mapping[str, Any]) -> Timetable:
    return timetable(CalendarHistory.from_mapping(name, body))
