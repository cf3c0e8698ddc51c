"""The mail that an agent's answer owes: an effect like any other, with the comment as its words (A4)."""

from shared.business_time.instant import Instant
from shared.domain.decision import Decision
from shared.domain.effect import Effect


def owing_reply(decision: Decision, order: int, now: Instant) -> Decision:
    """The decision with the mail of comment `order` owed."""
    file = decision.file
    effect = Effect(
        id=f"{file.number}.reply.{order}",
        action="reply",
        comment=order,
        due_at=now,
        made_at=now,
    )
    effects = (*file.effects, effect)
    return decision.model_copy(update={"file": file.model_copy(update={"effects": effects})})
