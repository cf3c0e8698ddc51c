"""Webhooks and chat messages that came, as a page."""

import json
import time
from collections.abc import Sequence
from html import escape

from cli.local.receiver import KeptCall


def calls_table(calls: Sequence[KeptCall]) -> str:
    """The newest first, each with its id, when it was made, its signature and its body."""
    if not calls:
        return "<p>No call has come yet.</p>"
    rows = "".join(_row(call) for call in reversed(calls))
    heads = "".join(f"<th>{title}</th>" for title in ("Came", "To", "Id and signature", "Body"))
    return f"<table><tr>{heads}</tr>{rows}</table>"


def _row(call: KeptCall) -> str:
    came = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(call.at))
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    marks = "<br>".join(
        f"<code>{escape(call.headers[name])}</code>" for name in names if name in call.headers
    )
    cells = (came, escape(call.path), marks, f"<pre>{escape(_body(call.body))}</pre>")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _body(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    except ValueError:
        return text
