"""The frame of every page that the form answers with: small, escaped, readable on a phone."""

import base64
import hashlib
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e8ebf0); --page: light-dark(#f3f5f8, #12161c);
  --card: light-dark(#fff, #1b212a); --accent: light-dark(#0b5cad, #6db3f8); }
body { margin: 0; padding: clamp(1rem, 5vw, 3rem) 1rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 34rem; margin: auto; padding: clamp(1.25rem, 5vw, 2.5rem); background: var(--card);
  border-radius: .75rem; box-shadow: 0 1px 3px rgb(0 0 0 / .15); overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
li { margin-block: .35rem; }
.number { font: 700 1.6rem/1.4 ui-monospace, Menlo, Consolas, monospace; color: var(--accent); }
"""


def framed(title: str, body: str) -> str:
    """Make a whole document; `title` is escaped here, `body` is markup that its maker has escaped."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def security_headers(document: str) -> dict[str, str]:
    """Let nothing run or load but the page's own style sheet, which is named by its hash."""
    style = document.split("<style>", 1)[-1].split("</style>", 1)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {
        "content-security-policy": (
            f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
