"""HTML of strangers brought into bounds, so that no parser after it takes long or much memory.

Elements are closed in order, nested at most so deep, and few enough: parsers need time that grows
with the square of the nesting. This makes nothing safe; the sanitizer does.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

MOST_TAGS = 20_000
DEEPEST = 60
_LONGEST_TAG = 2_048
"""Characters in which a tag must end to be understood; a longer one is dropped."""

_MOST_ATTRIBUTES = 12

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})(?P<rest>(?>[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_BEGINS = re.compile(r"<[a-zA-Z/!?]")
_ATTRIBUTE = re.compile(
    r"([a-zA-Z][a-zA-Z-]{0,20})\s{0,5}=\s{0,5}(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))"
)
_HIDDEN = re.compile(r"(?i)\sstyle\s{0,5}=[^>]{0,500}?display\s{0,5}:\s{0,5}none")
_EMPTY = frozenset({"br", "hr", "img", "wbr"})
_NEVER_SHOWN = frozenset(
    {"script", "style", "title", "template", "svg", "math", "noscript", "iframe", "textarea"}
)
_KEPT = _EMPTY | frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "caption", "center", "cite", "code"),
        *("col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "tt", "u", "ul", "var"),
    }
)
_SHOWN = frozenset(
    {
        *("align", "alt", "cite", "colspan", "dir", "height", "href", "lang", "rowspan", "src"),
        *("start", "title", "type", "valign", "width"),
    }
)


def tidy(html: str) -> str:
    """Well-formed HTML of known elements, without what is never shown."""
    return "".join(_Writing(html).pieces())


class _Writing:
    """One pass over a document; `place` is how far it has got, and never goes back."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._folded = html.lower()
        self._place = 0
        self._opened: list[str] = []
        self._hidden_from: int | None = None
        self._tags = 0

    def pieces(self) -> Iterator[str]:
        html = self._html
        while (at := html.find("<", self._place)) >= 0:
            yield self._text(at)
            token = _TAG.match(html, at, at + _LONGEST_TAG)
            if token is not None:
                self._place = token.end()
                yield from self._element(token)
            else:
                yield self._passed(at)
        yield self._text(len(html))
        while self._opened:
            yield self._close_last()

    def _text(self, end: int) -> str:
        words = self._html[self._place : end]
        self._place = end
        return "" if self._is_hidden else escape(unescape(words), quote=False)

    @property
    def _is_hidden(self) -> bool:
        return self._hidden_from is not None

    def _passed(self, at: int) -> str:
        """Step over a comment, a declaration or a tag without end; a lone mark is text."""
        if not _BEGINS.match(self._html, at):
            self._place = at + 1
            return "" if self._is_hidden else "&lt;"
        is_comment = self._html.startswith("<!--", at)
        end = self._html.find("-->" if is_comment else ">", at)
        if end < 0 and not is_comment:
            return self._text(len(self._html))
        self._place = len(self._html) if end < 0 else end + (3 if is_comment else 1)
        return ""

    def _element(self, token: re.Match[str]) -> Iterator[str]:
        name = token["name"].lower()
        if name in _NEVER_SHOWN and not token["close"]:
            end = self._folded.find(f"</{name}", self._place)
            self._place = len(self._html) if end < 0 else end
            return
        self._tags += name in _KEPT
        if name not in _KEPT or self._tags > MOST_TAGS:
            return
        if token["close"]:
            while name in self._opened:
                is_last = self._opened[-1] == name
                yield self._close_last()
                if is_last:
                    return
        else:
            yield self._open(name, token["rest"])

    def _open(self, name: str, rest: str) -> str:
        if name not in _EMPTY:
            if len(self._opened) == DEEPEST:
                return ""
            if not self._is_hidden and _HIDDEN.search(rest):
                self._hidden_from = len(self._opened)
            self._opened.append(name)
        return "" if self._is_hidden else f"<{name}{_attributes(rest)}>"

    def _close_last(self) -> str:
        was_hidden = self._is_hidden
        name = self._opened.pop()
        if len(self._opened) == self._hidden_from:
            self._hidden_from = None
        return "" if was_hidden else f"</{name}>"


def _attributes(rest: str) -> str:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(rest):
        if name.lower() in _SHOWN:
            found.setdefault(name.lower(), unescape("".join(values)))
        if len(found) == _MOST_ATTRIBUTES:
            break
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items())
