"""The HTML of a mail: made safe to show, and made into text (fault 32)."""

import re

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
_MANY_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_INDENTED = re.compile(r"(?m)^[ \t]{4,}|[ \t]+$")


def safe_html(html: str) -> str:
    """The page without scripts, styles, forms, and anything that tells its sender it was read."""
    return nh3.clean(
        tidy(html[:MOST_HTML]),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        attribute_filter=_at_home,
        link_rel="noopener noreferrer nofollow",
    )


def text_of_html(html: str) -> str:
    """The words of a page as a person reads them; tables, mere layout in mails, line by line."""
    flat = _CELLS.sub(_flattened, tidy(html[:MOST_HTML]))
    text = inscriptis.get_text(flat)
    return _MANY_BLANK_LINES.sub("\n\n", _INDENTED.sub("", text)).strip()[:MOST_TEXT]


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
