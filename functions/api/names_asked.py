"""Names in a document whose form is at fault elsewhere: judged all the same, so that all is told at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.api.desk import world_of
from functions.api.resources import RESOURCES
from functions.api.strict_json import read_json
from shared.domain.directory_draft import check_draft
from shared.errors import Fault, Refused

_NEW, _ONE = 1, 2


def faults_of_names(router: Router, of_form: Sequence[Fault]) -> tuple[Fault, ...]:
    """Every fault of those keys of a directory's document that have the form they must have."""
    event = router.current_event
    collection, *rest = str(event.path).strip("/").split("/")
    resource = next((one for one in RESOURCES if one.path == f"/{collection}"), None)
    steps = 1 + len(rest)
    if resource is None or (event.http_method, steps) not in {("POST", _NEW), ("PATCH", _ONE)}:
        return ()
    try:
        asked = read_json(event.body or "{}")
    except Refused:
        return ()
    world = world_of(router)
    identifier = unquote(rest[0]) if rest else str(asked.pop("id", ""))
    held = world.directory.read(resource.kind, identifier) if rest else None
    faulty = {fault.pointer.split("/")[1] for fault in of_form if fault.pointer.startswith("/")}
    sound: dict[str, Any] = {key: value for key, value in asked.items() if key not in faulty}
    document = {**(held.document if held else {}), **sound}
    found = check_draft(
        resource.kind, identifier, document, world.directory.get, world.shelf.current()
    )
    return tuple(found)
