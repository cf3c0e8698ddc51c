"""The API's own handler behind a plain web server on loopback, over a whole deployment in memory."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from socketserver import ThreadingMixIn
from threading import Lock, Thread
from typing import IO, Any, cast
from urllib.parse import parse_qs, quote
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer, make_server

from typing_extensions import override

from functions.api.app import answer
from tests.support.door_events import CalmContext, access_token, http_event, id_token
from tests.support.town import Town

ROLES = {
    "agent": "[agents]",
    "supervisor": "[supervisors]",
    "manager": "[managers]",
    "reader": "[readers]",
    "nobody": "[]",
    "customer": "[customers]",
    "partner": "[partners]",
}
"""A bearer token is simply a role here: the gateway's part, checking signatures, is not tried."""

_CONTACTS = {"customer": "ann", "partner": "felix"}
"""Which contact of the example somebody is."""

_LONGEST_ADDRESS = 16 * 1024 * 1024
_BEARER = "Bearer "
_ONE_AT_A_TIME = Lock()
_REQUESTS = count(1)


@contextmanager
def served(town: Town) -> Iterator[str]:
    """Serve until the block ends; answers the address."""
    with make_server(
        "127.0.0.1", 0, _application(town), server_class=_Server, handler_class=_Quiet
    ) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    @override
    def handle(self) -> None:
        """Let every address through to the API: the library's own answer stops at 64 KB."""
        self.raw_requestline = self.rfile.readline(_LONGEST_ADDRESS)
        if self.parse_request():
            handler = ServerHandler(
                cast(IO[bytes], self.rfile),
                cast(IO[bytes], self.wfile),
                self.get_stderr(),
                self.get_environ(),
                multithread=False,
            )
            handler.request_handler = self  # type: ignore[attr-defined]  # as the library sets it
            handler.run(cast(Any, self.server).get_app())

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Thousands of requests need no log."""


Environ = dict[str, Any]


def _application(town: Town) -> Callable[[Environ, Callable[..., Any]], Iterable[bytes]]:
    def application(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        event = _event(environ)
        with _ONE_AT_A_TIME:
            town.clock.tick(1)
            told = answer(event, CalmContext(), town.world)
        headers = [(name, str(value)) for name, value in _headers(told)]
        body = str(told.get("body") or "").encode()
        start(f"{told['statusCode']} Told", [*headers, ("content-length", str(len(body)))])
        return [body]

    return application


def _event(environ: Environ) -> dict[str, Any]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length).decode("utf-8", "surrogateescape")
    headers = {
        key[5:].replace("_", "-").lower(): _latin(value)
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    role = headers.pop("authorization", "").removeprefix(_BEARER)
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    return http_event(
        environ["REQUEST_METHOD"],
        quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=-._~"),
        body.encode("utf-8", "surrogateescape").decode("utf-8", "replace") or None,
        headers=headers,
        query={name: ",".join(values) for name, values in query.items()},
        claims=_claims(role) if role in ROLES else None,
        request_id=f"request-{next(_REQUESTS)}",
    )


def _claims(role: str) -> dict[str, str]:
    contact = _CONTACTS.get(role)
    groups = ROLES[role]
    return access_token(role, groups) if contact is None else id_token(role, contact, groups)


def _latin(value: str) -> str:
    return value.encode("latin-1").decode("utf-8", "replace")


def _headers(told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from (told.get("headers") or {}).items()
    for name, values in (told.get("multiValueHeaders") or {}).items():
        yield from ((name, value) for value in values)
