"""Formulas in the Salesforce subset (K2), read into a tree when a version is published."""

from collections.abc import Iterator
from functools import lru_cache

from shared.domain.formula.place import place_in
from shared.domain.formula.signatures import FUNCTIONS, fault_of_call
from shared.domain.formula.tree import MAX_DEPTH, MAX_NODES, Node, depth_of, every

MAX_LENGTH = 5_000


class FormulaRefused(ValueError):
    """A formula that cannot be read; the sentence names every place."""


@lru_cache(maxsize=1024)
def parse_formula(text: str) -> Node:
    """Read a formula; raises FormulaRefused for what is no formula, too long or nested too deeply."""
    if len(text) > MAX_LENGTH:
        raise FormulaRefused(f"a formula has at most {MAX_LENGTH} characters")
    if not text.strip():
        raise FormulaRefused("the formula is empty")
    # the parser costs thirty milliseconds and more to import, and stored trees need none
    from shared.domain.formula.grammar import read_tree  # noqa: PLC0415

    node = read_tree(text)
    if depth_of(node) > MAX_DEPTH:
        raise FormulaRefused(f"a formula is nested at most {MAX_DEPTH} deep")
    faults = list(_faults(node, text))
    if faults:
        raise FormulaRefused("; ".join(faults))
    return node


def _faults(node: Node, text: str) -> Iterator[str]:
    for count, one in enumerate(every(node), start=1):
        if count > MAX_NODES:
            yield f"a formula has at most {MAX_NODES} parts"
            return
        fault = fault_of_call(one.name, len(one.parts)) if one.kind == "call" else None
        if fault is not None:
            yield f"{fault}, at {place_in(text, one.at)}{_meant(one.name)}"


def _meant(name: str) -> str:
    if name in FUNCTIONS:
        return ""
    # only needed for what is refused, and publishing is rare
    from shared.domain.formula.nearest import did_you_mean  # noqa: PLC0415

    return did_you_mean(name, FUNCTIONS)
