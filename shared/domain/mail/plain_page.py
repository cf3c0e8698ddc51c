"""Plain words as the HTML part of a mail."""

from html import escape


def page_of_words(words: str) -> str:
    """Paragraphs and lines as they are; nothing in them is taken for a tag."""
    paragraphs = (part.strip("\n") for part in words.split("\n\n"))
    return "".join(
        f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>\n"
        for part in paragraphs
        if part.strip()
    )
