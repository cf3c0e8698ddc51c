"""Formulas in the Salesforce subset: parsed when published, kept as trees, evaluated safely."""

from shared.domain.formula.evaluation import evaluate, is_met
from shared.domain.formula.formula import (
    Formula,
    FormulaText,
    Trees,
    trees_in,
    with_trees,
    without_trees,
)
from shared.domain.formula.parse import FormulaRefused, parse_formula
from shared.domain.formula.tree import Node, fields_in

__all__ = [
    "Formula",
    "FormulaRefused",
    "FormulaText",
    "Node",
    "Trees",
    "evaluate",
    "fields_in",
    "is_met",
    "parse_formula",
    "trees_in",
    "with_trees",
    "without_trees",
]
