"""The wake message: which record, who says so, for which instant; it commands nothing (§1)."""

import json
from typing import Any, get_args

from shared.business_time.instant import Instant, format_instant, parse_instant
from shared.domain.call import CallReport, read_report, written_report
from shared.domain.history import WakeSource
from shared.domain.value import Frozen
from shared.errors import Refused


class Wake(Frozen):
    """One request to look at a record; `report` tells what became of a call that it owed."""

    number: str
    source: WakeSource
    due_at: Instant | None = None
    report: CallReport | None = None


def write_wake(wake: Wake) -> str:
    """The message as schedules and queues carry it."""
    due = None if wake.due_at is None else format_instant(wake.due_at)
    told = {"report": written_report(wake.report)} if wake.report else {}
    return json.dumps({"case": wake.number, "source": wake.source, "due": due, **told})


def read_wake(body: str) -> Wake:
    """Read a message; raises Refused for what can never become a wake."""
    try:
        message: Any = json.loads(body)
        number, source, due = message["case"], message["source"], message.get("due")
        due_at = None if due is None else parse_instant(due)
        told = message.get("report")
        report = None if told is None else read_report(told)
    except (ValueError, TypeError, KeyError, AttributeError) as broken:
        raise Refused("The message is no wake.") from broken
    if not isinstance(number, str) or source not in get_args(WakeSource):
        raise Refused("The message is no wake.")
    return Wake(number=number, source=source, due_at=due_at, report=report)
