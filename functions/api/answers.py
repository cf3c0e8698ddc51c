"""What people are told: response bodies, instants as text, durations in seconds and in words."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from shared.domain.value import Value

Moment: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
MilestoneAction: TypeAlias = Literal["complete", "reopen", "waive"]
RecordAction: TypeAlias = Literal[
    "change",
    "comment",
    "stop",
    "resume",
    "close",
    "reopen",
    "match",
    "accept",
    "watch",
    "unwatch",
]


class Told(BaseModel):
    """A response body: immutable and complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Duration(Told):
    """A length of time; negative seconds of `remaining` are overdue."""

    seconds: int
    text: str


class CountedSpan(Told):
    """Open time that counted, half-open."""

    start: Moment
    end: Moment
    seconds: int


class UncountedSpan(Told):
    """Time that did not count: `paused`, or closed with the reason, its local date, a holiday's name.

    `words` say it to people: `night`, `weekend`, `Thanksgiving`.
    """

    start: Moment
    end: Moment
    reason: str
    day: str | None
    name: str = ""
    words: str = ""


class WhyTarget(Told):
    """Everything needed to recompute a target by hand; `summary` says what lay in between (M17)."""

    milestone: str
    occurrence: int
    process: str
    version: int
    start: Moment
    start_because: Literal["process", "criteria", "recurrence"]
    allowed_seconds: int
    target: Moment
    calendar: str
    calendar_version: int | None
    zone: str
    calendar_because: Literal["milestone", "process", "record", "entitlement", "org"]
    counted: list[CountedSpan]
    not_counted: list[UncountedSpan]
    cut: bool
    summary: str


class Milestone(Told):
    """The facts of one occurrence at `as_of` (M15), with the reasons of its target (M17)."""

    milestone: str
    occurrence: int
    item: int
    agreement: Literal["sla", "ola", "none"]
    outcome: Literal["open", "scheduled", "completed", "cancelled", "exited"]
    paused: bool
    violated: bool
    waived: bool
    waived_because: str | None
    start: Moment
    target: Moment
    completed_at: Moment | None
    violated_at: Moment | None
    ended_at: Moment | None
    ended_because: str | None
    allowed: Duration
    elapsed: Duration
    stopped: Duration
    actual_elapsed: Duration
    remaining: Duration
    clock_elapsed: Duration
    clock_remaining: Duration
    calendar: str
    calendar_because: str
    why_target: WhyTarget | None = None
    actions: list[MilestoneAction]


class Candidate(Told):
    """An entitlement that was looked at: `chosen`, `outranked`, or why it was rejected (R3)."""

    entitlement: str
    verdict: str


class WhyEntitlement(Told):
    """How the entitlement was found, or why there is none (R7)."""

    by: str | None
    no_entitlement: str | None
    because: str | None
    matched_at: Moment | None
    counted: bool | None
    warnings: list[str]
    candidates: list[Candidate]


class Process(Told):
    """The version of a process that the record is pinned to."""

    name: str
    version: int


class Stop(Told):
    """A stop by hand that holds: since when, why, by whom, and when it ends by itself (M10)."""

    since: Moment
    reason: str | None
    by: str | None
    until: Moment | None


class Clock(Told):
    """The record's way through its process."""

    process: Process | None
    start: Moment | None
    exit: Moment | None
    roll_up: Literal["compliant", "open_violation", "closed_violation"]
    next_target: Moment | None
    paused: bool
    pause_overdue: bool
    stop: Stop | None


class SentFile(Told):
    """A file that went along with an answer."""

    name: str
    type: str
    size: int


class SentReply(Told):
    """An answer as it goes out by mail; what became of it stands in the timeline."""

    to: list[str]
    cc: list[str]
    subject: str
    html: str | None
    files: list[SentFile]


class Comment(Told):
    """A public answer or an internal note; `from_customer`: by mail or at the portal.

    One that went out by mail has its `mail`. Not `verified`: nobody vouches for who sent the mail.
    """

    order: int
    at: Moment
    by: str
    door: str
    public: bool
    from_customer: bool
    verified: bool
    body: str
    mail: SentReply | None


class MailState(Told):
    """What was last said of a mail address: `bounced` and `complained` bar notices, until it is `cleared`."""

    address: str
    state: Literal["bounced", "complained", "cleared"]
    at: Moment
    why: str
    effect: str | None


class Case(Told):
    """A record as it stands at `as_of`; `actions` are those that its state and your roles allow."""

    number: str
    revision: int
    record_type: Literal["case", "work_order"]
    subject: str | None
    description: str
    status: str | None
    priority: str | None
    owner: str | None
    queue: str | None
    origin: Literal["web", "email", "api", "console", "portal"]
    created_at: Moment
    changed_at: Moment
    as_of: Moment
    account: str | None
    contact: str | None
    asset: str | None
    product: str | None
    entitlement: str | None
    verified: bool
    supplied: dict[str, str]
    follows: str | None
    mail_state: MailState | None
    unknown: dict[str, str] | None
    fields: dict[str, Value]
    related: dict[str, Value]
    why_entitlement: WhyEntitlement
    clock: Clock
    milestones: list[Milestone]
    comments: list[Comment]
    watchers: list[str]
    actions: list[RecordAction]


