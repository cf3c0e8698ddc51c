"""IAM statements as lines that a person can read: who, on what, may do what, and when."""

import re
from collections.abc import Iterator
from typing import Any

from tests.infra.synthesis import Synthesis

_HASH = r"[0-9A-F]{8}"
_IMPORTED = re.compile(rf"ExportsOutput(?:FnGetAtt|Ref)(\w+?){_HASH}(StreamArn|Arn)?{_HASH}$")


def lines_of(synthesis: Synthesis, who: str, role: str) -> Iterator[str]:
    for statement in synthesis.statements(role):
        assert statement["Effect"] == "Allow"
        service, actions = _actions(statement["Action"])
        when = _condition(statement.get("Condition", {}))
        for resource in _as_list(statement["Resource"]):
            yield f"{who:18} {_said(resource):35} {service}: {', '.join(actions)}{when}"


def role_of(function: dict[str, Any]) -> str:
    return str(function["Role"]["Fn::GetAtt"][0])


def _actions(given: str | list[str]) -> tuple[str, list[str]]:
    pairs = [action.split(":") for action in _as_list(given)]
    (service,) = {service for service, _ in pairs}
    return service, sorted(action for _, action in pairs)


def _condition(given: dict[str, dict[str, str]]) -> str:
    parts = [f"{key} = {value}" for test in given.values() for key, value in test.items()]
    return f" if {' and '.join(parts)}" if parts else ""


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    ((kind, inner),) = value.items()
    if kind == "Fn::Join":
        whole = "".join(_said(part) for part in inner[1])
        return whole.rpartition(":")[2] if whole.startswith("arn:") else whole
    if kind == "Fn::ImportValue":
        found = _IMPORTED.search(inner)
        assert found, inner
        return f"{found[1]} stream" if found[2] == "StreamArn" else found[1]
    if kind == "Fn::GetAtt":
        return re.sub(rf"{_HASH}$", "", inner[0])
    return f"<{inner}>"


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
