"""What an agent wrote, as the HTML part of a mail: Markdown, made safe."""

import nh3
from markdown_it import MarkdownIt

MOST_PAGE_BYTES = 200_000
"""What is longer finds no room beside its comment."""

_LINKS = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def page_of_markdown(words: str) -> str:
    """Headings, lists, tables, quotes, code and links; HTML in it is shown as it was typed.

    No pictures: one from elsewhere would tell its owner that the mail was read.
    """
    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    reader.enable(["table", "strikethrough"]).disable("image")
    return nh3.clean(
        reader.render(words),
        attributes=_ATTRIBUTES,
        url_schemes=_LINKS,
        link_rel="noopener noreferrer",
    )
