"""A batch of calls, one at a time: one line about each, and back with what could not be reported."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.call import Call, CallReport, read_call
from shared.telemetry import call_made, logger
from shared.workflows.call_out import call_out
from shared.workflows.call_world import CallWorld

ENOUGH_MILLISECONDS = 15_000
"""Secret, post and report at their slowest; with less left, a call is given back untouched."""


def answer_calls(
    event: Mapping[str, Any], world: CallWorld, remaining: Callable[[], int]
) -> dict[str, Any]:
    """Make each call, and name the messages that SQS must bring again."""
    failed = [
        message["messageId"]
        for message in event["Records"]
        if remaining() < ENOUGH_MILLISECONDS or not _answer(message, world)
    ]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def _answer(message: Mapping[str, Any], world: CallWorld) -> bool:
    call: Call | None = None
    try:
        call = read_call(message["body"])
        report = call_out(world, call)
    except Exception:  # noqa: BLE001 - one bad message must not hold up its neighbours
        logger.exception("call not made", message_id=message["messageId"], **_named(call))
        return False
    _tell(call, report)
    return True


def _tell(call: Call, report: CallReport) -> None:
    lateness = max(0, report.at - call.due_at)
    call_made(report.result, lateness)
    logger.info(
        "call made",
        **_named(call),
        result=report.result,
        status=report.status,
        detail=report.detail,
        lateness_seconds=lateness,
    )


def _named(call: Call | None) -> dict[str, Any]:
    """What a line may say of a call: its address and its body are nobody's business."""
    if call is None:
        return {}
    return call.model_dump(include={"number", "effect", "kind", "target", "attempt"})
