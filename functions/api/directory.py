"""Routes: the directory, one set of operations for every kind of document in it."""

from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from functions.api.desk import caller_of, world_of
from functions.api.directory_answers import told_document, told_page
from functions.api.directory_writing import changer, creator, deleter, replacer, router
from functions.api.etag import etag
from functions.api.parameters import Cursor, Name
from functions.api.replies import json_response
from functions.api.resources import RESOURCES, Resource, page_shape, told_shape
from functions.api.signed import signed
from shared.domain.service_contract import TermStatus
from shared.errors import Fault, Refused
from shared.workflows.documents_beside import Beside
from shared.workflows.list_documents import Sought, list_documents
from shared.workflows.put_document import read_document

__all__ = ["offer", "router"]

Limit = Annotated[int, Query(ge=1, le=100)]
Expand = Annotated[
    str | None, Query(max_length=200, description="Keys whose documents come along, with commas.")
]
Beginning = Annotated[
    str | None, Query(min_length=1, max_length=80, description="How the name begins, in any case.")
]
Status = Annotated[
    TermStatus | None, Query(description="Whether it is in force today, in its account's zone.")
]
Ids = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=8_000,
        description="Ids of at most a hundred, with commas; those that are not there are left out.",
    ),
]
_MOST_IDS = 100
_POSITIONAL = Parameter.POSITIONAL_OR_KEYWORD


def offer(resource: Resource) -> None:
    """Register every operation of one resource."""
    told = told_shape(resource)
    one, words, name = f"{resource.path}/<identifier>", resource.words, resource.name
    a_one = f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
    about: tuple[tuple[Callable[..., Any], str, str, int, str, str], ...] = (
        (_lister(resource, told), "GET", resource.path, 200, f"list{name}s", f"List {words}s"),
        (creator(resource, told), "POST", resource.path, 201, f"create{name}", f"Create {a_one}"),
        (_reader(resource, told), "GET", one, 200, f"show{name}", f"Show {a_one}"),
        (replacer(resource, told), "PUT", one, 200, f"replace{name}", f"Replace {a_one}"),
        (changer(resource, told), "PATCH", one, 200, f"change{name}", f"Change {a_one}"),
        (deleter(resource), "DELETE", one, 204, f"delete{name}", f"Delete {a_one}"),
    )
    for handler, method, path, status, operation, summary in about:
        router.route(
            path,
            method=method,
            status_code=status,
            tags=["Directory"],
            operation_id=operation,
            summary=summary,
        )(handler)


def _lister(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    page_type = page_shape(resource, told)

    def list_many(**given: Any) -> Any:
        world, beside = world_of(router), Beside(world_of(router))
        sought = Sought(
            resource.kind,
            named={key: (of, given[key]) for key, of in resource.filters.items() if given[key]},
            beginning=given["name"] or "",
            status=given.get("status"),
            ids=_ids(given["ids"]),
        )
        page = list_documents(world, sought, beside, given["cursor"], given["limit"])
        caller, expand = caller_of(router), given["expand"]
        return json_response(
            page_type(**told_page(world, resource, told, page, caller, beside, expand))
        )

    filters = [
        Parameter(key, _POSITIONAL, default=None, annotation=Name) for key in resource.filters
    ]
    return signed(
        list_many,
        f"List {resource.words}s by name, or those that name something, by id; all that is given holds.",
        Response[page_type],  # type: ignore[valid-type]  # made for this resource
        Parameter("name", _POSITIONAL, default=None, annotation=Beginning),
        *filters,
        *((Parameter("status", _POSITIONAL, default=None, annotation=Status),) * resource.has_term),
        Parameter("ids", _POSITIONAL, default=None, annotation=Ids),
        Parameter("expand", _POSITIONAL, default=None, annotation=Expand),
        Parameter("cursor", _POSITIONAL, default=None, annotation=Cursor),
        Parameter("limit", _POSITIONAL, default=50, annotation=Limit),
    )


def _ids(given: str | None) -> tuple[str, ...]:
    ids = tuple(name for one in (given or "").split(",") if (name := one.strip()))
    if len(ids) > _MOST_IDS:
        words = f"At most {_MOST_IDS} ids at a time."
        raise Refused("These are too many.", faults=(Fault("query:/ids", words, "too_many"),))
    return ids


def _reader(resource: Resource, told: type[Any]) -> Callable[..., Any]:
    def show_one(identifier: str, expand: str | None = None) -> Any:
        world = world_of(router)
        held = read_document(world, resource.kind, unquote(identifier))
        body = told_document(world, resource, told, held, caller_of(router), expand)
        return json_response(body, headers={"etag": etag(held.edition)})

    return signed(
        show_one,
        f"Show one {resource.words}; `expand` brings what it names along.",
        Response[told],  # type: ignore[valid-type]  # made for this resource
        Parameter("identifier", _POSITIONAL, annotation=str),
        Parameter("expand", _POSITIONAL, default=None, annotation=Expand),
    )


for _resource in RESOURCES:
    offer(_resource)
