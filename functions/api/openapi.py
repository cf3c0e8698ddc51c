"""Writes docs/openapi.json: what the resolver knows, and what every operation may refuse."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer

from functions.api.answers import Problem
from functions.api.app import app, back_office, portal
from functions.api.configuration_schemas import configuration_schemas
from functions.api.description import DOCUMENT
from functions.api.examples import EXAMPLES, RESPONSES, problem
from functions.api.permissions import (
    CASES,
    CHANGE_CONFIGURATION,
    CHANGE_CUSTOMERS,
    NOBODY_IN_PARTICULAR,
    OPERATIONS,
    PREVIEW_JOBS,
    PREVIEW_MAIL,
    PREVIEW_MATCHING,
    READ_AUDIT,
    READ_CONFIGURATION,
    READ_CUSTOMERS,
    SIMULATE,
    WORK_ORDERS,
    WRITE_DRAFTS,
)
from functions.api.problems import PROBLEM_JSON, TITLES

_BEHIND = (back_office(), portal())
"""Resolvers that requests meet only when they are asked for."""

_VERSION = "1.0.0"
_SUMMARY = """Open records, see which entitlement they have and why, and keep their milestones.

Sign in with Cognito and send the access token. Customers and partners send the ID token, which says
which contact they are; for them there is nothing but `/portal`, and all else answers 404. Instants are UTC text, durations are seconds with
words beside them. Lists give the cursor of their next page. A record's ETag is its revision:
changing it takes `If-Match`. A POST may carry an `Idempotency-Key`, which is remembered for a day.
Everything that is refused is a problem document (RFC 9457) with every fault at once."""

_LISTS = (
    *("/cases", "/work-orders", "/me/tasks", "/effects/parked", "/jobs"),
    *("/portal/cases", "/portal/entitlements"),
)
"""Addresses whose query may be at fault."""

_WITH_QUERY = (READ_CUSTOMERS, READ_AUDIT, READ_CONFIGURATION)

_BY_EDITION = (CHANGE_CUSTOMERS, CHANGE_CONFIGURATION, WRITE_DRAFTS)
_PUBLISH = "POST /processes/{name}/draft/publish"

_OF_BODY = frozenset({400, 413, 415, 422})
_OF_METHOD = {"POST": _OF_BODY, "PATCH": _OF_BODY | {412, 428}, "PUT": _OF_BODY | {412, 428}}

_PREVIEWS = (PREVIEW_JOBS, PREVIEW_MATCHING, PREVIEW_MAIL, SIMULATE)
"""What they allow writes nothing, so that two requests never contradict each other."""

_FROM_THE_LIBRARY = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
_KIND_OF_STATUS = {
    400: "malformed",
    401: "unauthenticated",
    403: "not_permitted",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    412: "stale_revision",
    413: "too_large",
    415: "unsupported_media_type",
    422: "refused",
    428: "revision_missing",
    500: "broken",
    503: "unavailable",
}
_NAME_OF_STATUS = {status: f"Problem{status}" for status in _KIND_OF_STATUS}


def document() -> dict[str, Any]:
    """Make the whole document; the same code gives the same text."""
    described = _described(app)
    for behind in map(_described, _BEHIND):
        described["paths"].update(behind["paths"])
        _add_shapes(described["components"]["schemas"], behind["components"]["schemas"])
    components = described["components"]
    _say_forms(components["schemas"])
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _complete(f"{method.upper()} {path}", operation)
            if "requestBody" in operation:
                _allow_no_body(operation["requestBody"], components["schemas"])
    described["paths"].update(_twins(described["paths"]))
    components["schemas"].update(_problem_schemas())
    components["schemas"] = {
        name: _without_titles(schema)
        for name, schema in components["schemas"].items()
        if name not in _FROM_THE_LIBRARY
    }
    components["examples"] = {name: {"value": value} for name, value in EXAMPLES.items()}
    components["responses"] = {
        _NAME_OF_STATUS[status]: _problem_response(status) for status in _KIND_OF_STATUS
    }
    return described


def _add_shapes(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Of two shapes with one name the later would describe the operations of the earlier."""
    twice = sorted(name for name in more if name in known and known[name] != more[name])
    if twice:
        raise ValueError(f"Two shapes are called {', '.join(twice)}.")
    known.update(more)


