"""Everything that can go wrong, as problem details (RFC 9457) with every fault and its pointer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import Response

from functions.api.rejections import MethodNotAllowed, StaleRecord
from shared.errors import Fault, MilepostError

PROBLEM_JSON = "application/problem+json"
_RETRY_SECONDS = "2"
_BROKEN = 500
_UNAVAILABLE = 503
_UNAUTHENTICATED = 401

TITLES = {
    "refused": "The request cannot be accepted",
    "illegal_move": "The record's state does not allow this",
    "conflict": "This contradicts an earlier request",
    "not_permitted": "Not permitted",
    "not_found": "Not found",
    "stale_revision": "Somebody else changed the record",
    "revision_missing": "If-Match is required",
    "busy": "Too many changes at once",
    "unavailable": "Temporarily unavailable",
    "unauthenticated": "Sign in",
    "malformed": "The body cannot be read",
    "method_not_allowed": "Method not allowed",
    "too_large": "The body is too large",
    "unsupported_media_type": "Unsupported media type",
}
_OUR_FAULT = "Something is wrong on our side. It has been recorded; trying again may help."

_UNKNOWN_AS = {"external_id": "There is no such key here: what files call external_id is `id`."}
_KEY = "[key]"
_PLACES = ("body", "query", "path", "header")


def document(error: MilepostError) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Status, headers and body for an error of the tree; what broke inside is not told."""
    broken = error.status == _BROKEN
    kind = "broken" if broken else error.kind
    body: dict[str, Any] = {
        "type": f"urn:milepost:problem:{kind}",
        "title": TITLES.get(kind, "Something went wrong"),
        "status": error.status,
        "detail": _OUR_FAULT if broken else error.message,
    }
    if error.faults:
        body["errors"] = [_fault(fault) for fault in error.faults]
    if isinstance(error, StaleRecord):
        body["current"] = error.current
    return error.status, _headers(error), body


def as_response(error: MilepostError) -> Response[str]:
    """Answer from inside the resolver."""
    status, headers, body = document(error)
    del headers["content-type"]
    return Response(
        status_code=status, content_type=PROBLEM_JSON, body=json.dumps(body), headers={**headers}
    )


def as_answer(error: MilepostError) -> dict[str, Any]:
    """Answer for a request that never reached the resolver."""
    status, headers, body = document(error)
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def faults_of_shape(errors: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Translate the shape checker's errors; the first part of a location says where to look."""
    return tuple(
        Fault(
            pointer=_pointer(error["loc"]),
            message=_words(error),
            code=str(error.get("type", "invalid")),
        )
        for error in errors
    )


def _words(error: Mapping[str, Any]) -> str:
    if error.get("type") == "extra_forbidden":
        return _UNKNOWN_AS.get(str(error["loc"][-1]), "There is no such key here.")
    return str(error.get("msg", "This cannot be accepted.")).removeprefix("Value error, ")


def _pointer(location: Sequence[Any]) -> str:
    where, *rest = location or ("body",)
    named = [str(part) for part in rest if part != _KEY]
    path = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in named)
    return path if where == "body" else f"{where}:{path}"


def _fault(fault: Fault) -> dict[str, str]:
    place, colon, pointer = fault.pointer.partition(":")
    if not colon or place not in _PLACES:
        place, pointer = "body", fault.pointer
    return {"in": place, "pointer": pointer, "detail": fault.message, "code": fault.code}


def _headers(error: MilepostError) -> dict[str, str]:
    headers = {"content-type": PROBLEM_JSON, "cache-control": "no-store"}
    if error.status == _UNAVAILABLE:
        headers["retry-after"] = _RETRY_SECONDS
    if error.status == _UNAUTHENTICATED:
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed):
        headers["allow"] = ", ".join(error.allow)
    if isinstance(error, StaleRecord):
        headers["etag"] = error.etag
    return headers
