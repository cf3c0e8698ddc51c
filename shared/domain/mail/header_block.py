"""The headers that mail programs put above an older mail, in any language: found by their shape."""

import re
from dataclasses import dataclass

from shared.domain.mail.header_values import Address, mailbox

_LINE = re.compile(
    r"[>\s*]*\*{0,2}([^\W\d_][^:\uff1a\n]{0,30}?)\s{0,3}\*{0,2}\s?[:\uff1a]\*{0,2}\s?(.{0,400})"
)
_IN_BRACKETS = re.compile(
    r"[<\[(](?:mailto:)?\s*([^\s<>\[\]()]{1,200}@[^\s<>\[\]()]{1,200})\s*[>\])]"
)
_BARE = re.compile(r"([^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:]{1,190})")
_FEWEST = 3
_MOST_LINES = 2_000
_SUBJECTS = re.compile(
    r"(?i)(subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|тема|件名|主题|主旨|제목)"
)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines `first` to `last` (exclusive) of a text: whose the older mail was, and its subject."""

    first: int
    last: int
    sender: Address
    subject: str


def header_block(lines: list[str]) -> HeaderBlock | None:
    """The first three or more lines of `Word: value` of which one of the first three has an address."""
    place = 0
    while place < min(len(lines), _MOST_LINES):
        pairs = _pairs(lines, place)
        sender = next((found for _, value in pairs[:_FEWEST] if (found := _mailbox(value))), None)
        if len(pairs) >= _FEWEST and sender is not None:
            subject = next((value for name, value in pairs if _SUBJECTS.fullmatch(name)), "")
            return HeaderBlock(place, place + len(pairs), sender, subject.strip(" *"))
        place += max(1, len(pairs))
    return None


def _pairs(lines: list[str], start: int) -> list[tuple[str, str]]:
    found = []
    for line in lines[start : start + 12]:
        match = _LINE.fullmatch(line.strip()[:450])
        if match is None:
            break
        found.append((match[1].strip(), match[2].strip()))
    return found


def _mailbox(value: str) -> Address | None:
    found = _IN_BRACKETS.search(value) or _BARE.search(value)
    if found is None:
        return None
    return mailbox(found[1].removeprefix("mailto:"), value[: found.start()].strip(" \"'*<["))
