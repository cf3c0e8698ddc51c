"""One request of the public form: read it, open one record, answer; nothing is ever half done."""

from collections.abc import Mapping
from typing import Any

from functions.web_to_case import answers
from functions.web_to_case.form import read_form
from functions.web_to_case.return_address import allowed_return
from functions.web_to_case.submission import read_submission
from shared import telemetry
from shared.domain.history import Caller
from shared.errors import Contended, MilepostError, Refused
from shared.workflows.form_rules import form_rules
from shared.workflows.open_case import open_case
from shared.workflows.world import World

_STRANGER = Caller(name="web form", door="web")


def receive(event: Mapping[str, Any], world: World) -> dict[str, Any]:
    """Answer GET with the form and POST with a number, whatever happens inside."""
    method = str(event.get("requestContext", {}).get("http", {}).get("method", "")).upper()
    if method in ("GET", "HEAD"):
        return answers.blank_form()
    if method != "POST":
        return answers.wrong_method()
    as_json = answers.wants_json(event)
    try:
        return _open(event, world, as_json=as_json)
    except (Refused, Contended) as error:
        telemetry.logger.info("form refused", kind=error.kind, faults=_pointers(error))
        if error.status == answers.BUSY:
            return answers.unavailable(as_json=as_json)
        return answers.refused(error, as_json=as_json)
    except Exception:  # noqa: BLE001 - a person is waiting, and deserves a page
        telemetry.logger.exception("form could not be taken")
        return answers.unavailable(as_json=as_json)


def _open(event: Mapping[str, Any], world: World, *, as_json: bool) -> dict[str, Any]:
    fields = read_submission(event)
    rules = form_rules(world)
    key = str((event.get("headers") or {}).get("idempotency-key") or "")
    intake = read_form(fields, rules, key)
    opened = open_case(world, intake, _STRANGER)
    if not opened.repeated:
        telemetry.case_opened()
    telemetry.logger.info(
        "form received",
        number=opened.number,
        repeated=opened.repeated,
        entitlement=opened.entitlement,
        no_entitlement=opened.no_entitlement,
        unknown=sorted(intake.unknown),
    )
    return_to = allowed_return(fields.get("retURL"), rules.return_hosts)
    return answers.received(opened, as_json=as_json, return_to=return_to)


def _pointers(error: MilepostError) -> list[str]:
    return [f"{fault.pointer}: {fault.code}" for fault in error.faults]
