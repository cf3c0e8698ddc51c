"""Tie a mail that leaves to its record; an alert never waits for a secret that cannot be read."""

from shared.domain.case_file import CaseFile
from shared.domain.effect import Effect
from shared.domain.mail.ties import Ties, ties_of
from shared.errors import Absent, Misconfigured, Unavailable
from shared.workflows.world import World


def tie_mail(world: World, file: CaseFile, effect: str) -> Ties:
    """Headers by which an answer finds its record."""
    return ties_of(file.number, effect, file.last_mail, _key(world), world.mail_domain)


def for_watchers(ties: Ties, effect: Effect) -> Ties:
    """With a way to leave, if watchers are told and nobody outside the house is."""
    kinds = {recipient.kind for recipient in effect.to}
    if "watchers" not in kinds or kinds & {"contact", "address"}:
        return ties
    return ties.model_copy(update={"leave": ties.reply_to})


def _key(world: World) -> str | None:
    try:
        return world.reply_key
    except (Absent, Misconfigured, Unavailable):
        return None
