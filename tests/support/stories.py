"""Every life that the engine's tests know, written down line by line, as people come to read it.

`python -m tests.support.stories` writes the book anew; read what has changed before you keep it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.business_time import Instant, format_instant
from shared.domain.decision import FiredAction, Milestep
from shared.domain.life.life import Life
from shared.domain.scenario import live

FIXTURES = Path(__file__).parents[1] / "fixtures"
BOOK = FIXTURES / "golden" / "stories.txt"
DAY = "2026-03-02T"

Document = Mapping[str, Any]


def documents() -> dict[str, Document]:
    """The conformance scenarios and the stories below, by their names."""
    known = json.loads((FIXTURES / "scenarios.json").read_text("utf-8"))["scenarios"]
    return {one["id"]: one for one in (*known, *_stories())}


def written(document: Document) -> str:
    """One life as text: what happened, what is owed, and how everything stands in the end."""
    life = live(document)
    # what a conformance scenario expects of the end is told in its file already
    end = () if "expect" in document else (*_effects(life), *_end(life))
    told = [*_happenings(life), *end]
    return "\n".join((f"== {document['id']}", *told)) + "\n"


def read_book() -> dict[str, str]:
    """The lives as they were written down."""
    chapters = BOOK.read_text("utf-8").split("== ")[1:]
    return {chapter.partition("\n")[0]: f"== {chapter}" for chapter in chapters}


def _happenings(life: Life) -> Iterator[str]:
    for happening in life.happenings:
        yield f"{_clock(happening.at)} {'event' if happening.event else 'timer'}"
        for step in happening.steps:
            yield f"  {_step(step)}"
        for fired in happening.fired:
            yield f"  {_fired(fired)}"
        if happening.refused:
            yield f"  refused: {happening.refused}"


def _step(step: Milestep) -> str:
    which = f" {step.milestone}#{step.occurrence}" if step.milestone else ""
    target = f" -> {_clock(step.target)}" if step.target else ""
    because = f" ({step.because})" if step.because else ""
    return f"{_clock(step.at)} {step.what}{which}{target}{because}"


def _fired(fired: FiredAction) -> str:
    more = {
        "reason": fired.reason,
        "effects": list(fired.effects),
        "updates": dict(fired.updates),
    }
    kept = {name: value for name, value in more.items() if value}
    return (
        f"{_clock(fired.at)} {fired.result} {fired.milestone}#{fired.occurrence} "
        f"{fired.action}@{fired.item}.{fired.position} {fired.on} due {_clock(fired.due_at)} "
        f"{json.dumps(kept, sort_keys=True)}"
    )


def _effects(life: Life) -> Iterator[str]:
    for effect in life.file.effects:
        yield f"owed {effect.model_dump_json(exclude_defaults=True)}"


def _end(life: Life) -> Iterator[str]:
    file = life.file
    own = {name: value for name, value in file.fields.items() if name != "created_at"}
    yield f"fields {json.dumps(own, sort_keys=True)}"
    yield f"state {file.sla.model_dump_json(exclude_defaults=True, exclude={'milestones'})}"
    for known in life.milestones:
        yield f"facts {known.model_dump_json(exclude_none=True)}"
        why = life.why(known)
        if why is not None:
            yield f"why {why.model_dump_json(exclude_none=True)}"


def _clock(instant: Instant) -> str:
    return format_instant(instant)[5:].removesuffix("Z").removesuffix(":00")


def _equals(field: str, value: str) -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}


def _story(name: str, *events: Document, **process: Any) -> Document:
    """A record made on a Monday at 09:00; every instant is an hour of that day."""
    items = process.pop("milestones", [{}])
    fields = process.pop("fields", {})
    record = process.pop("record", {})
    until = process.pop("until", "20:00")
    return {
        "id": name,
        "calendars": {
            "Office": {
                "zone": "UTC",
                "week": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]},
            }
        },
        "process": {
            "name": "Support",
            "exit": _equals("status", "Closed"),
            "milestones": [{"milestone": "Reply", "within": "1h", **item} for item in items],
            **process,
        },
        "record": {
            "created_at": f"{DAY}09:00:00Z",
            "fields": {"status": "New", "priority": "High", **fields},
            **record,
        },
        "events": [{**event, "at": f"{DAY}{event['at']}:00Z"} for event in events],
        "until": f"{DAY}{until}:00Z",
    }


_CLOSE = {"set": {"status": "Closed"}}
_OPEN = {"set": {"status": "Open"}}
_SOLVED = _equals("status", "Closed")
_WARN = {"name": "warn", "on": "warning", "before": "20m"}
_BREACH = {"name": "breach", "on": "violation", "after": "0m"}
_THANKS = {"name": "thanks", "on": "success"}
_PAUSED = {"pause": _equals("status", "Waiting")}


def _stories() -> Iterator[Document]:
    yield from _reopenings()
    yield from _pauses()
    yield from _commands()
    yield from _actions()
    yield from _times()


def _reopenings() -> Iterator[Document]:
    actions = {"actions": [_WARN, _BREACH, _THANKS]}
    for mode in ("continue", "exclude_closed_time", "restart"):
        for own in (None, "keep", "resume", "restart"):
            item = {**actions, "complete": _SOLVED, **({"on_reopen": own} if own else {})}
            other = {"milestone": "Repair", "within": "3h", **actions, "on_reopen": own}
            yield _story(
                f"M11-{mode}-{own}-closed-twice",
                {"at": "09:20", **_CLOSE},
                {"at": "09:50", **_OPEN},
                {"at": "10:10", **_CLOSE},
                {"at": "10:40", **_OPEN},
                milestones=[item, {k: v for k, v in other.items() if v}],
                on_reopen=mode,
            )
            yield _story(
                f"M11-{mode}-{own}-closed-while-stopped",
                {"at": "09:20", "stop": True},
                {"at": "09:30", **_CLOSE},
                {"at": "10:30", **_OPEN},
                {"at": "11:00", "stop": False},
                milestones=[{**actions, **({"on_reopen": own} if own else {})}],
                on_reopen=mode,
            )
            yield _story(
                f"M11-{mode}-{own}-closed-while-scheduled",
                {"at": "09:20", "complete": "Reply"},
                {"at": "09:30", **_CLOSE},
                {"at": "09:40", **_OPEN},
                {"at": "10:20", **_CLOSE},
                {"at": "11:30", **_OPEN},
                milestones=[{**actions, **({"on_reopen": own} if own else {})}],
                milestone_types={"Reply": {"recurrence": "sequential"}},
                on_reopen=mode,
            )
    yield _story(
        "M11-reopened-in-the-second-of-the-exit",
        {"at": "09:20", **_CLOSE},
        {"at": "09:20", **_OPEN},
        on_reopen="exclude_closed_time",
    )
    yield _story(
        "M11-violated-while-out",
        {"at": "09:30", **_CLOSE},
        {"at": "11:00", **_OPEN},
        milestones=[actions, {"milestone": "Repair", "within": "2h", **actions}],
    )
    yield _story(
        "M11-criteria-lost-while-out",
        {"at": "09:30", **_CLOSE},
        {"at": "09:40", "set": {"status": "Open", "priority": "Low"}},
        milestones=[{"when": _equals("priority", "High")}, {"within": "2h"}],
    )


def _pauses() -> Iterator[Document]:
    own = {"milestone": "Own", **_PAUSED, "pauses": False}
    yield _story(
        "M10-three-kinds-of-pause",
        {"at": "09:10", "set": {"status": "Waiting"}},
        {"at": "09:20", "stop": {"reason": "parts", "by": "alex", "until": f"{DAY}11:00:00Z"}},
        {"at": "09:30", "set": {"status": "Open"}},
        {"at": "11:20", "stop": True},
        {"at": "11:20", "stop": False},
        milestones=[{"actions": [_WARN, _BREACH]}, own, {"milestone": "Runs", "pauses": False}],
        **_PAUSED,
    )
    yield _story(
        "M10-late-before-the-pause",
        {"at": "10:30", "stop": True},
        {"at": "11:00", "complete": "Reply", "completed_at": f"{DAY}10:45:00Z"},
        {"at": "11:30", "reopen_milestone": "Reply"},
        {"at": "12:00", "stop": False},
        milestones=[{"actions": [_BREACH, {**_BREACH, "name": "later", "after": "45m"}]}],
    )
    yield _story(
        "M10-stopped-at-the-very-target",
        {"at": "10:00", "stop": True},
        {"at": "10:10", "complete": "Reply"},
        {"at": "10:20", "reopen_milestone": "Reply"},
        {"at": "11:00", "stop": False},
        milestones=[{"actions": [_BREACH]}],
    )
    yield _story(
        "M4-made-late-and-in-a-pause",
        {"at": "09:10", "stop": True},
        {"at": "09:20", "stop": False},
        {"at": "09:30", "stop": True},
        {"at": "09:40", "set": {"priority": "Low"}},
        {"at": "10:00", "stop": False},
        milestones=[
            {"when": _equals("priority", "Low")},
            {"milestone": "Criteria", "when": _equals("priority", "Low"), "start": "criteria"},
        ],
    )
    yield _story(
        "M10-paused-then-tier-changed",
        {"at": "09:10", "stop": True},
        {"at": "09:30", "set": {"priority": "Low"}},
        {"at": "09:50", "stop": False},
        milestones=[{"when": _equals("priority", "High")}, {"within": "2h"}],
        business_hours="Office",
    )


def _commands() -> Iterator[Document]:
    yield _story(
        "M7-what-is-refused",
        {"at": "09:05", "complete": "Nothing"},
        {"at": "09:05", "reopen_milestone": "Nothing"},
        {"at": "09:05", "waive": "Nothing"},
        {"at": "09:06", "reopen_milestone": "Reply"},
        {"at": "09:07", "complete": "Reply", "completed_at": f"{DAY}09:08:00Z"},
        {"at": "09:08", "complete": "Reply", "completed_at": f"{DAY}08:59:00Z"},
        {"at": "09:09", "stop": False},
        {"at": "09:10", "stop": True},
        {"at": "09:11", "stop": True},
        {"at": "09:12", "stop": False},
        {"at": "09:13", "stop": {"until": f"{DAY}09:13:00Z"}},
        {"at": "09:20", "complete": "Reply"},
        {"at": "09:21", "complete": "Reply"},
        {"at": "09:30", **_CLOSE},
        {"at": "09:40", "complete": "Reply"},
        {"at": "09:40", "reopen_milestone": "Reply"},
    )
    yield _story(
        "M16-waived-in-all-states",
        {"at": "09:10", "waive": "Reply"},
        {"at": "09:11", "waive": "Reply"},
        {"at": "10:30", "waive": "Late", "waive_reason": "agreed"},
        {"at": "10:40", "complete": "Reply"},
        {"at": "11:40", "complete": "Late"},
        milestones=[
            {"actions": [_WARN, _BREACH, _THANKS]},
            {"milestone": "Late", "actions": [_BREACH]},
        ],
    )
    yield _story(
        "M7-by-condition-and-by-event",
        {"at": "09:20", "event": "public_reply"},
        {"at": "09:30", "set": {"status": "Solved"}},
        {"at": "09:40", "reopen_milestone": "Reply"},
        milestones=[
            {"complete": {"event": "public_reply"}, "actions": [_THANKS]},
            {"milestone": "Repair", "complete": _equals("status", "Solved")},
            {"milestone": "Person"},
        ],
    )
    yield _story(
        "M7-a-created-record-was-answered-already",
        milestones=[{"complete": {"event": "first_public_reply"}, "actions": [_THANKS]}],
        record={"event": "first_public_reply"},
    )
    yield _story(
        "M11-required-to-close",
        {"at": "09:10", **_CLOSE},
        {"at": "09:20", "complete": "Repair"},
        {"at": "09:30", "event": "closed"},
        {"at": "09:40", **_CLOSE, "force_close": True},
        milestones=[
            {"required_to_close": True},
            {"milestone": "Repair", "required_to_close": True},
            {"milestone": "Other"},
        ],
    )
    yield _story(
        "M1-no-process-is-applied",
        {"at": "09:10", "complete": "Reply"},
        {"at": "09:20", "reopen_milestone": "Reply"},
        {"at": "09:30", "waive": "Reply"},
        {"at": "09:40", "set": {"priority": "Low"}},
        {"at": "10:00", "apply_process": True, "entry_at": f"{DAY}10:00:00Z"},
        {"at": "10:10", "set": {"opened_at": f"{DAY}10:05:00Z"}},
        record={"process_applied": False},
        entry="opened_at",
    )
    yield _story(
        "M6-independent-after-a-completion",
        {"at": "09:20", "complete": "Reply"},
        {"at": "09:50", "complete": "Reply"},
        {"at": "09:55", "set": {"priority": "Low"}},
        {"at": "10:00", "set": {"priority": "High"}},
        milestones=[{"when": _equals("priority", "High"), "complete": _equals("status", "Solved")}],
        milestone_types={"Reply": {"recurrence": "independent"}},
    )


def _actions() -> Iterator[Document]:
    mail = {"email": {"template": "late", "to": ["owner", {"queue": "Second"}]}}
    escalate = {
        "escalate": {
            "queue": "Second",
            "priority": "Critical",
            "template": "late",
            "inform": ["manager"],
        }
    }
    yield _story(
        "A1-escalated-three-times",
        milestones=[
            {
                "actions": [
                    {**_WARN, "do": [mail]},
                    {**_BREACH, "do": [escalate, mail]},
                    {
                        **_BREACH,
                        "name": "boss",
                        "after": "30m",
                        "do": [{"escalate": {"owner": "kim"}}],
                    },
                    {
                        **_BREACH,
                        "name": "write",
                        "after": "60m",
                        "do": [
                            {
                                "update": {
                                    "note": {"formula": "UPPER(priority) & '!'"},
                                    "owner": None,
                                }
                            },
                            {"update": {"never": None}},
                            {"escalate": {}},
                        ],
                    },
                    {**_THANKS, "do": [mail]},
                ]
            },
            {
                "milestone": "Rescue",
                "within": "2h",
                "when": _equals("priority", "Critical"),
                "start": "criteria",
            },
        ],
        fields={"owner": "bob"},
    )
    ping = {"name": "pong", "on": "success", "do": [{"update": {"ball": "b"}}]}
    pong = {"name": "ping", "on": "success", "do": [{"update": {"ball": "a"}}, mail]}
    yield _story(
        "A2-ping-pong",
        {"at": "09:10", "set": {"ball": "a"}},
        {"at": "09:20", "set": {"ball": "none"}},
        milestones=[
            {"milestone": "Ping", "complete": _equals("ball", "a"), "actions": [ping]},
            {"milestone": "Pong", "complete": _equals("ball", "b"), "actions": [pong, _THANKS]},
        ],
        milestone_types={n: {"recurrence": "independent"} for n in ("Ping", "Pong")},
    )
    for policy in ("fire", "skip", "last_only"):
        late = {"if_late": policy}
        yield _story(
            f"M13-late-{policy}",
            {"at": "10:30", "set": {"priority": "Low"}},
            milestones=[
                {
                    "when": _equals("priority", "Low"),
                    "actions": [
                        {**_WARN, **late},
                        {**_WARN, "name": "warn2", "before": "10m", **late},
                        {**_WARN, "name": "percent", "before": None, "at": "33%"},
                        {**_BREACH, **late},
                        {**_BREACH, "name": "b10", "after": "10m", **late},
                        {**_BREACH, "name": "clock", "after": "2h", "hours": "clock"},
                        {**_WARN, "name": "early", "before": "30m", "hours": "clock"},
                    ],
                },
                {"milestone": "Stopped", "pause": _equals("priority", "Low")},
                {"milestone": "Other", "actions": [_WARN, _BREACH]},
            ],
        )


def _times() -> Iterator[Document]:
    for hours in (None, "Office"):
        yield _story(
            f"C9-hours-of-the-entitlement-{hours}",
            milestones=[{"within": "5h"}],
            record={"entitlement_hours": hours, "business_hours": None},
        )
    yield _story(
        "M17-closed-and-paused-spans",
        {"at": "09:20", "stop": True},
        {"at": "09:40", "stop": False},
        {"at": "10:00", "stop": True},
        {"at": "12:30", "stop": False},
        {"at": "13:10", "stop": True},
        milestones=[{"within": "4h"}],
        business_hours="Office",
        until="14:00",
    )
    formulas = {
        "least": "0 - 5",
        "text": "'many'",
        "half": "VALUE(seats) / 2",
        "most": "10000000000",
    }
    for name, formula in formulas.items():
        yield _story(
            f"M4-allowed-by-formula-{name}",
            milestones=[{"within": None, "within_formula": formula}],
            fields={"seats": "45"},
            until="09:10",
        )
    yield _story(
        "M2-the-entry-moves",
        {"at": "09:10", "set": {"opened_at": f"{DAY}11:00:00Z"}},
        {"at": "09:20", "set": {"opened_at": "no instant"}},
        {"at": "09:30", "set": {"opened_at": f"{DAY}09:40:00Z"}},
        {"at": "10:00", "set": {"opened_at": f"{DAY}08:00:00Z"}},
        {"at": "10:05", "stop": True},
        {"at": "10:10", "set": {"opened_at": f"{DAY}10:00:00Z"}},
        {"at": "10:20", "set": {"opened_at": f"{DAY}10:00:00Z"}},
        {"at": "10:30", "set": {"opened_at": None}},
        {"at": "10:40", "stop": False},
        milestones=[{"actions": [_WARN, _BREACH]}, {"milestone": "C", "start": "criteria"}],
        entry="opened_at",
    )
    yield _story(
        "M6-sequential-through-a-stop",
        {"at": "09:20", "complete": "Reply"},
        {"at": "09:50", "stop": True},
        {"at": "10:30", "stop": False},
        {"at": "10:40", "complete": "Reply"},
        {"at": "10:50", "set": {"priority": "Low"}},
        milestones=[{"when": _equals("priority", "High"), "actions": [_WARN]}],
        milestone_types={"Reply": {"recurrence": "sequential"}},
    )
    yield _story(
        "K5-now-is-the-instant-of-the-engine",
        {"at": "09:30", "set": {"priority": "Low"}},
        {"at": "10:30", "set": {"priority": "High"}},
        milestones=[
            {"when": {"formula": "NOW() - created_at > 1 / 24"}, "start": "criteria"},
            {
                "milestone": "Soon",
                "pause": {
                    "items": [{"field": "created_at", "operator": "within", "value": "45 minutes"}]
                },
                "complete": {"formula": "NOW() - created_at > 1 / 24"},
            },
        ],
        pause={"formula": "AND(NOW() - created_at > 1 / 24, ISPICKVAL(priority, 'High'))"},
        exit={"formula": "NOW() - created_at > 1 / 2"},
    )


def main() -> None:
    """Write the book anew."""
    BOOK.write_text("".join(written(document) for document in documents().values()), "utf-8")


if __name__ == "__main__":
    main()
