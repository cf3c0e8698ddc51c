"""What only shows when the documents of an organisation are looked at together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from shared.domain.elsewhere import Elsewhere
from shared.domain.organisation_entry import Entry
from shared.domain.references import BELONGS_TO_ACCOUNT, REFERENCES, WITH_PARENTS, named_at
from shared.domain.source_document import FileFault

Names: TypeAlias = Mapping[str, Mapping[str, Entry | None]]
"""Kind to name to entry; None for what exists without a file."""


def names_of(entries: Sequence[Entry]) -> Names:
    """Index entries by kind and name; the calendar 24x7 always exists."""
    names: dict[str, dict[str, Entry | None]] = {"calendar": {"24x7": None}}
    for entry in entries:
        names.setdefault(entry.kind.name, {})[entry.name] = entry
    return names


def check_references(
    entries: Sequence[Entry], names: Names, elsewhere: Elsewhere
) -> Iterator[FileFault]:
    """Find every name that no document has."""
    for entry in entries:
        for pattern, target in REFERENCES.get(entry.kind.name, {}).items():
            # what cannot be read whole is taken as it was written
            for path, name in named_at(entry.body or entry.source.body, pattern):
                # a default stands in the body, but nobody wrote it
                if path in entry.body and path not in entry.source.body:
                    continue
                if name not in names.get(target, {}) and not elsewhere.has(target, name):
                    yield entry.source.fault(path, f"there is no {target} '{name}'")


def check_accounts(entries: Sequence[Entry], names: Names) -> Iterator[FileFault]:
    """Find every contact, asset and contract that is used for another account than its own."""
    for entry in entries:
        if entry.body.get("covers") == "account_and_subsidiaries":
            continue
        for pattern, target in BELONGS_TO_ACCOUNT.get(entry.kind.name, {}).items():
            for path, name in named_at(entry.body, pattern):
                named = names.get(target, {}).get(name)
                owner = named.body.get("account") if named else None
                if owner and owner != entry.body.get("account"):
                    yield entry.source.fault(path, f"{target} '{name}' belongs to '{owner}'")


def check_parents(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Find every account and every contract that is its own ancestor."""
    for kind in WITH_PARENTS:
        named = {entry.name: entry for entry in entries if entry.kind.name == kind}
        for name, entry in named.items():
            line = [name]
            above = entry.body.get("parent")
            while above in named and above not in line:
                line.append(above)
                above = named[above].body.get("parent")
            if above == name:
                words = f"goes in a circle: {' < '.join([*line, name])}"
                yield entry.source.fault("parent", words)


def check_settings(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Say that the one document is missing which must be there."""
    if not any(entry.kind.name == "settings" for entry in entries):
        yield FileFault("the folder", None, "", "there is no document of kind 'settings'")
