"""Mails side by side as a phone, a desk and a plain-text reader show them, as one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from shared.domain.mail_template import Rendered

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails of $sender</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e8ebf0); --page: light-dark(#f3f5f8, #12161c);
  --card: light-dark(#fff, #1b212a); --soft: light-dark(#5a6675, #9aa6b5); --line: light-dark(#dde2e8, #2c3440);
  --gap: light-dark(#a13208, #ff9d76); }
* { box-sizing: border-box; }
body { margin: 0; padding: clamp(1rem, 4vw, 3rem); background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 90rem; margin: auto; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0 2rem; }
a { color: inherit; } h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0; }
section { background: var(--card); border-radius: .75rem; padding: 1.25rem 1.5rem; margin: 1.25rem 0; }
.subject { font-size: 1.25rem; font-weight: 600; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
.soft, figcaption { color: var(--soft); font-size: .875rem; }
.gap { color: var(--gap); }
.views { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
figure { margin: 0; max-width: 100%; min-width: 0; }
iframe { display: block; max-width: 100%; height: 26rem; resize: vertical; border: 1px solid var(--line); border-radius: .5rem;
  background: Canvas; }
iframe.phone { width: 375px; } iframe.desk { width: 700px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; width: 36rem; max-width: 100%; max-height: 26rem; overflow: auto;
  margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; font: .875rem/1.5 ui-monospace, monospace; }
</style>
</head>
<body>
<main>
<h1>Mails of $sender</h1>
<nav aria-label="Mails">$links</nav>
$mails
</main>
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Shown:
    """One mail of the page; `file` is the message beside it."""

    name: str
    file: str
    rendered: Rendered


def gallery_of(shown: Sequence[Shown], sender: str) -> str:
    """The whole page, standing by itself; the HTML of a mail runs no script in it."""
    return _PAGE.substitute(
        sender=escape(sender),
        links="".join(
            f'<a href="#mail-{place}">{escape(one.name)}</a>' for place, one in enumerate(shown)
        ),
        mails="\n".join(_section(place, one) for place, one in enumerate(shown))
        or "<p>There are no mail templates.</p>",
    )


def _section(place: int, one: Shown) -> str:
    gaps = ", ".join(one.rendered.missing)
    missing = f'<p class="gap">Nothing is known of: {escape(gaps)}</p>' if gaps else ""
    return (
        f'<section id="mail-{place}"><h2>{escape(one.name)}</h2>'
        f'<p class="subject">{escape(one.rendered.subject)}</p>{missing}'
        f'<div class="views">{_framed(one)}'
        f"<figure><figcaption>Plain text</figcaption><pre>{escape(one.rendered.text)}</pre></figure>"
        f'</div><p class="soft"><a href="{escape(one.file)}">{escape(one.file)}</a>, for a mail program</p>'
        "</section>"
    )


def _framed(one: Shown) -> str:
    if one.rendered.html is None:
        return ""
    page = escape(one.rendered.html)
    return "".join(
        f"<figure><figcaption>{words}</figcaption>"
        f'<iframe class="{view}" title="{escape(one.name)}, {words}" sandbox="" srcdoc="{page}"></iframe></figure>'
        for view, words in (("phone", "On a phone"), ("desk", "On a desk"))
    )
