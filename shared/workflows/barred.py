"""Addresses outside the house that nothing may go to that nobody wrote (A3)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from shared.domain.effect import Effect
from shared.workflows.world import World

if TYPE_CHECKING:
    from shared.domain.mail_state import MailState

_OUTSIDE = ("contact", "address")


def barred(world: World, effect: Effect, to: Sequence[str]) -> "dict[str, MailState]":
    """Which of the addresses take no mail, or belong to who wants none; raises Unavailable."""
    if not any(recipient.kind in _OUTSIDE for recipient in effect.to):
        return {}
    known = world.mail_states.of(to)
    return {one: state for one, state in known.items() if state.bars}


def words_of(states: "Mapping[str, MailState]") -> str:
    """Each address with its state and reason, on one line."""
    return ", ".join(f"{address} {state.words}" for address, state in states.items())
