"""Random processes, records and lives, for the laws of the engine."""

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from shared.business_time import ALWAYS_OPEN, Calendar, Instant, timetable
from shared.domain.case_file import CaseFile
from shared.domain.change import Change, Stop
from shared.domain.decision import Decision, FiredAction, Milestep, MilestoneFacts
from shared.domain.engine import decide, facts, next_instant, roll_up
from shared.domain.pin import Pin
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.errors import Refused

START = 1_772_442_000
MINUTE = 60
OFFICE = Calendar.from_mapping(
    "Office",
    {
        "zone": "Europe/Berlin",
        "week": {
            day: [["09:00", "12:00"], ["13:00", "17:00"]]
            for day in ("mon", "tue", "wed", "thu", "fri")
        },
        "dates": {"2026-03-03": []},
    },
)
TABLES = {"24x7": timetable(ALWAYS_OPEN), "Office": timetable(OFFICE)}
TYPES = ("First Response", "Update", "Resolution")
VALUES = {
    "status": ("New", "Waiting", "Closed", None),
    "priority": ("High", "Low", None),
    "flag": ("a", "b", None),
}
HOURS = st.sampled_from((None, "24x7", "Office"))


def at_most_once(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | value


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(VALUES)))
    value = draw(st.sampled_from([value for value in VALUES[name] if value]))
    operator = draw(st.sampled_from(("equals", "equals", "not_equal")))
    return {"items": [{"field": name, "operator": operator, "value": value}]}


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(VALUES)))
    if draw(st.integers(0, 5)) == 0:
        return {"escalate": {"queue": "Tier 2", "priority": "High"}}
    return {"update": {name: draw(st.sampled_from(VALUES[name]))}}


@st.composite
def actions(draw: st.DrawFn) -> dict[str, Any]:
    on = draw(st.sampled_from(("warning", "violation", "success")))
    action: dict[str, Any] = {"on": on}
    if on == "warning" and draw(st.booleans()):
        action["at"] = f"{draw(st.integers(1, 99))}%"
    elif on != "success":
        action["before" if on == "warning" else "after"] = draw(st.integers(0, 90))
        action["hours"] = draw(st.sampled_from(("business", "clock")))
    late = draw(st.sampled_from((None, None, "fire", "skip", "last_only")))
    if late is not None:
        action["if_late"] = late
    email = {"email": {"template": "a-template", "to": ["owner"]}}
    action["do"] = draw(st.lists(st.just(email) | updates(), max_size=2))
    return action


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    optional = {
        "when": at_most_once(conditions()),
        "complete": st.none()
        | conditions()
        | st.sampled_from(({"event": "first_public_reply"}, {"event": "closed"})),
        "pause": at_most_once(conditions()),
        "business_hours": HOURS,
        "on_reopen": st.sampled_from((None, "keep", "resume", "restart")),
    }
    item = {name: value for name, form in optional.items() if (value := draw(form)) is not None}
    found = draw(st.lists(actions(), max_size=3))
    return {
        **item,
        "milestone": draw(st.sampled_from(TYPES)),
        "within": draw(st.integers(1, 300)),
        "start": draw(st.sampled_from(("process", "criteria"))),
        "pauses": draw(st.booleans()),
        "agreement": draw(st.sampled_from(("sla", "ola", "none"))),
        "actions": [{"name": f"a{place}", **action} for place, action in enumerate(found)],
    }


def ping_pong(name: str, ball: str, other: str) -> dict[str, Any]:
    """One half of a cascade without end (A2)."""
    return {
        "milestone": name,
        "within": "1h",
        "complete": {"items": [{"field": "flag", "operator": "equals", "value": ball}]},
        "actions": [{"name": "back", "on": "success", "do": [{"update": {"flag": other}}]}],
    }


@st.composite
def processes(draw: st.DrawFn) -> EntitlementProcess:
    milestones = draw(st.lists(items(), min_size=1, max_size=4))
    used = sorted({item["milestone"] for item in milestones})
    recurrences = st.sampled_from(("none", "independent", "sequential"))
    types = {name: {"recurrence": draw(recurrences)} for name in used}
    if draw(st.integers(0, 9)) == 0:
        milestones += [ping_pong("Ping", "a", "b"), ping_pong("Pong", "b", "a")]
        types |= {name: {"recurrence": "independent"} for name in ("Ping", "Pong")}
    optional = {
        "exit": at_most_once(conditions()),
        "pause": at_most_once(conditions()),
        "business_hours": HOURS,
    }
    more = {name: value for name, form in optional.items() if (value := draw(form)) is not None}
    return EntitlementProcess.parse(
        {
            **more,
            "name": "Gold",
            "entry": draw(st.sampled_from(("created_at", "created_at", "visit_at"))),
            "on_reopen": draw(st.sampled_from(("continue", "exclude_closed_time", "restart"))),
            "milestone_types": types,
            "milestones": milestones,
        }
    )


