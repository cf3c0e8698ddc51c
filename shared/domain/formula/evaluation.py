"""Evaluating a formula: a small interpreter that runs no code, cannot loop, and never fails (K3)."""

from shared.business_time.instant import Instant
from shared.domain.formula.functions import WORK
from shared.domain.formula.meeting import arithmetic, compared
from shared.domain.formula.quantities import (
    LONGEST_TEXT,
    Quantity,
    is_true,
    quantity,
    text_of,
    value_of,
)
from shared.domain.formula.signatures import COMPARISONS
from shared.domain.formula.tree import Node
from shared.domain.value import Fields, Value

DEFAULT_ZONE = "UTC"


def evaluate(node: Node, fields: Fields, now: Instant, zone: str = DEFAULT_ZONE) -> Value:
    """The value of a formula as a field holds it; days are those of `zone`."""
    return value_of(Evaluation(fields, now, zone).of(node))


def is_met(node: Node, fields: Fields, now: Instant, zone: str = DEFAULT_ZONE) -> bool:
    """Whether a formula that is a condition holds."""
    return is_true(Evaluation(fields, now, zone).of(node))


class Evaluation:
    """One evaluation: each node is visited at most once, which `visited` counts."""

    __slots__ = ("fields", "now", "visited", "zone")

    def __init__(self, fields: Fields, now: Instant, zone: str) -> None:
        self.fields = fields
        self.now = now
        self.zone = zone
        self.visited = 0

    def of(self, node: Node) -> Quantity:
        """The value of one node; what a choice does not need is not evaluated."""
        self.visited += 1
        if node.kind == "value":
            return quantity(node.what)
        if node.kind == "field":
            return quantity(self.fields.get(node.name))
        work = WORK.get(node.name)
        return self._sign(node) if work is None else work(self, node.parts)

    def _sign(self, node: Node) -> Quantity:
        found = self.of(node.parts[0])
        if node.name == "&":
            return self._joined(found, node.parts[1:])
        if len(node.parts) == 1:
            return arithmetic("-", quantity(0), found, self.zone)
        for part in node.parts[1:]:
            other = self.of(part)
            if node.name in COMPARISONS:
                return compared(node.name, found, other, self.zone)
            found = arithmetic(node.name, found, other, self.zone)
        return found

    def _joined(self, first: Quantity, others: tuple[Node, ...]) -> str:
        texts = [text_of(first)]
        texts += (text_of(self.of(other)) for other in others)
        return "".join(texts)[:LONGEST_TEXT]