def _say_forms(schemas: dict[str, Any]) -> None:
    """What may be put: the shapes at the door are open, because documents are judged whole."""
    for name, form in configuration_schemas().items():
        example = {key: part for key, part in schemas.get(name, {}).items() if key == "example"}
        if not example and name in schemas:
            raise ValueError(f"two schemas are called {name}")
        schemas[name] = {**form, **example}


def _described(resolver: APIGatewayHttpResolver) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(
        resolver.get_openapi_json_schema(
            title="Milepost API",
            version=_VERSION,
            description=_SUMMARY,
            security_schemes={"access_token": HTTPBearer(bearerFormat="JWT")},
            security=[{"access_token": []}],
        )
    )
    return written


def _twins(paths: dict[str, Any]) -> dict[str, Any]:
    """The operations of work orders: those of cases, under names of their own."""
    twins: dict[str, Any] = {}
    for path, methods in paths.items():
        if path.startswith(CASES):
            twin = deepcopy(methods)
            for operation in twin.values():
                operation["operationId"] += "OfWorkOrder"
                operation["summary"] += " (work order)"
                operation["tags"] = ["Work orders"]
            twins[path.replace(CASES, WORK_ORDERS, 1)] = twin
    return twins


def statuses(key: str) -> tuple[int, ...]:
    """Name the problems that an operation such as `PATCH /cases/{number}` may answer."""
    method, _, path = key.partition(" ")
    if OPERATIONS[key] is NOBODY_IN_PARTICULAR:
        return (500,)
    # to a customer what is not theirs is not there, at any address
    found = {401, 403, 404, 500, 503}
    if "{" in path or path in _LISTS or OPERATIONS[key] in _WITH_QUERY:
        found.add(422)
    found |= _OF_METHOD.get(method, frozenset())
    if method == "POST" and OPERATIONS[key] not in _PREVIEWS:
        found.add(409)
    if method == "DELETE" and OPERATIONS[key] in _BY_EDITION:
        found |= {412, 422}
    if key == _PUBLISH:
        found |= {412, 428}
    return tuple(sorted(found))


def _complete(key: str, operation: dict[str, Any]) -> None:
    permission = OPERATIONS[key]
    if permission is NOBODY_IN_PARTICULAR:
        operation["security"] = []
    else:
        operation["x-permission"] = permission.name
        operation["x-roles"] = sorted(permission.roles)
    responses = {
        status: response for status, response in operation["responses"].items() if status[0] == "2"
    }
    for response in responses.values():
        _succeed(operation["operationId"], response)
    for status in statuses(key):
        responses[str(status)] = {"$ref": f"#/components/responses/{_NAME_OF_STATUS[status]}"}
    operation["responses"] = responses
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_titles(parameter["schema"])
        if parameter["name"].lower() == "if-match":
            parameter["required"] = key.startswith("PATCH ") or key == _PUBLISH
            parameter["schema"] = {"type": "string", "examples": ['"3"']}


def _allow_no_body(body: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Nothing is as good as `{}` for a command that need not be told anything."""
    asked = schemas[body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    body["required"] = bool(asked.get("required"))


def _succeed(name: str, response: dict[str, Any]) -> None:
    example, description, headers = RESPONSES[name]
    response["description"] = description
    if headers:
        response["headers"] = {
            header: {"description": words, "schema": {"type": "string"}}
            for header, words in headers.items()
        }
    if not example:
        response.pop("content", None)
    for content in response.get("content", {}).values():
        content["examples"] = {"typical": {"$ref": f"#/components/examples/{example}"}}


def _problem_schemas() -> dict[str, Any]:
    whole = Problem.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    parts = whole.pop("$defs")
    return {"Problem": whole, "ProblemItem": parts["ProblemItem"]}


def _problem_response(status: int) -> dict[str, Any]:
    kind = _KIND_OF_STATUS[status]
    return {
        "description": TITLES.get(kind, "Something went wrong"),
        "content": {
            PROBLEM_JSON: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": problem(status, kind),
            }
        },
    }


def _without_titles(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_titles(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_titles(part)
        for key, part in schema.items()
        if not (key == "title" and isinstance(part, str))
    }


def text() -> str:
    """Write the document as it is committed."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text(), encoding="utf-8")
    print(f"wrote {DOCUMENT}")
