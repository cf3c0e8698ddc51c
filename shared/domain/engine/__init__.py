"""The milestone engine: pure decisions over case files (M1 to M18)."""

from shared.domain.engine.decide import decide, next_instant, next_instants
from shared.domain.engine.explanation import Explanation, explain, explain_facts
from shared.domain.engine.facts import facts, next_target, roll_up
from shared.domain.engine.switching import Onto

__all__ = [
    "Explanation",
    "Onto",
    "decide",
    "explain",
    "explain_facts",
    "facts",
    "next_instant",
    "next_instants",
    "next_target",
    "roll_up",
]
