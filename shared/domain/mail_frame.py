"""The page around the HTML of a mail, so that a phone shows it at the size of its screen."""

import re

_WHOLE = re.compile(r"\s*(<!doctype\b|<html\b)", re.IGNORECASE)
_HEAD = (
    '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n</head>\n'
    '<body style="margin:0 auto;max-width:40em;padding:16px;overflow-wrap:anywhere;'
    "font:16px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\">\n"
)
_FOOT = "\n</body>\n</html>\n"


def framed(html: str) -> str:
    """A whole page from a part of one; what is a page already stays as it is.

    Styles stand in the tags: many mail programs drop style sheets.
    """
    return html if _WHOLE.match(html) else f"{_HEAD}{html.strip()}{_FOOT}"
