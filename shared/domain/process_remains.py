"""What can still be read of a process that has faults, so that the rest is judged in the same run."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.condition_remains import readable_condition
from shared.domain.process import EntitlementProcess
from shared.errors import Fault, Refused

_STEP = re.compile(r"[^.\[\]]+")
_ROUNDS = 8
_MEANT = ("when", "pause", "complete", "business_hours")
_NEEDED = ("milestone", "within_formula", "actions")
_NAMED = "unreadable"
_RECIPIENTS = ("to", "inform")
_UNLIKE_ANY = {"items": [{"field": "status", "operator": "equals", "value": _NAMED}]}
"""Criteria that are nobody else's, so that no other item seems to stand behind this one."""


def remains_of(body: Mapping[str, Any], faults: Sequence[Fault]) -> EntitlementProcess | None:
    """The process with something harmless where a fault lies, in its place; None if nothing is left.

    Only for finding further faults: paths stay those of `body`, times and names may not.
    """
    left: dict[str, Any] = {key: value for key, value in body.items() if key != "version"}
    for _ in range(_ROUNDS):
        for fault in faults:
            _take_out(left, [_step(step) for step in _STEP.findall(fault.pointer)])
        try:
            return EntitlementProcess.parse(left)
        except Refused as refused:
            faults = refused.faults
    return None


def is_sound(pointer: str, faults: Sequence[Fault]) -> bool:
    """Whether what a pointer names, an action or a milestone, is as it was written."""
    part, action = _part(pointer)
    for fault in faults:
        faulty_part, faulty_action = _part(fault.pointer)
        if faulty_part == part and faulty_action in ("", action):
            return False
    return True


def _part(pointer: str) -> tuple[str, str]:
    part, _, inner = pointer.partition(".")
    return part, inner.partition(".")[0] if inner.startswith("actions[") else ""


def _step(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() else text


def _take_out(left: dict[str, Any], path: Sequence[int | str]) -> None:
    match path:
        case ["name", *_]:
            left["name"] = _NAMED
        case ["milestones", int(place), *inner]:
            items = left["milestones"] = list(left["milestones"])
            items[place] = _item(items[place], inner)
        case [key, *_]:
            left.pop(str(key), None)
        case _:
            pass


def _item(given: Any, path: Sequence[int | str]) -> dict[str, Any]:
    item = dict(given) if isinstance(given, Mapping) else {}
    match path:
        case ["actions", int(place), *inner]:
            actions = list(item["actions"])
            actions[place] = _action(actions[place], inner, place)
            return {**item, "actions": actions}
        case ["when", *_]:
            return {**item, "when": readable_condition(item.get("when")) or _UNLIKE_ANY}
        case [str(key), *_] if key in _MEANT:
            left = {name: value for name, value in item.items() if name != key}
            readable = None if key == "business_hours" else readable_condition(item.get(key))
            return {**left, key: readable} if readable else left
        case ["within", *_]:
            return {**item, "within": "1m", "within_formula": None}
        case [str(key), *_] if key in item and key not in _NEEDED:
            return {name: value for name, value in item.items() if name != key}
    kept = {key: item[key] for key in _MEANT if key in item}
    given_actions = item.get("actions")
    actions = given_actions if isinstance(given_actions, list) else []
    name = item.get("milestone")
    return {
        **kept,
        "milestone": name if isinstance(name, str) and name.strip() else _NAMED,
        "within": "1m",
        **_formula(item, path),
        "actions": [_action(action, (), place) for place, action in enumerate(actions)],
    }


def _formula(item: Mapping[str, Any], path: Sequence[int | str]) -> dict[str, Any]:
    if "within_formula" not in item or list(path[:1]) == ["within_formula"]:
        return {}
    return {"within": None, "within_formula": item["within_formula"]}


def _action(given: Any, path: Sequence[int | str], place: int) -> dict[str, Any]:
    action = dict(given) if isinstance(given, Mapping) else {}
    given_do = action.get("do")
    do = list(given_do) if isinstance(given_do, list | tuple) else []
    if len(path) > 1 and path[0] == "do" and isinstance(path[1], int):
        do[path[1]] = _deed(do[path[1]], path[2:])
        return {**action, "do": do}
    return {"name": f"{_NAMED} {place}", "on": "success", "do": do}


def _deed(given: Any, path: Sequence[int | str]) -> dict[str, Any]:
    """One thing that an action does, without the recipient or the key that is at fault.

    Where several faults lie in one, an earlier one may have taken it out already.
    """
    kind, key = (*map(str, path[:2]), "", "")[:2]
    ordered = given.get(kind) if isinstance(given, Mapping) else None
    if not isinstance(ordered, Mapping) or key not in ordered:
        return {"event": {"name": _NAMED}}
    recipients = ordered[key]
    match path[2:]:
        case [int(place), *_] if key in _RECIPIENTS and isinstance(recipients, list | tuple):
            told = ["owner" if one == place else given for one, given in enumerate(recipients)]
            return {kind: {**ordered, key: told}}
    return {kind: {name: value for name, value in ordered.items() if name != key}}
