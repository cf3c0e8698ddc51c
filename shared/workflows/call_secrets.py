"""The secrets of call targets: which are there, and making or replacing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from shared.domain.call_target import CallTarget
from shared.domain.signature import key_of
from shared.errors import Absent, Fault, Refused
from shared.ports import SecretKeeper

SecretState: TypeAlias = Literal["not needed", "there", "missing", "no key"]


@dataclass(frozen=True, slots=True)
class TargetState:
    """A target and whether calls to it can be signed, or addressed."""

    target: CallTarget
    state: SecretState


def target_states(targets: Sequence[CallTarget], secrets: SecretKeeper) -> tuple[TargetState, ...]:
    """Look at the secret of every target."""
    return tuple(TargetState(target, _state(target, secrets)) for target in targets)


def keep_secret(
    name: str, value: str, targets: Sequence[CallTarget], secrets: SecretKeeper
) -> tuple[CallTarget, ...]:
    """Make or replace a secret; answers the targets that use it.

    Raises Refused for one that no target names, or that is no key for a webhook.
    """
    users = tuple(target for target in targets if target.secret == name)
    if not users:
        named = ", ".join(sorted({target.secret for target in targets if target.secret})) or "none"
        raise Refused(
            f"No call target in force names the secret '{name}'.",
            faults=(Fault("/name", f"Targets name: {named}.", "unknown"),),
        )
    if any(target.type == "webhook" for target in users):
        key_of(value)
    elif not value.strip():
        raise Refused("The secret is empty.")
    secrets.keep(name, value.strip())
    return users


def make_missing(
    targets: Sequence[CallTarget], secrets: SecretKeeper
) -> tuple[tuple[str, str], ...]:
    """Make a fresh secret for every webhook that has none; answers name and value of each."""
    wanted = dict.fromkeys(
        found.target.secret
        for found in target_states(targets, secrets)
        if found.target.type == "webhook" and found.state == "missing"
    )
    made = tuple((name, secrets.fresh()) for name in wanted if name is not None)
    for name, value in made:
        secrets.keep(name, value)
    return made


def _state(target: CallTarget, secrets: SecretKeeper) -> SecretState:
    if target.secret is None:
        return "not needed"
    try:
        value = secrets.values(target.secret)[0]
        if target.type == "webhook":
            key_of(value)
    except Absent:
        return "missing"
    except Refused:
        return "no key"
    return "there"
