"""What is told by itself when a record changes: to a new owner, of an escalation, of an allowance (A1).

Each is owed by the write that brings it about, so that it is told once for each time it happens.
"""

from collections.abc import Iterator

from shared.business_time.instant import Instant
from shared.domain.allowance import CROSSINGS
from shared.domain.case_file import CaseFile
from shared.domain.decision import Decision
from shared.domain.effect import Effect, Recipient
from shared.domain.settings_document import Notices
from shared.domain.value import Fields


def owing_notices(
    before: CaseFile | None,
    decision: Decision,
    notices: Notices,
    *,
    revision: int,
    by: str,
    now: Instant,
) -> Decision:
    """The decision with the notices that it owes; nobody is told of what they did themselves."""
    owed = tuple(_owed(before, decision, notices, revision=revision, by=by, now=now))
    if not owed:
        return decision
    file = decision.file
    effects = (*file.effects, *owed)
    return decision.model_copy(update={"file": file.model_copy(update={"effects": effects})})


def _owed(
    before: CaseFile | None,
    decision: Decision,
    notices: Notices,
    *,
    revision: int,
    by: str,
    now: Instant,
) -> Iterator[Effect]:
    was: Fields = before.fields if before else {}
    file = decision.file
    name = f"{file.number}.{{}}.{revision}".format
    owner = file.fields.get("owner")
    if notices.assigned and owner and owner not in (was.get("owner"), by):
        yield _notice(name("assigned"), "assigned", notices.assigned, Recipient(kind="owner"), now)
    if notices.escalated and _level(file.fields) > _level(was):
        to = Recipient(kind="manager", name=_holder(was) or _holder(file.fields))
        yield _notice(name("escalated"), "escalated", notices.escalated, to, now)
    for event in decision.events:
        template = notices.named().get(event.name) if event.name in CROSSINGS else None
        if template is not None:
            yield _notice(event.id, event.name, template, Recipient(kind="account_owner"), now)


def _notice(identifier: str, action: str, template: str, to: Recipient, now: Instant) -> Effect:
    return Effect(
        id=identifier,
        template=template,
        action=action,
        to=(to,),
        or_fallback=True,
        due_at=now,
        made_at=now,
    )


def _level(fields: Fields) -> int:
    """How often it was escalated; by hand a mark may be all that there is."""
    level = fields.get("escalation_level")
    return level if isinstance(level, int) and level else int(fields.get("escalated") is True)


def _holder(fields: Fields) -> str | None:
    """From whom it was taken: that is whose manager is told."""
    owner, queue = fields.get("owner"), fields.get("queue")
    return f"user:{owner}" if owner else f"queue:{queue}" if queue else None
