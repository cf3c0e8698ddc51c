"""Make one call to the world outside, and say on the wake queue what became of it (A4)."""

from shared.domain.call import Call, CallReport, CallResult
from shared.domain.call_request import request_of, result_of, without_secrets
from shared.errors import Absent, Broken, Refused
from shared.workflows.call_world import CallWorld


def call_out(world: CallWorld, call: Call) -> CallReport:
    """Post once and report; raises Unavailable if the report is not taken: call again, same id."""
    report = _posted(world, call)
    world.wakes.wake(call.number, "call", None, report=report)
    return report


def _posted(world: CallWorld, call: Call) -> CallReport:
    try:
        secrets = world.secrets.values(call.secret) if call.secret else ()
        request = request_of(call, secrets, world.clock.now())
        answer = world.outgoing.post(request.url, request.body, request.headers)
    except Absent:
        return _report(world, call, "refused", f"there is no secret '{call.secret}'")
    except Refused as refused:
        return _report(world, call, "refused", refused.message)
    except Broken as broken:
        return _report(world, call, "failed", broken.message)
    words = without_secrets(answer.detail, secrets)
    return _report(world, call, result_of(answer.status), words, answer.status)


def _report(
    world: CallWorld, call: Call, result: CallResult, detail: str, status: int | None = None
) -> CallReport:
    return CallReport(
        effect=call.effect,
        attempt=call.attempt,
        result=result,
        detail=detail,
        status=status,
        at=world.clock.now(),
    )
