"""Conditions over a record: items with operators and filter logic (K1, K4), or a formula (K2)."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, model_validator

from shared.business_time.instant import Instant
from shared.domain.comparison import compare
from shared.domain.field_name import canonical_field
from shared.domain.filter_logic import parse_logic
from shared.domain.formula import FormulaText, is_met
from shared.domain.formula.evaluation import DEFAULT_ZONE
from shared.domain.value import Fields, Frozen, Value

Operator: TypeAlias = Literal[
    "equals",
    "not_equal",
    "less_than",
    "greater_than",
    "less_or_equal",
    "greater_or_equal",
    "contains",
    "not_contains",
    "starts_with",
    "in",
    "not_in",
    "includes",
    "excludes",
    "within",
    "is_blank",
]

MAX_ITEMS = 100

FieldName: TypeAlias = Annotated[str, AfterValidator(canonical_field)]


class Criterion(Frozen):
    """A field, an operator and a value; a comma list means any of (K1)."""

    field: FieldName
    operator: Operator
    value: Value = None


class Condition(Frozen):
    """Items joined by AND or by `logic`; or one formula."""

    items: tuple[Criterion, ...] = ()
    logic: str | None = None
    formula: FormulaText | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> "Condition":
        if self.formula is not None and self.items:
            raise ValueError("give items or a formula, not both")
        if self.formula is None and not self.items:
            raise ValueError("a condition needs items or a formula")
        if len(self.items) > MAX_ITEMS:
            raise ValueError(f"a condition has at most {MAX_ITEMS} items")
        if self.logic is not None:
            _check_logic(self.logic, len(self.items))
        return self


def holds(
    condition: Condition | None, fields: Fields, now: Instant, zone: str = DEFAULT_ZONE
) -> bool:
    """Whether the condition is true of the record at `now`; none at all always holds.

    `zone` says where TODAY is: the organisation's.
    """
    if condition is None:
        return True
    if condition.formula is not None:
        return is_met(condition.formula.tree, fields, now, zone)

    def item(number: int) -> bool:
        criterion = condition.items[number - 1]
        return compare(fields.get(criterion.field), criterion.operator, criterion.value, now)

    if condition.logic is not None:
        return parse_logic(condition.logic).holds(item)
    return all(item(number) for number in range(1, len(condition.items) + 1))


def fields_read(condition: Condition | None) -> frozenset[str]:
    """Which fields the condition looks at."""
    if condition is None:
        return frozenset()
    if condition.formula is not None:
        return condition.formula.fields
    return frozenset(item.field for item in condition.items)


def _check_logic(logic: str, count: int) -> None:
    strangers = [number for number in parse_logic(logic).numbers() if not 1 <= number <= count]
    if strangers:
        raise ValueError(f"filter logic names item {min(strangers)}, but there are {count}")
