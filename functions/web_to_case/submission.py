"""A request of a form, whatever way it was encoded, as plain names and texts."""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from functions.web_to_case.multipart import split_parts
from shared.errors import Refused

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
_URLENCODED = "application/x-www-form-urlencoded"


class TooLarge(Refused):
    """The body is larger than any honest form."""

    kind = "too_large"
    status = 413


class Unreadable(Refused):
    """The body is not what its content type says."""

    kind = "unreadable"
    status = 400


class UnknownEncoding(Refused):
    """A content type that forms do not have."""

    kind = "unsupported_media_type"
    status = 415


def read_submission(event: Mapping[str, Any]) -> dict[str, str]:
    """Read fields by name, several values of one name joined by `;`; raises one of the above."""
    content_type = content_type_of(event)
    kind = content_type.split(";", 1)[0].strip().lower()
    raw = _body(event)
    if kind in ("", _URLENCODED):
        return _joined(_urlencoded(raw))
    if kind == "multipart/form-data":
        return _joined(_multipart(raw, content_type))
    if kind == "application/json" or kind.endswith("+json"):
        return _joined(_json(raw))
    raise UnknownEncoding(f"A form is sent as {_URLENCODED}, multipart/form-data or JSON.")


def content_type_of(event: Mapping[str, Any]) -> str:
    """Answer the content type as it was sent; empty when there is none."""
    return str((event.get("headers") or {}).get("content-type") or "")


def _body(event: Mapping[str, Any]) -> bytes:
    text = str(event.get("body") or "")
    if len(text) > 2 * MOST_BYTES:
        raise _too_large()
    try:
        raw = (
            base64.b64decode(text, validate=True)
            if event.get("isBase64Encoded")
            else text.encode("utf-8", "surrogatepass")
        )
    except (binascii.Error, ValueError) as broken:
        raise Unreadable("The body of the request is damaged.") from broken
    if len(raw) > MOST_BYTES:
        raise _too_large()
    return raw


def _too_large() -> TooLarge:
    return TooLarge(f"This is more than a form can hold: at most {MOST_BYTES // 1024} KB.")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _urlencoded(raw: bytes) -> list[tuple[str, str]]:
    text = _text(raw)
    try:
        return _pairs(text, "utf-8", "strict")
    except UnicodeDecodeError:
        return _pairs(text, "cp1252", "replace")


def _pairs(text: str, encoding: str, errors: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            encoding=encoding,
            errors=errors,
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise
    except ValueError as many:
        raise _too_many() from many


def _too_many() -> Unreadable:
    return Unreadable(f"A form has at most {MOST_FIELDS} fields.")


def _multipart(raw: bytes, content_type: str) -> list[tuple[str, str]]:
    try:
        parts = split_parts(raw, content_type, MOST_FIELDS)
    except ValueError as broken:
        raise Unreadable("The parts of the form cannot be told apart.") from broken
    return [
        (name, f"{filename} ({len(content)} bytes, not kept)" if filename else _text(content))
        for name, filename, content in parts
    ]


def _json(raw: bytes) -> list[tuple[str, str]]:
    try:
        document = json.loads(raw or b"{}")
    except (ValueError, RecursionError) as broken:
        raise Unreadable("The body is not JSON.") from broken
    if not isinstance(document, dict):
        raise Unreadable("The JSON must be one object with the fields of the form.")
    if len(document) > MOST_FIELDS:
        raise _too_many()
    return [(name, _plain(value)) for name, value in document.items() if value is not None]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields[name] = f"{fields[name]};{value}" if fields.get(name) else value
    return fields
