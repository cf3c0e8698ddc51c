"""Mail templates: words with gaps that are filled by replacement and never by running anything."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Annotated, Any, TypeAlias

from pydantic import StringConstraints

from shared.domain.mail_frame import framed
from shared.domain.merge_fields import MERGE_FIELDS
from shared.domain.reading import read_document
from shared.domain.value import Frozen
from shared.domain.written import Words
from shared.errors import Fault

Wording: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=100_000)]

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_GAP = re.compile(r"\s*([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\s*(?:\|([^{}|]*))?")
_NOT_PRINTED = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


class MailTemplate(Frozen):
    """One wording; `html` None sends plain text alone."""

    name: Words
    subject: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    text: Wording
    html: Wording | None = None


def parse_template(body: Mapping[str, Any]) -> MailTemplate:
    """Read a document of kind `mail_template`; raises Refused with every fault and its path."""
    return read_document(MailTemplate, body, "mail template")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A wording with its gaps filled; `missing` are the merge fields that nothing was known of."""

    subject: str
    text: str
    html: str | None
    missing: tuple[str, ...]


def check_template(template: MailTemplate, declared: Collection[str] = ()) -> tuple[Fault, ...]:
    """Find every merge field that nothing fills, by part; `declared` are more that something does."""
    parts = {"subject": template.subject, "text": template.text, "html": template.html or ""}
    faults = [
        fault for part, words in parts.items() for fault in check_words(words, part, declared)
    ]
    if "\n" in template.subject.strip():
        faults.append(Fault("subject", "a subject is one line", "syntax"))
    return tuple(faults)


def check_words(words: str, path: str, declared: Collection[str] = ()) -> Iterator[Fault]:
    """Find every merge field in a wording that nothing fills; `declared` are more that are filled."""
    for inside in dict.fromkeys(_BRACES.findall(words)):
        name = _name_in(inside)
        if name not in MERGE_FIELDS and name not in declared:
            yield Fault(path, f"'{{{{{inside.strip()}}}}}' is not a merge field", "unknown")
    if "{{" in _BRACES.sub("", words):
        yield Fault(path, "a '{{' has no '}}'", "syntax")


def render(template: MailTemplate, values: Mapping[str, str | None]) -> Rendered:
    """Fill the gaps once: a value that looks like a merge field stays as it is.

    A field without a value shows its fallback (`{{contact.name|customer}}`), else as
    `[contact.name?]`, and is then reported.
    """
    missing: dict[str, None] = {}
    return Rendered(
        subject=_one_line(_filled(template.subject, values, missing, str)),
        text=_filled(template.text, values, missing, str),
        html=framed(_filled(template.html, values, missing, _as_html)) if template.html else None,
        missing=tuple(missing),
    )


def fill(
    words: str, values: Mapping[str, str | None], shown: Callable[[str], str] = str
) -> tuple[str, tuple[str, ...]]:
    """Fill the gaps of one wording, each value as `shown`; answers what nothing was known of too."""
    missing: dict[str, None] = {}
    return _filled(words, values, missing, shown), tuple(missing)


def _filled(
    words: str,
    values: Mapping[str, str | None],
    missing: dict[str, None],
    shown: Callable[[str], str],
) -> str:
    def fill(braces: re.Match[str]) -> str:
        gap = _GAP.fullmatch(braces[1])
        if gap is None:
            return braces[0]
        value = values.get(gap[1]) or gap[2]
        if value is None or (value == "" and gap[2] is None):
            missing[gap[1]] = None
            return shown(f"[{gap[1]}?]")
        return shown(value)

    return _BRACES.sub(fill, words)


def _name_in(inside: str) -> str | None:
    gap = _GAP.fullmatch(inside)
    return gap[1] if gap else None


def _as_html(value: str) -> str:
    return escape(value).replace("\r\n", "\n").replace("\n", "<br>\n")


def _one_line(value: str) -> str:
    return _NOT_PRINTED.sub(" ", value).strip()
