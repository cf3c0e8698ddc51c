"""What a form hears back: its case number or every fault, as a page or as JSON."""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from functions.web_to_case.page import framed, security_headers
from shared.domain.intake import Opened
from shared.errors import Fault, MilepostError

_BLANK_FORM = Path(__file__).parents[2] / "web" / "web-to-case.html"
BUSY = 503
_RETRY_SECONDS = "5"
_NAMES = {
    "name": "Name",
    "email": "E-mail",
    "phone": "Phone",
    "company": "Company",
    "subject": "Subject",
    "description": "Description",
    "serial_number": "Serial number",
    "product": "Product",
    "website": "Website",
}


def wants_json(event: Mapping[str, Any]) -> bool:
    """Whether the sender is a program: it asks for JSON, or sends it and asks for nothing else."""
    headers = event.get("headers") or {}
    accept = str(headers.get("accept") or "").lower()
    if "text/html" in accept:
        return False
    return "json" in accept or "json" in str(headers.get("content-type") or "").lower()


def blank_form() -> dict[str, Any]:
    """Answer with the form itself."""
    return _page(200, _BLANK_FORM.read_text(encoding="utf-8"))


def received(opened: Opened, *, as_json: bool, return_to: str | None) -> dict[str, Any]:
    """Tell the number and no more, because anybody can post anybody's address (R2)."""
    if as_json:
        return _json(201, {"number": opened.number}, "application/json")
    if return_to:
        return _answer(303, "", {"location": return_to, "cache-control": "no-store"})
    body = (
        f'<p>Your case number is</p>\n<p class="number">{escape(opened.number)}</p>\n'
        "<p>Please keep it and name it whenever you write or call about this.</p>"
    )
    return _page(200, framed("We have received your request", body))


def refused(error: MilepostError, *, as_json: bool) -> dict[str, Any]:
    """Tell all faults of a form that was not accepted."""
    if as_json:
        return _problem(error.status, error.kind, error.message, error.faults)
    items = "".join(f"<li>{_fault(fault)}</li>" for fault in error.faults)
    body = (
        f"<p>{escape(error.message)}</p>\n"
        + (f"<ul>{items}</ul>\n" if items else "")
        + "<p>Nothing was sent. Go back to the form, correct it and send it again.</p>"
    )
    return _page(error.status, framed("Please check your request", body))


def unavailable(*, as_json: bool) -> dict[str, Any]:
    """Ask to send again, which is safe (I2), because something behind the form does not work."""
    words = "We could not take your request just now. Please send it again in a minute."
    if as_json:
        answer = _problem(503, "unavailable", words, ())
    else:
        body = f"<p>{words}</p>\n<p>Sending it twice does no harm.</p>"
        answer = _page(503, framed("Please try again", body))
    answer["headers"]["retry-after"] = _RETRY_SECONDS
    return answer


def wrong_method() -> dict[str, Any]:
    """Say that only GET and POST mean something here."""
    answer = _problem(405, "method_not_allowed", "A form is read with GET and sent with POST.", ())
    answer["headers"]["allow"] = "GET, HEAD, POST"
    return answer


def _fault(fault: Fault) -> str:
    name = fault.pointer.strip("/")
    return f"<strong>{escape(_NAMES.get(name, name))}</strong>: {escape(fault.message)}"


def _problem(status: int, kind: str, detail: str, faults: Sequence[Fault]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"urn:milepost:problem:{kind}",
        "title": kind.replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
    }
    if faults:
        body["errors"] = [
            {"pointer": fault.pointer, "detail": fault.message, "code": fault.code}
            for fault in faults
        ]
    return _json(status, body, "application/problem+json")


def _json(status: int, body: Mapping[str, Any], content_type: str) -> dict[str, Any]:
    headers = {
        "content-type": content_type,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return _answer(status, json.dumps(body), headers)


def _page(status: int, document: str) -> dict[str, Any]:
    headers = {"content-type": "text/html; charset=utf-8", **security_headers(document)}
    return _answer(status, document, headers)


def _answer(status: int, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {"statusCode": status, "headers": dict(headers), "body": body}