class Opened(Told):
    """A record that was opened, or had been by the same request before."""

    number: str
    repeated: bool
    entitlement: str | None
    no_entitlement: str | None
    warnings: list[str]


class CaseCard(Told):
    """A record as lists show it."""

    number: str
    record_type: Literal["case", "work_order"]
    subject: str
    status: str | None
    priority: str | None
    owner: str | None
    queue: str | None
    account: str | None
    contact: str | None
    entitlement: str | None
    no_entitlement: str | None
    roll_up: str
    next_milestone: str | None
    next_target: Moment | None
    paused: bool
    created_at: Moment
    warnings: list[str]


class Task(Told):
    """Work for somebody: with an owner or a queue, and done if it says when.

    One that an action of a milestone has made names that, one of a person says who.
    """

    number: str
    id: str
    subject: str
    owner: str | None
    queue: str | None
    milestone: str | None
    occurrence: int | None
    action: str | None
    made_at: Moment
    made_by: str | None
    due_at: Moment | None
    done_at: Moment | None
    done_by: str | None
    edition: int


class Effect(Told):
    """What became of one try at a mail or a call; `parked` means that it was given up."""

    number: str
    effect: str
    kind: str
    milestone: str | None
    occurrence: int | None
    action: str | None
    due_at: Moment
    at: Moment
    result: str
    attempts: int
    to: list[str]
    detail: str | None


class TimelineLine(Told):
    """One line of a record's story; what a timer did says how late, and who woke it."""

    at: Moment
    kind: str
    text: str
    who: str | None
    door: str | None
    milestone: str | None
    occurrence: int | None
    action: str | None
    due_at: Moment | None
    fired_at: Moment | None
    lateness_seconds: int | None
    effect_id: str | None
    wake_source: str | None
    result: str | None


class SimulatedMilestone(Told):
    """One occurrence at the end of the simulation, as in the `expect` object of a scenario."""

    milestone: str
    occurrence: int
    item: int
    start: Moment
    target: Moment
    outcome: Literal["open", "scheduled", "completed", "cancelled", "exited"]
    violated: bool
    violated_at: Moment | None
    completed_at: Moment | None
    elapsed_seconds: int
    stopped_seconds: int


class SimulatedAction(Told):
    """A trigger that fired or was skipped."""

    milestone: str
    occurrence: int
    action: str
    at: Moment
    result: Literal["fired", "skipped"]


class RefusedEvent(Told):
    """An event that the state of the record forbade; it changed nothing."""

    at: Moment
    error: str


class Expectation(Told):
    """The outcome, in the form of a scenario's `expect`."""

    sla_start: Moment | None
    sla_exit: Moment | None
    roll_up: Literal["compliant", "open_violation", "closed_violation"]
    milestones: list[SimulatedMilestone]
    actions: list[SimulatedAction]
    errors: list[RefusedEvent] = Field(default_factory=list, exclude_if=lambda found: not found)


class StoryLine(Told):
    """One thing that happened; `about` names an occurrence, and is empty for the record itself."""

    at: Moment
    kind: str
    about: str
    text: str


class Doubt(Told):
    """What publishing would refuse or warn of, or what is seldom meant."""

    pointer: str
    detail: str
    code: str


class Simulated(Told):
    """The life of a hypothetical case; nothing was written. `why` stands in the order of `expect.milestones`.

    A reason is null where the spans of all of them would be too many; `svg` is there when asked for.
    """

    expect: Expectation
    why: list[WhyTarget | None]
    story: list[StoryLine]
    warnings: list[Doubt]
    zone: str
    svg: str | None


class CasePage(Told):
    """Records by next target; `next` is the cursor of the following page, null at the end."""

    items: list[CaseCard]
    next: str | None


class TimelinePage(Told):
    """The story of a record, oldest first."""

    items: list[TimelineLine]
    next: str | None


class TaskPage(Told):
    """Tasks: open ones by the instant at which they are due; those of one record by age."""

    items: list[Task]
    next: str | None


class EffectPage(Told):
    """What was given up, longest first."""

    items: list[Effect]
    next: str | None


class CommentPage(Told):
    """Comments, oldest first."""

    items: list[Comment]
    next: str | None


class Me(Told):
    """Who the token says you are, and what you may do."""

    name: str
    roles: list[str]
    permissions: list[str]


class ProblemItem(Told):
    """One fault; `pointer` is a JSON pointer into the part of the request that `in` names."""

    model_config = ConfigDict(populate_by_name=True)
    place: Literal["body", "query", "path", "header"] = Field(alias="in")
    pointer: str
    detail: str
    code: str


class Problem(BaseModel):
    """Problem details (RFC 9457): `type` is stable, `errors` lists every fault, `current` the record as it is."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemItem] | None = None
    current: Case | dict[str, Any] | None = None
