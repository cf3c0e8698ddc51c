"""Which document goes into which file of an export, and how the files look."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cli.yaml_writing import write_yaml
from shared.domain.document_kinds import KINDS

Document = Mapping[str, Any]

MARK = "Exported by milepost export."
"""The first line of every exported file, by which a later export knows what it may replace."""

LARGEST = 2_000_000
"""Characters a file; readers take five million bytes."""

_TOGETHER = {
    "settings": "settings",
    "calendar": "calendars",
    "milestone_types": "milestone-types",
    "call_target": "calls",
    "mail_route": "routes",
    "queue": "people",
    "user": "people",
    "assignment_rules": "rules",
    "entitlement_rules": "rules",
    "milestone_rules": "rules",
    "fields": "fields",
}
_EACH = {"process": "processes", "mail_template": "mails"}
_OWNERS = {"account": "external_id", "line": "contract"}
_NO_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 60


def arranged(documents: Iterable[Document]) -> dict[str, str]:
    """File name to text: one file a theme, a process, a mail and a customer.

    The same documents give the same files, in whatever order they come.
    """
    groups: dict[tuple[str, str], list[Document]] = {}
    found = list(documents)
    contracts = {
        document["external_id"]: document["account"]
        for document in found
        if document["kind"] == "contract"
    }
    for document in found:
        groups.setdefault(_group(document, contracts), []).append(document)
    taken: set[str] = set()
    return {
        path: text
        for (folder, name), together in sorted(groups.items())
        for path, text in _files(_unused(folder, name, taken), sorted(together, key=_place))
    }


def _place(document: Document) -> tuple[int, str]:
    kind = KINDS[document["kind"]]
    return list(KINDS).index(kind.name), str(document.get(kind.named_by or ""))


def _group(document: Document, contracts: Mapping[str, str]) -> tuple[str, str]:
    kind = document["kind"]
    if kind in _TOGETHER:
        return "", _TOGETHER[kind]
    if kind in _EACH:
        return _EACH[kind], document["name"]
    owner = document.get(_OWNERS.get(kind, "account"))
    if kind == "line":
        owner = contracts.get(str(owner), str(owner))
    return ("", f"{kind}s") if owner is None else ("customers", str(owner))


def _unused(folder: str, name: str, taken: set[str]) -> str:
    """A path that differs from all others also where capitals are nothing."""
    plain = _NO_LETTERS.sub("-", name.casefold()).strip("-")[:_LONGEST] or "unnamed"
    path = wanted = f"{folder}/{plain}" if folder else plain
    number = 1
    while path in taken:
        number += 1
        path = f"{wanted}-{number}"
    taken.add(path)
    return path


def _files(path: str, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    for place, part in enumerate(_parts(documents), start=1):
        number = "" if place == 1 else f".{place}"
        yield f"{path}{number}.yaml", f"# {MARK}\n" + "---\n".join(part)


def _parts(documents: Sequence[Document]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for document in documents:
        text = write_yaml([document])
        if part and size + len(text) > LARGEST:
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text) + len("---\n")
    yield part
