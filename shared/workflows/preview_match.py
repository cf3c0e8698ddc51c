"""What a record that nobody has opened yet would get, and why; nothing is written (R7)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.history import Caller
from shared.domain.intake import Intake
from shared.domain.intake_check import refuse_bad_intake
from shared.domain.matching import Identity, Match, identify, refused_references
from shared.domain.matching.wording import Judged, judged
from shared.domain.new_record import draft_of
from shared.domain.pin import Pin
from shared.domain.stamping import because_of, process_pin
from shared.workflows.match_record import match_record
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Preview:
    """The decision with its reasons, judged at `at`."""

    identity: Identity
    match: Match
    process: Pin | None
    because: str
    candidates: tuple[Judged, ...]
    at: Instant


def preview_match(
    world: World, intake: Intake, caller: Caller, at: Instant | None = None
) -> Preview:
    """Decide as opening the record would, at an instant (None: now).

    Raises Refused where opening it would be refused, with the same faults.
    """
    judged_at = world.clock.now() if at is None else at
    draft = draft_of(intake)
    look = world.directory.first_look(draft)
    configuration = world.shelf.configuration(look.configuration_revision)
    unknown = refused_references(draft, look.findings)
    refuse_bad_intake(intake, configuration, caller.roles, unknown)
    settings = configuration.matching_settings()
    identity = identify(draft, look.findings, settings)
    found = match_record(world, draft, identity, look, settings, judged_at)
    return Preview(
        identity=identity,
        match=found.match,
        process=process_pin(found.match, configuration),
        because=because_of(identity, found.match),
        candidates=judged(draft, identity, found.coverages, settings, judged_at, found.match),
        at=judged_at,
    )
