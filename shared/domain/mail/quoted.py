"""What is new in an answer, without the history below it; the whole text stays beside it."""

import re
from functools import lru_cache

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

from shared.domain.mail.header_block import header_block

_LONGEST_LINE = 250
_MOST = 20_000
"""Characters that are searched: the patterns of a language may look at each more than once."""

_NO_LANGUAGE = "david"
"""One person's habits, which the library brings along."""

_QUOTED = re.compile(r"\s*>")
_INTRODUCES = re.compile(r".*(@|\d{4}|\d[:.]\d\d).*[:\uff1a]\s*")
_RULE = re.compile(r"\s*[_=*-]{5,}\s*")


def new_text(text: str) -> str:
    """The words above the quoted history; all of them where answers stand between what they answer."""
    lines = text.split("\n")
    end = min(_by_language(lines), _by_shape(lines), _by_marks(lines))
    above = _trimmed(lines[:end])
    if above:
        return above
    return _below(lines) or text.strip()


def _by_language(lines: list[str]) -> int:
    """The line at which a library that knows a dozen languages sees the history begin."""
    searched = "\n".join(line.strip()[:_LONGEST_LINE] for line in lines)[:_MOST]
    found = _headers().search(searched)
    if found is None:
        return len(lines)
    return searched.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip()))


@lru_cache(maxsize=1)
def _headers() -> re.Pattern[str]:
    languages = [name for name in MAIL_LANGUAGES if name != _NO_LANGUAGE]
    pattern: re.Pattern[str] = EmailMessage(text="", languages=languages).HEADER_REGEX
    return pattern


def _by_shape(lines: list[str]) -> int:
    block = header_block(lines)
    return block.first if block else len(lines)


def _by_marks(lines: list[str]) -> int:
    """Where the last lines are all quoted: the line that introduces them, whatever it says."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    if not any(_QUOTED.match(line) for line in lines[end:]):
        return len(lines)
    begin = end
    for above in (end - 1, end - 2):
        if above >= 0 and _INTRODUCES.fullmatch(" ".join(lines[above:end])[: 2 * _LONGEST_LINE]):
            begin = above
    return begin


def _below(lines: list[str]) -> str:
    """What stands below one quoted block at the top, if nothing else is quoted."""
    place = 0
    while place < len(lines) and not _QUOTED.match(lines[place]):
        place += 1
    while place < len(lines) and (_QUOTED.match(lines[place]) or not lines[place].strip()):
        place += 1
    rest = lines[place:]
    return "" if any(_QUOTED.match(line) for line in rest) else "\n".join(rest).strip()


def _trimmed(lines: list[str]) -> str:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _RULE.fullmatch(kept[-1])):
        kept.pop()
    return "\n".join(kept).strip()
