"""A document whose form is at fault: what is sound of it is judged all the same, so that all is told at once."""

from collections.abc import Sequence
from urllib.parse import unquote

from aws_lambda_powertools.event_handler.api_gateway import Router

from functions.api.desk import caller_of, world_of
from functions.api.resources import RESOURCES
from functions.api.strict_json import read_json
from shared.errors import Fault, Refused
from shared.workflows.judge_document import Asked, faults_in

_NEW, _ONE = 1, 2


def faults_of_names(router: Router, of_form: Sequence[Fault]) -> tuple[Fault, ...]:
    """Every fault of those keys of a directory's document that have the form they must have."""
    event = router.current_event
    collection, *rest = str(event.path).strip("/").split("/")
    resource = next((one for one in RESOURCES if one.path == f"/{collection}"), None)
    steps = 1 + len(rest)
    if resource is None or (event.http_method, steps) not in {
        ("POST", _NEW),
        ("PUT", _ONE),
        ("PATCH", _ONE),
    }:
        return ()
    try:
        asked = read_json(event.body or "{}")
    except Refused:
        return ()
    world = world_of(router)
    named = unquote(rest[0]) if rest else asked.pop("id", None)
    identifier = str(named or "new")
    held = world.directory.read(resource.kind, identifier) if rest else None
    before = held.document if held else None
    faulty = {fault.pointer.split("/")[1] for fault in of_form if fault.pointer.startswith("/")}
    sound = {key: value for key, value in asked.items() if key not in faulty}
    kept = (before or {}) if event.http_method == "PATCH" else {}
    whole = {key: value for key, value in {**kept, **sound}.items() if value is not None}
    found = faults_in(
        world,
        Asked(resource.kind, identifier, whole, is_named=bool(named)),
        before,
        caller_of(router),
        sound,
    )
    # what was left out for its form is not missing
    return tuple(fault for fault in found if fault.pointer.split("/")[1] not in faulty)
