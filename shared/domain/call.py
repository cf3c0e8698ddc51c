"""A call to a web address that an effect owes, and what became of it: both as queues carry them."""

import json
from typing import Any, Literal, TypeAlias

from pydantic import Field, ValidationError

from shared.business_time.instant import Instant
from shared.domain.value import Frozen
from shared.errors import Refused

CallKind: TypeAlias = Literal["webhook", "chat"]
CallResult: TypeAlias = Literal["sent", "failed", "refused"]

MOST_BYTES = 64 * 1024
URL_GAP = "{secret}"
"""Where the value of its secret goes into the address of a chat, which is a secret by itself."""

_LONGEST_DETAIL = 500


class Call(Frozen):
    """One try at one effect; `body` is the JSON to post, `effect` stays the same over all tries.

    `secret` names the secret that signs a webhook, or that fills `{secret}` in the url of a chat.
    """

    number: str
    effect: str
    kind: CallKind
    target: str
    url: str
    secret: str | None = None
    body: str
    due_at: Instant
    made_at: Instant
    attempt: int = Field(ge=1)


class CallReport(Frozen):
    """What became of one try: `failed` may go better later, `refused` never will."""

    effect: str
    attempt: int
    result: CallResult
    detail: str = ""
    status: int | None = None
    at: Instant


def write_call(call: Call) -> str:
    """The message as the call queue carries it."""
    return call.model_dump_json(exclude_defaults=True)


def read_call(body: str) -> Call:
    """Read a message; raises Refused for what can never become a call."""
    try:
        call = Call.model_validate_json(body)
        json.loads(call.body)
    except (ValidationError, ValueError) as broken:
        raise Refused("The message is no call.") from broken
    if len(call.body.encode()) > MOST_BYTES:
        raise Refused(f"The body of the call is larger than {MOST_BYTES} bytes.")
    return call


def written_report(report: CallReport) -> dict[str, Any]:
    """A report as a wake carries it; long details are cut."""
    written = report.model_dump(mode="json", exclude_defaults=True)
    return {**written, "detail": report.detail[:_LONGEST_DETAIL]}


def read_report(given: Any) -> CallReport:
    """Read what a wake carries; raises ValueError for what never was a report."""
    return CallReport.model_validate(given)
