"""Limits on updates of milestones: what must hold for one, and what the user reads otherwise (S3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from shared.business_time.instant import Instant, format_instant
from shared.domain.criteria import Condition, holds
from shared.domain.decision import MilestoneFacts
from shared.domain.process_words import Name, not_empty
from shared.domain.reading import read_document
from shared.domain.value import Fields, Frozen, Value
from shared.domain.written import Words
from shared.errors import Fault

Update: TypeAlias = Literal["complete", "reopen", "waive"]

_MINUTE = 60
OF_MILESTONES = (
    "name",
    "agreement",
    "occurrence",
    "outcome",
    "paused",
    "violated",
    "waived",
    "start",
    "target",
    "completed_at",
    "elapsed_minutes",
    "remaining_minutes",
    "update",
    "reason",
)
"""What conditions read of a milestone, as `milestone.<name>`; of the record they read its fields."""


class MilestoneRule(Frozen):
    """What `must` hold for an update of these milestones, where `when` holds; left out: always."""

    milestones: tuple[Name, ...] = ()
    on: Annotated[tuple[Update, ...], BeforeValidator(not_empty)] = ("complete", "reopen", "waive")
    when: Condition | None = None
    must: Condition
    message: Annotated[Words, Field(description="What the user reads when it does not hold.")]

    def is_about(self, update: Update, milestone: str) -> bool:
        """Whether it limits this update of this milestone."""
        named = {name.casefold() for name in self.milestones}
        return update in self.on and (not named or milestone.casefold() in named)


class MilestoneRules(Frozen):
    """A document of kind `milestone_rules`; every rule counts."""

    name: Words | None = None
    rules: tuple[MilestoneRule, ...] = ()


def parse_milestone_rules(body: Mapping[str, Any]) -> MilestoneRules:
    """Read a document of kind `milestone_rules`; raises Refused with every fault and its path."""
    return read_document(MilestoneRules, body, "milestone rules")


def broken_rules(
    rules: Sequence[MilestoneRule],
    update: Update,
    fields: Fields,
    milestone: MilestoneFacts,
    now: Instant,
    zone: str,
) -> Iterator[Fault]:
    """The message of every rule that the update does not satisfy; `fields` are `fields_of_update`."""
    for rule in rules:
        if not rule.is_about(update, milestone.milestone):
            continue
        applies = rule.when is None or holds(rule.when, fields, now, zone)
        if applies and not holds(rule.must, fields, now, zone):
            yield Fault("", rule.message, "limited")


def fields_of_update(
    record: Fields,
    milestone: MilestoneFacts,
    update: Update,
    *,
    completed_at: Instant | None,
    reason: str | None,
) -> dict[str, Value]:
    """Fields of the record, and those of the milestone as it would be updated; instants as text."""
    of_milestone: dict[str, Value] = {
        "name": milestone.milestone,
        "agreement": milestone.agreement,
        "occurrence": milestone.occurrence,
        "outcome": milestone.outcome,
        "paused": milestone.paused,
        "violated": milestone.violated,
        "waived": milestone.waived,
        "start": format_instant(milestone.start),
        "target": format_instant(milestone.target),
        "completed_at": None if completed_at is None else format_instant(completed_at),
        "elapsed_minutes": milestone.elapsed_seconds // _MINUTE,
        "remaining_minutes": milestone.remaining_seconds // _MINUTE,
        "update": update,
        "reason": reason,
    }
    return {**record, **{f"milestone.{name}": value for name, value in of_milestone.items()}}
