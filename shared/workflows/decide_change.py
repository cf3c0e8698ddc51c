"""The decision on a planned change, under the policies of before and of after (M1, R9)."""

from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import Decision
from shared.domain.engine import Onto, decide
from shared.domain.policies import Policies
from shared.workflows.plan_change import Plan
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and the policies that the record then runs on."""

    decision: Decision
    policies: Policies


def decide_change(world: World, before: CaseFile, plan: Plan, now: Instant) -> Decided:
    """Decide; what was due before a switch of processes still runs under the one that is left.

    Raises IllegalMove.
    """
    change, configuration = plan.change, plan.configuration
    also = {**before.calendars, **(change.recompute or {})}.items() if _moves(plan) else ()
    policies = world.shelf.policies(plan.file, configuration, also=also)
    if change.switch is None:
        return Decided(decide(plan.file, policies, change, now), policies)
    present = world.shelf.policies(before, configuration)
    onto = Onto(plan.file, policies)
    return Decided(decide(before, present, change, now, onto=onto), policies)


def _moves(plan: Plan) -> bool:
    return plan.change.recompute is not None or plan.change.switch is not None
