"""What smoke expects of the world outside: each call once, signed, at its time, and in the story."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cli.local.receiver import KeptCall
from shared.business_time import parse_instant
from shared.domain.signature import sign

WEBHOOK, CHAT = "1.1.1.1", "0.1.1.1"
"""Item, occurrence, position, place: both go out however late the wakes are."""

CALLED = frozenset({WEBHOOK, CHAT})


def called(calls: Sequence[KeptCall], number: str) -> set[str]:
    """The effects of which a call has come, without the number."""
    return {_effect(call, number) for call in calls if _is_of(call, number)}


def check_calls(
    number: str, calls: Sequence[KeptCall], timeline: Sequence[dict[str, Any]], secret: str
) -> Iterator[str]:
    """Everything that does not hold, in sentences."""
    ours = [call for call in calls if _is_of(call, number)]
    came = Counter(_effect(call, number) for call in ours)
    for effect in sorted(CALLED | set(came)):
        if came[effect] != (effect in CALLED):
            yield f"call {effect} came {came[effect]} times, not {int(effect in CALLED)}"
    told = {line["effect_id"]: line for line in timeline if line["kind"] == "call"}
    for call in ours:
        name = f"call {_effect(call, number)}"
        line = told.get(call.headers["webhook-id"])
        if line is None or line["result"] != "sent":
            yield f"{name} is in the story as {line and line['result']}, not as sent"
        elif call.at < parse_instant(line["due_at"]):
            yield f"{name} came before it was due"
        if _effect(call, number) == WEBHOOK:
            yield from _webhook(call, secret)


def _webhook(call: KeptCall, secret: str) -> Iterator[str]:
    identifier, made = call.headers["webhook-id"], int(call.headers["webhook-timestamp"])
    if call.headers["webhook-signature"] != sign([secret], identifier, made, call.body):
        yield "the signature of the webhook does not fit"
    body = json.loads(call.body)
    due, at = parse_instant(body["due_at"]), parse_instant(body["at"])
    if not due <= at <= made <= call.at:
        yield f"the webhook was due {due}, counts at {at}, was made {made}, and came {call.at}"
    if body["milestone"]["violated_at"] != body["due_at"] or body["fields"] != {
        "account.tier": "Gold"
    }:
        yield f"the webhook says {call.body}"


def _is_of(call: KeptCall, number: str) -> bool:
    return call.headers.get("webhook-id", "").startswith(f"{number}.")


def _effect(call: KeptCall, number: str) -> str:
    return call.headers["webhook-id"].removeprefix(f"{number}.")
