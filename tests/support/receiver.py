"""A web server on loopback with a certificate of its own, which answers as a test tells it to."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import trustme

Answer = Callable[[ssl.SSLSocket], None]
HOST = "hooks.acme.example"
_LARGEST = 1_000_000


@dataclass
class Received:
    """One request as it came over the wire."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Keeps what it received; `authority` is the certificate that its callers have to trust."""

    authority: str
    port: int
    received: list[Received] = field(default_factory=list)


def said(status: str, body: bytes = b"", *headers: str) -> Answer:
    """A whole answer at once."""
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers))
    return lambda connection: connection.sendall(f"{head}\r\n\r\n".encode() + body)


@contextmanager
def receiver(
    answer: Answer | None = None,
    *,
    host: str = HOST,
    not_after: datetime | None = None,
) -> Iterator[Receiver]:
    """Serve until the test is over."""
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host, not_after=not_after).configure_cert(tls)
    with socket.create_server(("127.0.0.1", 0)) as door:
        known = Receiver(authority.cert_pem.bytes().decode(), door.getsockname()[1])
        told = answer or said("200 OK", b"thank you")
        threading.Thread(target=_serve, args=(door, tls, told, known), daemon=True).start()
        yield known


def _serve(door: socket.socket, tls: ssl.SSLContext, answer: Answer, known: Receiver) -> None:
    while True:
        try:
            plain, _ = door.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(plain, tls, answer, known), daemon=True).start()


def _one(plain: socket.socket, tls: ssl.SSLContext, answer: Answer, known: Receiver) -> None:
    plain.settimeout(20)
    try:
        with tls.wrap_socket(plain, server_side=True) as connection:
            known.received.append(_request(connection))
            answer(connection)
    except OSError:
        return


def _request(connection: ssl.SSLSocket) -> Received:
    text = b""
    while b"\r\n\r\n" not in text and len(text) < _LARGEST:
        text += connection.recv(65_536)
    head, _, body = text.partition(b"\r\n\r\n")
    line, *rows = head.decode().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows)
    }
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65_536)
    return Received(line, headers, body)
