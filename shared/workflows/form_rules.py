"""What the public form must know of the configuration."""

from shared.domain.form_rules import FormRules
from shared.workflows.world import World


def form_rules(world: World) -> FormRules:
    """Allow-listed return hosts and the declared fields by the names that forms use (I1)."""
    return FormRules.of(world.shelf.current())
