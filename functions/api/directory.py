"""Routes: the directory, one set of operations for every kind of document in it."""

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.directory_answers import told_document, told_page
from functions.api.etag import etag, expected_revision
from functions.api.parameters import Cursor, IdempotencyKey, IfMatch, Name
from functions.api.rejections import StaleRecord
from functions.api.replies import json_response
from functions.api.resources import (
    RESOURCES,
    Resource,
    change_shape,
    new_shape,
    page_shape,
    told_shape,
)
from shared.errors import Fault, Refused, StaleRevision
from shared.workflows.delete_document import delete_document
from shared.workflows.put_document import (
    Asked,
    change_document,
    create_document,
    read_document,
)

router = new_router()

Limit = Annotated[int, Query(ge=1, le=100)]
Expand = Annotated[
    str | None, Query(max_length=200, description="Keys whose documents come along, with commas.")
]
Beginning = Annotated[
    str | None, Query(min_length=1, max_length=80, description="How the name begins, in any case.")
]
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD


def offer(resource: Resource) -> None:
    """Register every operation of one resource."""
    told = told_shape(resource)
    tags, name = ["Directory"], resource.name
    one = f"{resource.path}/<identifier>"
    article = "an" if resource.words[0] in "aeiou" else "a"
    about: tuple[tuple[Callable[..., Any], str, str, int, str, str], ...] = (
        (
            _lister(resource, told),
            "GET",
            resource.path,
            200,
            f"list{name}s",
            f"List {resource.words}s",
        ),
        (
            _creator(resource, told),
            "POST",
            resource.path,
            201,
            f"create{name}",
            f"Create {article} {resource.words}",
        ),
        (
            _reader(resource, told),
            "GET",
            one,
            200,
            f"show{name}",
            f"Show {article} {resource.words}",
        ),
        (
            _changer(resource, told),
            "PATCH",
            one,
            200,
            f"change{name}",
            f"Change {article} {resource.words}",
        ),
        (
            _deleter(resource),
            "DELETE",
            one,
            204,
            f"delete{name}",
            f"Delete {article} {resource.words}",
        ),
    )
    for handler, method, path, status, operation, summary in about:
        router.route(
            path,
            method=method,
            status_code=status,
            tags=tags,
            operation_id=operation,
            summary=summary,
        )(handler)


def _lister(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    page_type = page_shape(resource, told)

    def list_many(**given: Any) -> Any:
        chosen = {key: given[key] for key in resource.filters if given[key] is not None}
        if len(chosen) + bool(given["name"]) > 1:
            words = f"Give at most one of {', '.join(('name', *resource.filters))}."
            raise Refused("One list at a time.", faults=(Fault("query:/", words),))
        of = next(((resource.filters[key], value) for key, value in chosen.items()), None)
        page = world_of(router).directory.list(
            resource.kind,
            of=of,
            beginning=given["name"] or "",
            cursor=given["cursor"],
            limit=given["limit"],
        )
        return json_response(
            page_type(**told_page(world_of(router), resource, told, page, caller_of(router)))
        )

    filters = [
        Parameter(key, _POSITIONAL, default=None, annotation=Name) for key in resource.filters
    ]
    return _signed(
        list_many,
        f"List {resource.words}s: by name, or those that name one thing, by id.",
        Response[page_type],  # type: ignore[valid-type]  # made for this resource
        Parameter("name", _POSITIONAL, default=None, annotation=Beginning),
        *filters,
        Parameter("cursor", _POSITIONAL, default=None, annotation=Cursor),
        Parameter("limit", _POSITIONAL, default=50, annotation=Limit),
    )


def _creator(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    def create_one(body: BaseModel, idempotency_key: str | None = None) -> Any:
        world = world_of(router)
        given = body.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        once = repeat(router, body)
        named = given.pop("id", None)
        made = once.key.rpartition(":")[2][:16] if once else world.mint.number().lower()
        asked = Asked(resource.kind, named or made, given, is_repeatable=once is not None)
        held = create_document(world, asked, caller_of(router))
        return json_response(
            told_document(world, resource, told, held, caller_of(router)),
            status=201,
            headers={
                "location": f"{resource.path}/{quote(held.id, safe='')}",
                "etag": etag(held.edition),
            },
        )

    return _signed(
        create_one,
        f"Create one {resource.words}; a taken id is a conflict.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("body", _POSITIONAL, annotation=new_shape(resource)),
        Parameter("idempotency_key", _POSITIONAL, default=None, annotation=IdempotencyKey),
    )


def _reader(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    def show_one(identifier: str, expand: str | None = None) -> Any:
        world = world_of(router)
        held = read_document(world, resource.kind, unquote(identifier))
        body = told_document(world, resource, told, held, caller_of(router), expand)
        return json_response(body, headers={"etag": etag(held.edition)})

    return _signed(
        show_one,
        f"Show one {resource.words}; `expand` brings what it names along.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("expand", _POSITIONAL, default=None, annotation=Expand),
    )


def _changer(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    def change_one(identifier: str, body: BaseModel, if_match: str | None = None) -> Any:
        world, expected = world_of(router), expected_revision(if_match)
        asked = Asked(
            resource.kind, unquote(identifier), body.model_dump(mode="json", exclude_unset=True)
        )
        try:
            held = change_document(world, asked, caller_of(router), expected=expected)
        except StaleRevision as stale:
            raise _with_current(resource, told, asked.id, stale) from stale
        return json_response(
            told_document(world, resource, told, held, caller_of(router)),
            headers={"etag": etag(held.edition)},
        )

    return _signed(
        change_one,
        f"Change one {resource.words} that nobody has changed since you saw it; null clears.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("body", _POSITIONAL, annotation=change_shape(resource)),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
    )


def _deleter(resource: Resource) -> Callable[..., Any]:
    def delete_one(identifier: str, if_match: str | None = None) -> Any:
        expected = expected_revision(if_match) if if_match else None
        world, name = world_of(router), unquote(identifier)
        try:
            delete_document(world, resource.kind, name, caller_of(router), expected=expected)
        except StaleRevision as stale:
            raise _with_current(resource, told_shape(resource), name, stale) from stale
        return Response(status_code=204, headers={"cache-control": "no-store"})

    return _signed(
        delete_one,
        f"Delete one {resource.words}; refused while anything refers to it, naming what does.",
        Response[None],
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
    )


def _with_current(
    resource: Resource, told: type[Any], identifier: str, stale: StaleRevision
) -> StaleRecord:
    world = world_of(router)
    held = read_document(world, resource.kind, identifier)
    body = told_document(world, resource, told, held, caller_of(router))
    current: Mapping[str, Any] = body.model_dump(mode="json")
    return StaleRecord(stale.message, current=current, etag=etag(held.edition))


def _signed(
    handler: Callable[..., Any], words: str, answer: Any, *parameters: Parameter
) -> Callable[..., Any]:
    """Give a handler the signature and the words that the resolver reads."""
    handler.__doc__ = words
    handler.__signature__ = Signature(list(parameters), return_annotation=answer)  # type: ignore[attr-defined]  # as inspect reads it
    return handler


for _resource in RESOURCES:
    offer(_resource)
