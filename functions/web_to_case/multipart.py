"""The parts of a multipart form, told apart by hand: flat, bounded, never recursive."""

from email.message import Message
from email.parser import BytesHeaderParser


def split_parts(raw: bytes, content_type: str, most: int) -> list[tuple[str, str | None, bytes]]:
    """Split into name, file name and content; raises ValueError without boundary or with too many."""
    boundary = _boundary(content_type)
    chunks = (b"\r\n" + raw).split(b"\r\n--" + boundary)
    if not boundary or len(chunks) == 1:
        raise ValueError("no boundary")
    parts = [_part(chunk) for chunk in chunks[1 : most + 2] if not chunk.startswith(b"--")]
    if len(parts) > most:
        raise ValueError("too many parts")
    return [part for part in parts if part[0]]


def _boundary(content_type: str) -> bytes:
    header = Message()
    header["content-type"] = " ".join(content_type.split())
    boundary = header.get_param("boundary")
    return boundary.encode("utf-8", "replace") if isinstance(boundary, str) else b""


def _part(chunk: bytes) -> tuple[str, str | None, bytes]:
    head, _, content = chunk.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n"))
    name = headers.get_param("name", header="content-disposition")
    return name if isinstance(name, str) else "", headers.get_filename(), content
