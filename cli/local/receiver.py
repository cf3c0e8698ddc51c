"""Where webhooks and chats end on this machine: an https port on loopback that keeps every call."""

import itertools
import json
import ssl
import threading
import time
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from cli.local.authority import Authority

_LARGEST = 1_000_000
_LONGEST_HANDSHAKE = 10


@dataclass(frozen=True, slots=True)
class KeptCall:
    """One request with the second in which it came; names of headers are in lower case."""

    at: int
    path: str
    headers: dict[str, str]
    body: str


class Receiver:
    """Receives, keeps, answers `200`, and shows what came."""

    def __init__(self, folder: Path, port: int, authority: Authority) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count = itertools.count()
        self._lock = threading.Lock()
        handler = type("_Bound", (_Handler,), {"receiver": self})
        self._server = _TlsServer(("127.0.0.1", port), handler)
        self._server.context = authority.server_side()
        self.port = int(self._server.server_port)

    def start(self) -> None:
        """Listen."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def keep(self, path: str, headers: dict[str, str], body: bytes) -> None:
        """Keep one request; the name says when it came."""
        with self._lock:
            now = int(time.time())
            name = f"{now}-{next(self._count):05}.json"
        call = KeptCall(now, path, headers, body.decode("utf-8", "replace"))
        (self._folder / name).write_text(json.dumps(asdict(call), ensure_ascii=False))

    def calls(self) -> tuple[KeptCall, ...]:
        """Everything that came, oldest first, also before a restart."""
        found = sorted(self._folder.glob("*.json"))
        return tuple(KeptCall(**json.loads(path.read_text())) for path in found)


class _TlsServer(ThreadingHTTPServer):
    daemon_threads = True
    context: ssl.SSLContext

    @override
    def finish_request(self, request: Any, client_address: Any) -> None:
        # in the thread of the request: a caller that does not trust us holds up nobody
        request.settimeout(_LONGEST_HANDSHAKE)
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        return


class _Handler(BaseHTTPRequestHandler):
    receiver: ClassVar[Receiver]

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length", 0)), _LARGEST)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.keep(self.path, headers, self.rfile.read(length))
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"kept")

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return
