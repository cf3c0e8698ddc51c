"""What only shows when the documents of an organisation are looked at together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from shared.domain.account_bounds import strays
from shared.domain.elsewhere import Elsewhere
from shared.domain.entitlement import Entitlement, check_contract
from shared.domain.organisation_entry import Entry
from shared.domain.references import BELONGS_TO_ACCOUNT, COMES_AFTER, REFERENCES, named_at
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.domain.source_document import FileFault
from shared.domain.value import Frozen

M = TypeVar("M", bound=Frozen)

_MOST_SHOWN = 10

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


def check_strays(entries: Sequence[Entry], names: Names) -> Iterator[FileFault]:
    """Find contracts and lines that reach into a foreign account (E1)."""

    def find(kind: str, name: str) -> Mapping[str, Any] | None:
        named = names.get(kind, {}).get(name)
        return named.body if named else None

    for entry in entries:
        yield from entry.source.faults(strays(entry.kind.name, entry.body, find))


def check_contracts(entries: Sequence[Entry], names: Names) -> Iterator[FileFault]:
    """Find entitlements under a line or contract that is not theirs (E1)."""
    lines, contracts = names.get("line", {}), names.get("contract", {})
    for entry in entries:
        if entry.kind.name != "entitlement" or not entry.body:
            continue
        wanted = Entitlement.model_validate(entry.body)
        line = _read(lines.get(wanted.line or ""), ContractLine)
        above = wanted.contract or (line.contract if line else "")
        contract = _read(contracts.get(above), ServiceContract)
        faults = check_contract(wanted, line, contract)
        told = wanted.contract is not None and wanted.covers == "account"
        yield from entry.source.faults(
            fault for fault in faults if not (told and fault.code == "other_account")
        )


def _read(entry: Entry | None, model: type[M]) -> M | None:
    return model.model_validate(entry.body) if entry and entry.body else None


def check_circles(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Find every account, contract and renewal that comes, by and by, after itself."""
    for kind, key in COMES_AFTER.items():
        named = {entry.name: entry for entry in entries if entry.kind.name == kind}
        # what cannot be read whole is taken as it was written
        after = {
            name: str((entry.body or entry.source.body).get(key) or "")
            for name, entry in named.items()
        }
        for circle in circles_in(after):
            for place, name in enumerate(circle):
                words = _shown(circle, place)
                yield named[name].source.fault(key, f"goes in a circle: {words}")


def circles_in(after: Mapping[str, str]) -> Iterator[list[str]]:
    """Every circle among names of which each comes after at most one other, once each.

    >>> list(circles_in({"a": "b", "b": "c", "c": "b", "d": ""}))
    [['b', 'c']]
    """
    seen: set[str] = set()
    for start in after:
        line: dict[str, int] = {}
        name = start
        while name in after and name not in seen:
            seen.add(name)
            line[name] = len(line)
            name = after[name]
        if name in line:
            yield list(line)[line[name] :]


def _shown(circle: Sequence[str], place: int) -> str:
    """The circle as it is met from one of its names, which stands at both ends."""
    count = min(len(circle), _MOST_SHOWN)
    shown = " < ".join(circle[(place + step) % len(circle)] for step in range(count))
    rest = f"… < {circle[place]} ({len(circle)} in all)" if count < len(circle) else circle[place]
    return f"{shown} < {rest}"


def check_settings(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Say that the one document is missing which must be there."""
    if not any(entry.kind.name == "settings" for entry in entries):
        yield FileFault("the folder", None, "", "there is no document of kind 'settings'")