@dataclass(frozen=True)
class Event:
    at: Instant
    change: Change


MOMENTS = st.integers(0, 900).map(lambda minutes: START + minutes * MINUTE)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    kind = draw(st.sampled_from(("set", "set", "set", "event", "person", "stop", "entry")))
    if kind == "set":
        names = draw(st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2))
        return Change(set={name: draw(st.sampled_from(VALUES[name])) for name in sorted(names)})
    if kind == "event":
        return Change(record_events=(draw(st.sampled_from(("first_public_reply", "closed"))),))
    if kind == "entry":
        return Change(set={"visit_at": draw(MOMENTS)})
    if kind == "stop":
        until = draw(st.none() | MOMENTS)
        return draw(st.sampled_from((Change(resume=True), Change(stop=Stop(until=until)))))
    verb = draw(st.sampled_from(("complete", "complete", "reopen_milestone", "waive")))
    name = draw(st.sampled_from(TYPES))
    given_at = draw(st.none() | MOMENTS) if verb == "complete" else None
    return Change.model_validate({verb: name, "completed_at": given_at})


@st.composite
def stories(draw: st.DrawFn) -> "Story":
    happened = draw(st.lists(st.tuples(MOMENTS, changes()), max_size=8))
    fields = {name: draw(st.sampled_from(values)) for name, values in sorted(VALUES.items())}
    return Story(
        process=draw(processes()),
        fields={name: value for name, value in fields.items() if value is not None},
        events=[Event(at, change) for at, change in sorted(happened, key=lambda one: one[0])],
        hours=draw(HOURS),
    )


@dataclass(frozen=True)
class Story:
    process: EntitlementProcess
    fields: dict[str, Any]
    events: list[Event]
    hours: str | None = None
    start: Instant = START

    @property
    def until(self) -> Instant:
        return self.start + 1_000 * MINUTE

    @property
    def policies(self) -> Policies:
        return Policies(
            process=self.process, calendars=TABLES, closed_statuses=frozenset({"closed"})
        )


@dataclass
class Life:
    """One record as it lived: everything that a decision ever answered."""

    story: Story
    file: CaseFile = field(init=False)
    past: list[MilestoneFacts] = field(default_factory=list)
    fired: list[FiredAction] = field(default_factory=list)
    steps: list[Milestep] = field(default_factory=list)
    committed: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file = CaseFile(
            number="3K7Q9WZDD",
            origin="web",
            created_at=self.story.start,
            changed_at=self.story.start,
            fields=dict(self.story.fields),
            business_hours=self.story.hours,
            process=Pin(name="Gold", version=1),
        )
        self._take(decide(self.file, self.story.policies, Change(created=True), self.story.start))

    def wake(self, at: Instant) -> None:
        self._take(decide(self.file, self.story.policies, Change(), at))

    def wake_punctually(self, until: Instant) -> None:
        while (due := next_instant(self.file, self.story.policies)) is not None and due < until:
            self.wake(due)
            after = next_instant(self.file, self.story.policies)
            assert after is None or after > due, "a wake at its instant makes progress"

    def happen(self, event: Event) -> None:
        try:
            decision = decide(self.file, self.story.policies, event.change, event.at)
        except Refused:
            return
        self._take(decision)
        self.committed.append(replace(event, at=self.file.changed_at))

    def told(self) -> dict[str, Any]:
        """All that a reader can know of it, however its wakes came."""
        at = self.story.until
        return {
            "facts": sorted(
                [*self.past, *facts(self.file, self.story.policies, at)],
                key=lambda row: (row.milestone, row.occurrence),
            ),
            "fired": self.fired,
            "steps": self.steps,
            "fields": self.file.fields,
            "effects": self.file.effects,
            "roll_up": roll_up(self.file),
            "stay": (self.file.sla.entered, self.file.sla.exited, self.file.sla.stop),
        }

    def _take(self, decision: Decision) -> None:
        stored = decision.file.model_dump(mode="json", exclude_defaults=True)
        assert CaseFile.model_validate(stored) == decision.file, "a case file reads as written"
        self.file = decision.file
        self.past += decision.past
        self.fired += decision.fired
        self.steps += decision.steps


def punctual(story: Story) -> Life:
    life = Life(story)
    for event in story.events:
        life.wake_punctually(event.at)
        life.happen(event)
    life.wake_punctually(story.until)
    return life


def haphazard(story: Story, wakes: list[list[Instant]]) -> Life:
    """Wakes come whenever they like: late, early, twice, in any order, or never."""
    life = Life(story)
    for event, before in zip(story.events, wakes, strict=True):
        for at in before:
            life.wake(min(at, event.at))
        life.happen(event)
    life.wake(story.until - 1)
    return life
