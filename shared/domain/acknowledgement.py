"""The answer that somebody who wrote gets by itself: that it has come, under this number (I4)."""

from collections.abc import Mapping

from shared.business_time.instant import Instant
from shared.domain.case_file import CaseFile
from shared.domain.decision import Decision
from shared.domain.effect import Effect, Recipient


def without_strangers_words(
    values: Mapping[str, str | None], file: CaseFile
) -> dict[str, str | None]:
    """Merge values in which nothing is left that a stranger wrote: it may be meant for a victim."""
    known = file.fields.get("contact.name")
    return {
        **values,
        "case.subject": "your request",
        "case.description": "what you wrote",
        "contact.name": known if isinstance(known, str) else "customer",
    }


def acknowledged(decision: Decision, template: str | None, now: Instant) -> Decision:
    """The decision that opens a record, with the mail that says so; none without a template."""
    if template is None:
        return decision
    file = decision.file
    effect = Effect(
        id=f"{file.number}.received",
        template=template,
        action="acknowledgement",
        to=(Recipient(kind="contact"),),
        due_at=now,
        made_at=now,
        answers=True,
    )
    return decision.model_copy(
        update={"file": file.model_copy(update={"effects": (*file.effects, effect)})}
    )
