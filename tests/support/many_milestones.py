"""A process of any number of milestones, five triggers each, and what must come of it, by hand."""

import json
from pathlib import Path
from typing import Any, TypeAlias

from shared.business_time.instant import Instant
from tests.support.town import EXAMPLES, MINUTE

EMAIL = {"email": {"template": "warning", "to": [{"queue": "Desk"}]}}
TRIGGERS = (
    {"name": "half", "on": "warning", "at": "50%"},
    {"name": "soon", "on": "warning", "before": "30m"},
    {"name": "breach", "on": "violation", "after": "0m"},
    {"name": "worse", "on": "violation", "after": "15m"},
    {"name": "done", "on": "success"},
)
HIGH = {"items": [{"field": "priority", "operator": "equals", "value": "High"}]}
KINDS = 5

Told: TypeAlias = tuple[str, str, str, str]
"""Milestone, occurrence, action, instant."""


def allowed_minutes(place: int) -> int:
    """The allowed time of a High record, for every kind of item; ten in a row are due together."""
    return 61 + place - place % 10


def an_item(place: int, name: str = "Milestone {place}") -> list[dict[str, Any]]:
    """The item at a place, with its other tier if it has one: plain, tiers, criteria, event, formula."""
    allowed = f"{allowed_minutes(place)}m"
    item: dict[str, Any] = {"milestone": name.format(place=place), "within": allowed}
    item["actions"] = [{**trigger, "do": [EMAIL]} for trigger in TRIGGERS]
    match place % KINDS:
        case 1:
            low = {"milestone": item["milestone"], "within": "1d"}
            return [{**item, "when": HIGH}, low]
        case 2:
            return [{**item, "start": "criteria", "when": {"formula": "ISPICKVAL(Status, 'New')"}}]
        case 3:
            return [{**item, "complete": {"event": "first_public_reply"}}]
        case 4:
            del item["within"]
            minutes = f"IF(Case.Priority = 'high', 60, 240) + {allowed_minutes(place) - 60}"
            return [{**item, "within_formula": minutes}]
        case _:
            return [item]


def a_process(count: int, name: str = "Milestone {place}") -> dict[str, Any]:
    """A process of `count` milestone types; the fourth of each five recurs in sequence."""
    recurring = {
        name.format(place=place): {"recurrence": "sequential"}
        for place in range(count)
        if place % KINDS == 3
    }
    items = [one for place in range(count) for one in an_item(place, name)]
    return {"name": "Many", "milestone_types": recurring, "milestones": items}


def organisation(folder: Path, process: dict[str, Any]) -> str:
    """The folder of the smoke test's organisation, whose one entitlement runs on `process`."""
    smoke = (EXAMPLES / "smoke" / "organisation.yaml").read_text(encoding="utf-8")
    ours = smoke.replace("process: Smoke\n", "process: Many\n")
    assert ours != smoke
    (folder / "organisation.yaml").write_text(ours, encoding="utf-8")
    document = json.dumps({"kind": "process", **process})
    (folder / "many.json").write_text(document, encoding="utf-8")
    return str(folder)


def expected(count: int, born: Instant, answered: Instant, until: Instant) -> set[Told]:
    """Milestone, occurrence, action and due instant of all that fires until then, `until` included.

    Business time is the clock's here, so everything is an addition.
    """
    found: set[Told] = set()
    for place in range(count):
        start, ends = born, until + 1
        occurrence = 1
        if place % KINDS == 3:
            ends = answered
            found.add((f"Milestone {place}", "1", "done", str(answered)))
        found |= _due(place, occurrence, start, ends)
        if place % KINDS == 3:
            # the next one begins at the target of the last, and nobody answers again
            target = born + allowed_minutes(place) * MINUTE
            found |= _due(place, 2, max(answered, target), until + 1)
    return found


def _due(place: int, occurrence: int, start: Instant, ends: Instant) -> set[Told]:
    allowed = allowed_minutes(place) * MINUTE
    target = start + allowed
    dues = {
        "half": target - allowed * 50 // 100,
        "soon": target - 30 * MINUTE,
        "breach": target,
        "worse": target + 15 * MINUTE,
    }
    return {
        (f"Milestone {place}", str(occurrence), action, str(due))
        for action, due in dues.items()
        if due < ends
    }
