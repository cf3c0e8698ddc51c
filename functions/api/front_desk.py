"""What every request passes before it is routed: size, address, method, person, permission, form."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from functions.api.caller import caller_of
from functions.api.permissions import (
    CASES,
    NOBODY_IN_PARTICULAR,
    OPERATIONS,
    PORTAL,
    WORK_ORDERS,
    demand,
)
from functions.api.rejections import Malformed, MethodNotAllowed, TooLarge, UnsupportedMediaType
from shared.domain.case_file import RecordType
from shared.domain.history import Caller
from shared.errors import Absent

MOST_BYTES = 1024 * 1024
_JSON = "application/json"
_JSON_BLANKS = " \t\r\n"
"""What JSON calls nothing; Python's idea of blanks has control characters in it."""
_WITH_BODY = frozenset({"POST", "PATCH", "PUT"})
_NAME = re.compile(r"\{(\w+)\}")
_GREEDY = {"milestone"}
_LOOSE = {"name", "identifier"}
"""All of these may hold a slash, which some gateways decode; the latter only where nothing else fits."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may go on: the event in one clean form, the operation, and who asks."""

    event: dict[str, Any]
    operation: str
    caller: Caller | None
    record_type: RecordType | None


def admit(event: Mapping[str, Any]) -> Admitted:
    """Let a request in; raises the first of 413, 404, 405, 401, 403, 415, 400 that holds.

    To a customer an operation of ours is not forbidden: it is not there (S2).
    """
    body = _body(event)
    method = str(event["requestContext"]["http"]["method"]).upper()
    operation, path = _operation(method, _path(event))
    # work orders are records on the case's code: the same routes, seeing records of their type
    is_work_order = path.startswith(WORK_ORDERS)
    path = f"{CASES}{path.removeprefix(WORK_ORDERS)}" if is_work_order else path
    record_type: RecordType | None = "case" if path.startswith(CASES) else None
    permission = OPERATIONS[operation]
    caller = None if permission is NOBODY_IN_PARTICULAR else caller_of(event)
    if caller is not None and caller.contact is not None and permission not in PORTAL:
        raise _nothing_there()
    if caller is not None:
        demand(caller.roles, permission)
    headers = {str(k).lower(): v for k, v in (event.get("headers") or {}).items()}
    if method in _WITH_BODY:
        headers["content-type"] = _content_type(headers, body)
        body = body if body.strip(_JSON_BLANKS) else "{}"
    clean = {**event, "rawPath": path, "headers": headers, "body": body, "isBase64Encoded": False}
    clean["requestContext"] = {**event["requestContext"], "stage": "$default"}
    return Admitted(clean, operation, caller, "work_order" if is_work_order else record_type)


def _body(event: Mapping[str, Any]) -> str:
    text = str(event.get("body") or "")
    if len(text) > 2 * MOST_BYTES:
        raise _too_large()
    try:
        raw = (
            base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
        )
        if len(raw) > MOST_BYTES:
            raise _too_large()
        return raw.decode()
    except (binascii.Error, UnicodeError) as broken:
        raise Malformed("The body is not text in UTF-8.") from broken


def _too_large() -> TooLarge:
    return TooLarge(f"The body is larger than {MOST_BYTES // 1024} KB.")


def _path(event: Mapping[str, Any]) -> str:
    path = str(event.get("rawPath") or "/")
    stage = event["requestContext"].get("stage", "$default")
    return path if stage == "$default" else path.removeprefix(f"/{stage}")


def _operation(method: str, path: str) -> tuple[str, str]:
    # an address that stands in the table as it is means itself, never the name of something
    for known in (_LITERAL.get(path.rstrip("/")) or _PATTERNS, _LOOSE_PATTERNS):
        allow: list[str] = []
        for operation, pattern in known.items():
            found = pattern.fullmatch(path)
            if found and operation.startswith(f"{method} "):
                return operation, _filled(operation.partition(" ")[2], found.groupdict())
            if found:
                allow.append(operation.partition(" ")[0])
        if allow:
            raise MethodNotAllowed(method, tuple(sorted(allow)))
    raise _nothing_there()


def _nothing_there() -> Absent:
    return Absent("There is nothing at this address.")


def _filled(template: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda name: quote(unquote(names[name[1]]), safe=""), template)


def _pattern(operation: str, greedy: set[str]) -> re.Pattern[str]:
    template = operation.partition(" ")[2]
    return re.compile(
        _NAME.sub(lambda name: f"(?P<{name[1]}>{'.+' if name[1] in greedy else '[^/]+'})", template)
        + "/?"
    )


_PATTERNS = {operation: _pattern(operation, _GREEDY) for operation in OPERATIONS}
_LOOSE_PATTERNS = {
    operation: _pattern(operation, _LOOSE)
    for operation in OPERATIONS
    if _LOOSE & set(_NAME.findall(operation))
}
_LITERAL: dict[str, dict[str, re.Pattern[str]]] = {}
for _operation_name, _known in _PATTERNS.items():
    _template = _operation_name.partition(" ")[2]
    if "{" not in _template:
        _LITERAL.setdefault(_template, {})[_operation_name] = _known


def _content_type(headers: Mapping[str, Any], body: str) -> str:
    given = str(headers.get("content-type") or "")
    kind = given.partition(";")[0].strip().lower()
    if body.strip(_JSON_BLANKS) and kind not in ("", _JSON):
        raise UnsupportedMediaType(f"Send {_JSON}.")
    return _JSON
