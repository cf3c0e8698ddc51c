"""Make the first answers quick: start every function once, one by one, since many at once are slow."""

import click

from cli.local.clients import client
from cli.local.desk import Desk
from cli.local.place import Place
from shared.names import Door

_PAGES = ("/web-to-case", "/openapi.json")
_FED = (Door.SWEEP, Door.MILESTONE_ACTIONS, Door.CALL_OUT, Door.PUBLISH_EVENTS, Door.EMAIL_TO_CASE)
_NOTHING = b'{"Records": []}'


def warm(place: Place) -> None:
    """Ask each function for something harmless; raises ClickException if one does not work."""
    desk = Desk(place, "alex")
    for page in _PAGES:
        status = desk.page(page)
        if status != 200:  # noqa: PLR2004 - OK
            raise click.ClickException(f"GET {page} was answered {status}; see {place.log}")
    desk.get("/cases?limit=1")
    functions = client(place, "lambda")
    for door in _FED:
        answer = functions.invoke(FunctionName=function_name(door), Payload=_NOTHING)
        if "FunctionError" in answer:
            said = answer["Payload"].read().decode(errors="replace")
            raise click.ClickException(f"{door.value} does not work: {said[:500]}")


def function_name(door: Door) -> str:
    """The name of a door's function in the local stage."""
    return f"milepost-local-{door.value.replace('_', '-')}"
