"""A small page on loopback that shows the mail and the calls that went out."""

import threading
from datetime import UTC, datetime
from email.message import EmailMessage
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from typing_extensions import override

from cli.local.calls_page import calls_table
from cli.local.receiver import Receiver
from cli.local.sink import KeptMail, Sink

_RAW = "/raw"
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem "
    ".6rem;border-bottom:1px solid #d0d7de;vertical-align:top}code{color:#57606a;font-size:.85em}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f8fa;padding:1rem;"
    "border-radius:6px}a{color:#0550ae}.wide{overflow-x:auto}td:first-child{white-space:nowrap}"
    "td{overflow-wrap:anywhere}@media(max-width:40rem){.wide th{display:none}"
    ".wide tr,.wide td{display:block}.wide td{border:0;padding:0 .6rem}"
    ".wide tr{padding:.5rem 0;border-bottom:1px solid #d0d7de}}"
    "iframe{width:100%;height:24rem;resize:vertical;border:1px solid #d0d7de;border-radius:6px}"
)


class MailPage:
    """The page, in a thread of its own."""

    def __init__(self, sink: Sink, receiver: Receiver, port: int) -> None:
        handler = type("_Bound", (_Handler,), {"sink": sink, "receiver": receiver})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def start(self) -> None:
        """Serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    sink: ClassVar[Sink]
    receiver: ClassVar[Receiver]

    def do_GET(self) -> None:
        wanted = self.path.strip("/")
        if wanted == "calls":
            self._answer(200, calls_table(self.receiver.calls()), "Received calls")
            return
        mails = self.sink.mails()
        if not wanted:
            self._answer(200, _list(mails))
            return
        name = wanted.removesuffix(_RAW)
        found = next((mail for mail in mails if mail.path.name == name), None)
        if found is None:
            self._answer(404, "<p>There is no such mail.</p>")
        elif name == wanted:
            self._answer(200, _one(found))
        else:
            self._send(200, found.path.read_bytes(), "message/rfc822")

    @override
    def log_message(self, format: str, *args: Any) -> None:
        return

    def _answer(self, status: int, body: str, title: str = "Sent mail") -> None:
        page = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<style>{_STYLE}</style><nav><a href="/">Sent mail</a> · '
            f'<a href="/calls">Received calls</a></nav><h1>{title}</h1>{body}</html>'
        ).encode()
        self._send(status, page, "text/html; charset=utf-8")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _list(mails: tuple[KeptMail, ...]) -> str:
    rows = "".join(
        f"<tr><td>{_clock(mail.at)}</td>"
        f'<td><a href="/{escape(mail.path.name)}">{escape(mail.subject) or "(no subject)"}</a></td>'
        f"<td>{escape(', '.join(mail.to))}</td><td><code>{escape(mail.effect)}</code></td></tr>"
        for mail in reversed(mails)
    )
    if not rows:
        return "<p>No mail has been sent yet.</p>"
    head = "<tr><th>Sent</th><th>Subject</th><th>To</th><th>Effect</th></tr>"
    return f'<div class="wide"><table>{head}{rows}</table></div>'


def _one(mail: KeptMail) -> str:
    message = mail.message()
    headers = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>"
        for name, value in message.items()
    )
    name = escape(mail.path.name)
    return (
        f"<h2>{escape(mail.subject)}</h2>{_page(message)}<h3>Plain text</h3>"
        f"<pre>{escape(_text(message))}</pre><details><summary>Headers</summary>"
        f"<table>{headers}</table></details>"
        f'<p><a href="/{name}{_RAW}">{name}</a>, for a mail program</p>'
    )


def _page(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("html",))
    if body is None:
        return ""
    page = escape(str(body.get_content()))
    return f'<iframe title="The mail" sandbox="" srcdoc="{page}"></iframe>'


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    return str(body.get_content()) if body is not None else ""


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at, tz=UTC):%d %b %H:%M:%S} UTC"
