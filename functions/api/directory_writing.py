"""Routes: how documents of the directory are created, replaced, changed and deleted."""

from collections.abc import Callable, Mapping
from inspect import Parameter
from typing import Any
from urllib.parse import quote, unquote

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

from functions.api.desk import caller_of, new_router, repeat, world_of
from functions.api.directory_answers import told_document
from functions.api.etag import etag, expected_revision
from functions.api.parameters import IdempotencyKey, IfMatch, IfNoneMatch
from functions.api.rejections import StaleRecord
from functions.api.replies import json_response
from functions.api.resources import Resource, change_shape, new_shape, told_shape, whole_shape
from functions.api.signed import signed
from shared.errors import StaleRevision
from shared.workflows.create_document import create_document
from shared.workflows.delete_document import delete_document
from shared.workflows.judge_document import Asked
from shared.workflows.put_document import (
    change_document,
    replace_document,
)

router = new_router()
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD


def creator(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    """The operation that creates one."""

    def create_one(body: BaseModel, idempotency_key: str | None = None) -> Any:
        world = world_of(router)
        given = body.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        named = given.pop("id", None)
        name = named or world.mint.number().lower()
        asked = Asked(resource.kind, name, given, is_named=bool(named))
        held = create_document(world, asked, caller_of(router), repeat(router, body))
        return json_response(
            told_document(world, resource, told, held, caller_of(router)),
            status=201,
            headers={
                "location": f"{resource.path}/{quote(held.id, safe='')}",
                "etag": etag(held.edition),
            },
        )

    return signed(
        create_one,
        f"Create one {resource.words}; a taken id is a conflict.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("body", _POSITIONAL, annotation=new_shape(resource)),
        Parameter("idempotency_key", _POSITIONAL, default=None, annotation=IdempotencyKey),
    )


def replacer(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    """The operation that replaces one as a whole."""

    def replace_one(
        identifier: str,
        body: BaseModel,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> Any:
        world = world_of(router)
        asked = Asked(
            resource.kind,
            unquote(identifier),
            body.model_dump(mode="json", exclude_unset=True, exclude_none=True),
        )
        is_new = (if_none_match or "").strip() == "*"
        expected = 0 if is_new else expected_revision(if_match)
        try:
            held = replace_document(world, asked, caller_of(router), expected=expected)
        except StaleRevision as stale:
            raise _with_current(resource, told, asked.id, stale) from stale
        return json_response(
            told_document(world, resource, told, held, caller_of(router)),
            headers={"etag": etag(held.edition)},
        )

    return signed(
        replace_one,
        f"Replace one {resource.words} as a whole, or create it; what is left out is blank.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("body", _POSITIONAL, annotation=whole_shape(resource)),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
        Parameter("if_none_match", _POSITIONAL, default=None, annotation=IfNoneMatch),
    )


def changer(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    """The operation that changes some keys of one."""

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

    return signed(
        change_one,
        f"Change one {resource.words} that nobody has changed since you saw it; null clears.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("body", _POSITIONAL, annotation=change_shape(resource)),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
    )


def deleter(resource: Resource) -> Callable[..., Any]:
    """The operation that deletes one."""

    def delete_one(identifier: str, if_match: str | None = None) -> Any:
        expected = expected_revision(if_match) if if_match else None
        world, name = world_of(router), unquote(identifier)
        try:
            delete_document(world, resource.kind, name, caller_of(router), expected=expected)
        except StaleRevision as stale:
            raise _with_current(resource, told_shape(resource), name, stale) from stale
        return Response(status_code=204, headers={"cache-control": "no-store"})

    return signed(
        delete_one,
        f"Delete one {resource.words}; refused while anything refers to it, naming what does.",
        Response[None],
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
    )


def _with_current(
    resource: Resource, told: type[Any], identifier: str, stale: StaleRevision
) -> StaleRevision:
    world = world_of(router)
    held = world.directory.read(resource.kind, identifier)
    if held is None:
        return stale
    body = told_document(world, resource, told, held, caller_of(router))
    current: Mapping[str, Any] = body.model_dump(mode="json")
    return StaleRecord(stale.message, current=current, etag=etag(held.edition))
