"""How many answers go out by themselves in an hour, to one address and in all (I4)."""

from collections.abc import Sequence

from shared.domain.answerable import is_answerable
from shared.domain.configuration import Configuration
from shared.workflows.world import World

_HOUR = 3_600


def why_not_answered(
    world: World, addresses: Sequence[str], configuration: Configuration
) -> str | None:
    """Why an automatic answer must not go out; None if it may, and then it is counted."""
    settings = configuration.settings.mail
    if not all(is_answerable(one, configuration, world.mail_sender) for one in addresses):
        return "nobody there to answer"
    for address in addresses:
        if _counted(world, f"answers {address.casefold()}") > settings.answers_per_sender:
            return "enough answers to this address for an hour"
    if _counted(world, "answers") > settings.answers_in_all:
        return "enough automatic answers for an hour"
    return None


def _counted(world: World, name: str) -> int:
    hour = world.clock.now() // _HOUR
    return world.counters.count(f"{name} {hour}", (hour + 2) * _HOUR)
