"""The HTML of a mail: made safe to show, and made into text (fault 32)."""

import re
from html import unescape

import inscriptis
import nh3

from shared.domain.mail.limits import MOST_HTML, MOST_TEXT
from shared.domain.mail.tidy_html import tidy

_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_ATTRIBUTES = {
    "*": {"align", "dir", "height", "lang", "title", "valign", "width"},
    "a": {"href"},
    "blockquote": {"cite"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CELLS = re.compile(r"</?(?:table|tbody|thead|tfoot|tr|td|th|caption|col|colgroup)\b[^>]*>")
_TAGS = re.compile(r"(?:<[^<>]*+>\s*+)++")
_UNSEEN = re.compile(r"(?is)<(?:style|script)\b[^<]*+(?:<(?!/(?:style|script)\b)[^<]*+)*+")
_MANY_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_INDENTED = re.compile(r"(?m)^[ \t]{4,}|[ \t]+$")


def safe_html(html: str) -> str:
    """The page without scripts, styles, forms, and anything that tells its sender it was read."""
    return nh3.clean(
        tidy(_bounded(html)),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        attribute_filter=_at_home,
        link_rel="noopener noreferrer nofollow",
    )


def text_of_html(html: str) -> str:
    """The words of a page as a person reads them; tables, mere layout in mails, line by line."""
    flat = _CELLS.sub(_flattened, tidy(_bounded(html)))
    text = inscriptis.get_text(flat)
    return _MANY_BLANK_LINES.sub("\n\n", _INDENTED.sub("", text)).strip()[:MOST_TEXT]


def rough_text(html: str) -> str:
    """The words of a page too long or too strange to be laid out: its tags taken away, no more."""
    bare = _UNSEEN.sub(" ", html)
    text = unescape(_TAGS.sub(" ", bare))
    return " ".join(text.split())[:MOST_TEXT]


def _bounded(html: str) -> str:
    """As much as is laid out, without the half of a tag at its end."""
    part = html[:MOST_HTML]
    opened = part.rfind("<")
    is_half = len(html) > MOST_HTML and opened > part.rfind(">")
    return part[:opened] if is_half else part


def _at_home(element: str, attribute: str, value: str) -> str | None:
    """Keep only pictures that came with the mail."""
    if element == "img" and attribute == "src":
        return value if value.lower().startswith("cid:") else None
    return value


def _flattened(tag: re.Match[str]) -> str:
    """Rows become lines, cells words."""
    name = tag[0].strip("</>").split(" ", 1)[0]
    closes = tag[0].startswith("</")
    if name in ("td", "th"):
        return " " if closes else ""
    if name in ("tr", "table"):
        return "</div>" if closes else "<div>"
    return ""
