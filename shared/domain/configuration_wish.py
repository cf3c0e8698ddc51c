"""One document that somebody wants in the configuration, judged together with all that is in force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.business_time.history import FROM
from shared.business_time.instant import Instant
from shared.domain.applied import Fate
from shared.domain.apply_plan import next_document
from shared.domain.calendar_revision import PastRevision
from shared.domain.document_kinds import KINDS
from shared.domain.document_label import label_of
from shared.domain.document_size import too_large
from shared.domain.file_form import file_form
from shared.domain.json_pointer import pointer_of
from shared.domain.judged_in_force import Has, judge_in_force, news, source_of
from shared.domain.organisation_entry import Entry
from shared.domain.past_version import PastVersion
from shared.domain.source_document import FileFault, SourceDocument
from shared.domain.version_plan import plan_versions
from shared.errors import Fault, Refused

Document: TypeAlias = Mapping[str, Any]

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """A document as it was asked for: its file form, with or without kind and name."""

    kind: str
    name: str
    body: Document

    @property
    def label(self) -> str:
        """How faults of other documents name it."""
        return label_of(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class NextRevision:
    """All documents of the next revision, and what became of the one that was wished.

    `also` are versions of a process that become known without being in force.
    """

    documents: tuple[Document, ...]
    document: Document
    fate: Fate
    warnings: tuple[Fault, ...] = ()
    also: tuple[Document, ...] = ()


def judged_wish(
    wish: Wish, in_force: Sequence[Document], has: Has
) -> tuple[Entry | None, list[Fault], list[Fault]]:
    """The document as it was read, its faults and those that it brings to others, its warnings."""
    source = SourceDocument(wish.label, _written(wish))
    others = [source_of(one) for one in in_force if _name(one) != (wish.kind, wish.name)]
    judged = judge_in_force([*others, source], has)
    faults = [*_misnamed(wish), *(_fault(one) for one in judged.faults if one.file == wish.label)]
    if any(one.file != wish.label for one in judged.faults):
        broken = news(judged, judge_in_force([source_of(one) for one in in_force], has))
        faults += [Fault("", one.sentence(), "breaks") for one in broken if one.file != wish.label]
    entry = next((one for one in judged.entries if one.source is source), None)
    return entry, faults, [_fault(one) for one in judged.warnings if one.file == wish.label]


def with_wish(
    wish: Wish,
    in_force: Sequence[Document],
    *,
    has: Has,
    past: PastVersion,
    now: Instant,
    found: Sequence[Fault] = (),
) -> NextRevision:
    """The next revision with the document in its place; raises Refused with every fault.

    `found` are the faults of looking up what it names outside.
    """
    entry, faults, warnings = judged_wish(wish, in_force, has)
    if found or faults or entry is None:
        raise _refused(wish, [*found, *faults])
    before = next((one for one in in_force if _name(one) == (wish.kind, wish.name)), None)
    try:
        document, fate = next_document(entry, before, past, now)
    except PastRevision as refused:
        raise _refused(wish, [Fault(pointer_of(FROM), str(refused))]) from refused
    versions = plan_versions(entry, document, past)
    if versions.faults:
        raise _refused(wish, [_fault(one) for one in versions.faults])
    if versions.lines and fate == "unchanged":
        fate = "changed"
    document = versions.document
    words = too_large(document)
    if words is not None:
        raise _refused(wish, [Fault("", words, "too_large")])
    documents = [document if one is before else one for one in in_force]
    if before is None:
        documents.append(document)
    return NextRevision(tuple(documents), document, fate, tuple(warnings), versions.also)


def referred_in(
    kind: str,
    name: str,
    in_force: Sequence[Document],
    *,
    has: Has,
    versions: Iterable[Document] = (),
) -> tuple[str, ...]:
    """What the next revision would lack without a document, each place in words (E7).

    `versions` are published versions of processes that are not in force, which records may run on.
    """
    left = tuple(one for one in in_force if _name(one) != (kind, name))
    more = [_version_source(one) for one in versions if one["name"] != name or kind != "process"]
    after = judge_in_force([*(source_of(one) for one in left), *more], has)
    if not after.faults:
        return ()
    before = judge_in_force([*(source_of(one) for one in in_force), *more], has)
    return tuple(one.sentence() for one in news(after, before))


def refuse_referred(kind: str, name: str, referrers: Sequence[str]) -> None:
    """Raise Refused if anything refers to a document; the first twenty are named (E7)."""
    if referrers:
        raise Refused(
            f"The {label_of(kind, name)} is referred to.",
            faults=tuple(Fault("", words, "referred") for words in referrers[:_NAMED]),
        )


def _refused(wish: Wish, faults: Sequence[Fault]) -> Refused:
    return Refused(f"The {wish.label} cannot be accepted.", faults=tuple(faults))


def _written(wish: Wish) -> dict[str, Any]:
    named_by = KINDS[wish.kind].named_by
    body = {key: value for key, value in wish.body.items() if key != "kind"}
    return {"kind": wish.kind, **body, **({named_by: wish.name} if named_by else {})}


def _misnamed(wish: Wish) -> Iterator[Fault]:
    """What is asked for by one name does not call itself by another."""
    key = KINDS[wish.kind].named_by
    given = wish.body.get(key) if key else None
    if given is not None and str(given).strip() != wish.name:
        words = (
            f"is '{given}', but the document is '{wish.name}': leave it out, or ask for that one"
        )
        yield Fault(pointer_of(str(key)), words, "other_name")


def _version_source(document: Document) -> SourceDocument:
    name = f"{document['name']} (version {document['version']})"
    form = {**file_form("process", document["name"], document["body"]), "name": name}
    return SourceDocument(label_of("process", name), form)


def _name(document: Document) -> tuple[str, str]:
    return document["kind"], document["name"]


def _fault(fault: FileFault) -> Fault:
    return Fault(pointer_of(fault.path), fault.message)
