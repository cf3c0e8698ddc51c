"""Formulas in the Salesforce subset: parsed when read, checked when published, evaluated safely."""

from shared.domain.formula.check import check_formula
from shared.domain.formula.evaluation import evaluate, is_met
from shared.domain.formula.grammar import FormulaRefused, parse_formula
from shared.domain.formula.tree import fields_in

__all__ = [
    "FormulaRefused",
    "check_formula",
    "evaluate",
    "fields_in",
    "is_met",
    "parse_formula",
]
