"""What a webhook or a chat message says: one documented, versioned form each (A1)."""

import json
import re
from collections.abc import Sequence
from typing import Any

from shared.business_time.instant import Instant, format_instant
from shared.domain.call import MOST_BYTES, Call
from shared.domain.call_target import CallTarget
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.engine.facts import next_target, roll_up
from shared.domain.mail_template import fill
from shared.domain.merge_values import merge_values
from shared.errors import Fault, Refused

PAYLOAD_SCHEMA = 1
LONGEST_MESSAGE = 4_000

_SHOWN = ("subject", "status", "priority", "owner", "queue", "escalated", "escalation_level")
_REFERENCES = ("account", "contact", "asset", "product", "entitlement")
_FACTS = (
    "occurrence",
    "agreement",
    "outcome",
    "paused",
    "violated",
    "waived",
    "allowed_seconds",
    "elapsed_seconds",
    "stopped_seconds",
    "remaining_seconds",
    "calendar",
)
_MOMENTS = ("start", "target", "violated_at", "completed_at")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NOT_PRINTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]+")


def call_of(
    file: CaseFile,
    effect: Effect,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
    description: str | None,
) -> Call:
    """Write the call of an effect; raises Refused for what can never be sent."""
    target = configuration.call_target(effect.target)
    if target is None or target.type != effect.kind:
        raise Refused(f"There is no {effect.kind} target '{effect.target}'.")
    milestone = next(
        (m for m in known if (m.milestone, m.occurrence) == (effect.milestone, effect.occurrence)),
        None,
    )
    if effect.kind == "chat":
        body = {"text": _message(file, effect, target, milestone, configuration, description)}
    else:
        body = payload_of(file, effect, milestone)
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    size = len(written.encode())
    if size > MOST_BYTES:
        words = f"has {size} bytes, and a call has at most {MOST_BYTES}"
        raise Refused(f"The body {words}.", faults=(Fault("/body", words, "too_large"),))
    return Call(
        number=file.number,
        effect=effect.id,
        kind=target.type,
        target=target.name,
        url=target.url,
        secret=target.secret,
        body=written,
        due_at=effect.due_at,
        made_at=effect.made_at,
        attempt=effect.attempts,
    )


def payload_of(file: CaseFile, effect: Effect, milestone: MilestoneFacts | None) -> dict[str, Any]:
    """The body of a webhook: the record as it stands, and what happened when."""
    return {
        "schema": PAYLOAD_SCHEMA,
        "id": effect.id,
        "event": f"milestone.{effect.on}",
        "action": effect.action,
        "due_at": format_instant(effect.due_at),
        "at": format_instant(effect.made_at),
        "case": _case(file),
        "milestone": _milestone(milestone),
        "fields": {name: file.fields.get(name) for name in effect.fields},
    }


def as_chat(value: str) -> str:
    """Words of strangers made harmless in a chat: no mentions, no links behind other words."""
    escaped = "".join(_MARKUP.get(mark, mark) for mark in _NOT_PRINTED.sub(" ", value))
    return escaped.replace("](", "] (")


def _case(file: CaseFile) -> dict[str, Any]:
    return {
        "number": file.number,
        "record_type": file.record_type,
        "revision": file.revision,
        "origin": file.origin,
        **{name: file.fields.get(name) for name in _SHOWN},
        **{name: getattr(file, name) for name in _REFERENCES},
        "created_at": format_instant(file.created_at),
        "roll_up": roll_up(file),
        "next_target": _written(next_target(file)),
    }


def _milestone(facts: MilestoneFacts | None) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "name": facts.milestone,
        **{name: getattr(facts, name) for name in _FACTS},
        **{name: _written(getattr(facts, name)) for name in _MOMENTS},
    }


def _message(
    file: CaseFile,
    effect: Effect,
    target: CallTarget,
    milestone: MilestoneFacts | None,
    configuration: Configuration,
    description: str | None,
) -> str:
    settings = configuration.settings
    values = merge_values(
        file,
        milestone,
        zone=settings.zone,
        organisation=settings.sender.name,
        description=description,
    )
    text, _ = fill(_words(effect, target, configuration), values, as_chat)
    if len(text) <= LONGEST_MESSAGE:
        return text
    return f"{text[: LONGEST_MESSAGE - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _words(effect: Effect, target: CallTarget, configuration: Configuration) -> str:
    if effect.template:
        template = configuration.template(effect.template)
        if template is None:
            raise Refused(f"There is no mail template '{effect.template}'.")
        return template.text
    if target.words is None:
        raise Refused(f"The chat '{target.name}' has nothing to say.")
    return target.words


def _written(instant: Instant | None) -> str | None:
    return None if instant is None else format_instant(instant)
