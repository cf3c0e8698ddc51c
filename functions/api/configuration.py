"""Routes: the configuration, one set of operations for every kind of document in it."""

from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from functions.api.configuration_answers import (
    ConfigurationDocument,
    ConfigurationPage,
    told_row,
)
from functions.api.desk import caller_of, new_router, world_of
from functions.api.etag import etag, expected_revision
from functions.api.fields_shown import without_hidden
from functions.api.paging import page_of
from functions.api.parameters import Cursor, IfMatch, IfNoneMatch
from functions.api.permissions import CHANGE_CONFIGURATION, is_allowed
from functions.api.rejections import StaleRecord
from functions.api.replies import json_response
from functions.api.signed import signed
from functions.api.themes import THEMES, Theme, document_shape
from shared.domain.configuration_row import edition_of
from shared.domain.configuration_wish import Document, Wish
from shared.domain.document_label import label_of
from shared.errors import Absent, RevisionMissing, StaleRevision
from shared.workflows.calendar_use import PARTS, CalendarUse, calendar_use
from shared.workflows.change_configuration import (
    ABSENT,
    Configured,
    delete_configured,
    put_configured,
)

router = new_router()

Limit = Annotated[int, Query(ge=1, le=100)]
_MOST_COUNTED = 3_200
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD
_NAME = Parameter("name", _POSITIONAL, annotation=str)


def offer(theme: Theme) -> None:
    """Register every operation of one kind."""
    one = f"{theme.path}/<name>" if theme.named else theme.path
    own = (_NAME,) if theme.named else ()
    if theme.named:
        _route(_lister(theme), "GET", theme.path, f"list{theme.name}", f"List {theme.words}")
    _route(_reader(theme, own), "GET", one, f"show{theme.name}", f"Show {theme.words}")
    _route(_putter(theme, own), "PUT", one, f"put{theme.name}", f"Put {theme.words}")
    if theme.may_go:
        words = f"Delete {theme.words}"
        _route(_deleter(theme, own), "DELETE", one, f"delete{theme.name}", words, 204)


def _route(
    handler: Callable[..., Any], method: str, path: str, name: str, summary: str, status: int = 200
) -> None:
    router.route(
        path,
        method=method,
        status_code=status,
        tags=["Configuration"],
        operation_id=name,
        summary=summary,
    )(handler)


def _lister(theme: Theme) -> Callable[..., Any]:
    def list_many(cursor: str | None = None, limit: int = 50) -> Any:
        rows = world_of(router).shelf.current().rows(theme.kind)
        page, following = page_of(rows, cursor, limit)
        items = [_told(row) for row in page]
        return json_response(ConfigurationPage(items=items, next=following))

    return signed(
        list_many,
        f"List every {theme.words} in force, by name.",
        Response[ConfigurationPage],
        Parameter("cursor", _POSITIONAL, default=None, annotation=Cursor),
        Parameter("limit", _POSITIONAL, default=50, annotation=Limit),
    )


def _reader(theme: Theme, own: tuple[Parameter, ...]) -> Callable[..., Any]:
    def show_one(name: str = theme.kind) -> Any:
        told = _shown(theme, unquote(name))
        return json_response(told, headers={"etag": etag(told.edition)})

    words = f"Show one {theme.words} as it is in force, in the form of configuration files."
    return signed(show_one, words, Response[ConfigurationDocument], *own)


def _putter(theme: Theme, own: tuple[Parameter, ...]) -> Callable[..., Any]:
    def put_one(
        body: BaseModel,
        name: str = theme.kind,
        if_match: str | None = None,
        if_none_match: str | None = None,
    ) -> Any:
        known = unquote(name).strip()
        expected = _expected(theme, known, if_match, if_none_match)
        wish = Wish(theme.kind, known, body.model_dump(mode="json"))
        try:
            put = put_configured(world_of(router), wish, caller_of(router), expected=expected)
        except StaleRevision as stale:
            raise _with_current(theme, known, stale) from stale
        told = told_row(put.document, put.warnings, _use(theme, put))
        return json_response(told, headers={"etag": etag(told.edition)})

    return signed(
        put_one,
        f"Create or replace one {theme.words}, judged with all that is in force as apply does.",
        Response[ConfigurationDocument],
        *own,
        Parameter("body", _POSITIONAL, annotation=document_shape(theme)),
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
        Parameter("if_none_match", _POSITIONAL, default=None, annotation=IfNoneMatch),
    )


def _use(theme: Theme, put: Configured) -> CalendarUse | None:
    """Who counts by a calendar that has changed; thousands of open records are not counted out."""
    if (theme.kind, put.fate) != ("calendar", "changed"):
        return None
    return calendar_use(world_of(router), put.document["name"], most=_MOST_COUNTED // PARTS)


def _deleter(theme: Theme, own: tuple[Parameter, ...]) -> Callable[..., Any]:
    def delete_one(name: str = theme.kind, if_match: str | None = None) -> Any:
        known = unquote(name).strip()
        expected = expected_revision(if_match) if if_match else None
        try:
            delete_configured(
                world_of(router), theme.kind, known, caller_of(router), expected=expected
            )
        except StaleRevision as stale:
            raise _with_current(theme, known, stale) from stale
        return Response(status_code=204, headers={"cache-control": "no-store"})

    return signed(
        delete_one,
        f"Delete one {theme.words}; refused while anything refers to it, naming what does.",
        Response[None],
        *own,
        Parameter("if_match", _POSITIONAL, default=None, annotation=IfMatch),
    )


def _expected(
    theme: Theme, name: str, if_match: str | None, if_none_match: str | None
) -> int | None:
    if (if_none_match or "").strip() == "*":
        return ABSENT
    if not if_match:
        raise RevisionMissing(
            "Say in If-Match which ETag you have seen, or send If-None-Match: * to create it."
        )
    expected = expected_revision(if_match)
    if expected is None and world_of(router).shelf.current().row(theme.kind, name) is None:
        raise StaleRevision(f"There is no {label_of(theme.kind, name)} to replace.")
    return expected


def _shown(theme: Theme, name: str) -> ConfigurationDocument:
    row = world_of(router).shelf.current().row(theme.kind, name)
    if row is None:
        raise Absent(f"There is no {label_of(theme.kind, name)}.")
    return _told(row)


def _told(row: Document) -> ConfigurationDocument:
    roles = caller_of(router).roles
    if is_allowed(roles, CHANGE_CONFIGURATION):
        return told_row(row)
    return told_row(without_hidden(row, roles))


def _with_current(theme: Theme, name: str, stale: StaleRevision) -> StaleRevision:
    row = world_of(router).shelf.current().row(theme.kind, name)
    if row is None:
        return stale
    current = told_row(row).model_dump(mode="json")
    return StaleRecord(stale.message, current=current, etag=etag(edition_of(row)))


for _theme in THEMES:
    offer(_theme)
