"""A formula as models hold it: the text that people see, and the tree that is evaluated (K3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

from pydantic import PlainSerializer, PlainValidator, ValidationInfo

from shared.domain.formula.parse import parse_formula
from shared.domain.formula.stored import SCHEMA, NotStored, from_stored, to_stored
from shared.domain.formula.tree import Node, fields_in

TREES = "formulas"
"""Where a stored document keeps the trees of its formulas; no file has this key."""

_WRITTEN_AS = ("formula", "within_formula")


@dataclass(frozen=True, slots=True)
class Formula:
    """Equal when the text is; `tree` was parsed at publishing."""

    text: str
    tree: Node = field(compare=False)

    @property
    def fields(self) -> frozenset[str]:
        """Every field that it looks at."""
        return fields_in(self.tree)


class Trees:
    """The trees that were stored beside one document, by text."""

    def __init__(self, stored: Mapping[str, Any] | None = None) -> None:
        self._stored = stored or {}

    def tree_of(self, text: str) -> Node:
        """The tree that was published with the text, else the text parsed; raises FormulaRefused."""
        if text in self._stored:
            try:
                return from_stored(self._stored[text])
            except NotStored:
                # the text is the truth: a tree that somebody has damaged is read anew
                pass
        return parse_formula(text)


def with_trees(body: Mapping[str, Any]) -> dict[str, Any]:
    """A document as publishing keeps it: with the trees of its formulas, if it has any, beside."""
    texts = sorted({*_texts_in(body)})
    if not texts:
        return dict(body)
    trees = {text: to_stored(parse_formula(text)) for text in texts}
    return {**body, TREES: {"schema": SCHEMA, "trees": trees}}


def without_trees(body: Mapping[str, Any]) -> dict[str, Any]:
    """A stored document in the form that files and exports show."""
    return {key: value for key, value in body.items() if key != TREES}


def trees_in(body: Mapping[str, Any]) -> Trees:
    """The trees of a stored document; none of what an earlier or a later release has stored."""
    kept = body.get(TREES)
    if not isinstance(kept, Mapping) or kept.get("schema") != SCHEMA:
        return Trees()
    trees = kept.get("trees")
    return Trees(trees if isinstance(trees, Mapping) else None)


def _texts_in(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key in _WRITTEN_AS and isinstance(value, str):
                yield value
            else:
                yield from _texts_in(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _texts_in(one)


def _read(given: Any, info: ValidationInfo) -> Formula:
    if isinstance(given, Formula):
        return given
    if not isinstance(given, str):
        raise ValueError("a formula is a text")
    trees = info.context if isinstance(info.context, Trees) else Trees()
    return Formula(given, trees.tree_of(given))


FormulaText: TypeAlias = Annotated[
    Formula,
    PlainValidator(_read, json_schema_input_type=str),
    PlainSerializer(lambda formula: formula.text, return_type=str),
]
"""Written as text; evaluated as a tree."""
