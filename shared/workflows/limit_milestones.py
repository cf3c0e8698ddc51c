"""Whether a person may update a milestone now, by the organisation's own rules (S3)."""

from shared.business_time.instant import Instant
from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.engine import facts
from shared.domain.milestone_rules import Update, broken_rules, fields_of_update
from shared.errors import Refused
from shared.workflows.world import World

_UPDATES: dict[str, Update] = {
    "complete_milestone": "complete",
    "reopen_milestone": "reopen",
    "waive": "waive",
}


def refuse_limited(
    world: World,
    file: CaseFile,
    alteration: Alteration,
    configuration: Configuration,
    now: Instant,
) -> None:
    """Raise Refused with the message of every rule that the update does not satisfy.

    What completes by itself is no update; what is not there to be updated is the engine's to refuse.
    """
    update = _UPDATES.get(alteration.verb)
    rules = configuration.milestone_rules if update else ()
    if update is None or not rules:
        return
    milestone = _meant(world, file, alteration.milestone or "", configuration, now)
    if milestone is None:
        return
    at_completion = (alteration.completed_at or now) if update == "complete" else None
    fields = fields_of_update(
        {**file.fields, "record_type": file.record_type},
        milestone,
        update,
        completed_at=at_completion or milestone.completed_at,
        reason=alteration.reason,
    )
    zone = configuration.settings.zone
    faults = tuple(broken_rules(rules, update, fields, milestone, now, zone))
    if faults:
        words = f"The milestone '{milestone.milestone}' cannot be updated so."
        raise Refused(words, faults=faults)


def _meant(
    world: World, file: CaseFile, name: str, configuration: Configuration, now: Instant
) -> MilestoneFacts | None:
    """Commands mean the latest occurrence of a type."""
    known = facts(file, world.shelf.policies(file, configuration), now)
    of_type = [one for one in known if one.milestone == name]
    return max(of_type, key=lambda one: one.occurrence, default=None)
