"""What differs between two forms of one document, part by part, in words that people read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from shared.domain.value import Frozen

Part: TypeAlias = Any

_NAMED_BY = ("milestone", "name", "value", "field", "date")
"""Keys by which an item of a list is known, so that an inserted item does not shift all others."""


class Difference(Frozen):
    """One part that was added (`before` None), removed (`after` None) or replaced.

    The path names items of lists by what they are called, such as
    `milestones[First Response 2].within`.
    """

    path: str
    before: Part = None
    after: Part = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every part of `after` that is not as in `before`, in the order of `after`, then what is gone.

    >>> differences({"within": "60m", "notes": "x"}, {"within": "30m"})
    (Difference(path='within', before='60m', after='30m'), Difference(path='notes', before='x', after=None))
    """
    return tuple(_between("", before, after))


def _between(path: str, before: Part, after: Part) -> Iterator[Difference]:
    if before == after:
        return
    left, right = _parts(before), _parts(after)
    if left is None or right is None:
        yield Difference(path=path, before=before, after=after)
        return
    bare = isinstance(before, Mapping)
    for key in dict.fromkeys((*right, *left)):
        yield from _between(_joined(path, key, bare=bare), left.get(key), right.get(key))
    shared = [key for key in left if key in right]
    if not bare and shared != [key for key in right if key in left]:
        yield Difference(path=path, before=list(left), after=list(right))


def _parts(value: Part) -> Mapping[str, Part] | None:
    """The parts of a mapping or of a list whose items have names; None for anything else."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str) and _have_names(value):
        return _by_name(value)
    return None


def _have_names(items: Sequence[Part]) -> bool:
    return bool(items) and all(isinstance(item, Mapping) and _name(item) for item in items)


def _by_name(items: Sequence[Mapping[str, Part]]) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for item in items:
        name, turn = _name(item), 2
        key = name
        while key in found:
            key, turn = f"{name} {turn}", turn + 1
        found[key] = item
    return found


def _name(item: Mapping[str, Part]) -> str:
    return next((str(item[key]) for key in _NAMED_BY if item.get(key) is not None), "")


def _joined(path: str, key: str, *, bare: bool) -> str:
    if not bare:
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key
