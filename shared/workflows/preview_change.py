"""What a change would do to a record, decided as if it were made, and not kept."""

from dataclasses import dataclass

from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.history import Caller
from shared.domain.milestone import Milestone
from shared.workflows.decide_change import decide_change
from shared.workflows.plan_change import plan_change
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class Preview:
    """The record as it is, and as it would be."""

    before: CaseFile
    after: CaseFile

    @property
    def changes_anything(self) -> bool:
        """Whether making the change would leave a trace."""
        return self.after.model_copy(update={"changed_at": self.before.changed_at}) != self.before

    def milestones(self) -> list[tuple[Milestone | None, Milestone]]:
        """Every occurrence that would be in the file, beside what it is now."""
        known = {(m.name, m.n): m for m in self.before.sla.milestones}
        return [(known.get((m.name, m.n)), m) for m in self.after.sla.milestones]


def preview_change(world: World, number: str, alteration: Alteration, caller: Caller) -> Preview:
    """Decide the change on the record as it stands; raises what making it would raise."""
    before = world.records.load(number)
    now = world.clock.now()
    plan = plan_change(world, before, alteration, caller, now)
    return Preview(before, decide_change(world, before, plan, now).decision.file)
