"""What criteria say about a record: operators, blanks, lists, logic, names (K1, K4)."""

import re

import pytest
from pydantic import ValidationError

from shared.business_time import parse_instant
from shared.domain.condition_check import check_condition
from shared.domain.criteria import Condition, fields_read, holds
from shared.domain.field_name import canonical_field
from shared.domain.filter_logic import MAX_DEPTH, parse_logic
from shared.domain.known_fields import KnownFields
from shared.domain.value import Value

NOW = parse_instant("2026-03-02T12:00:00Z")


def says(operator: str, wanted: Value, actual: Value) -> bool:
    item = {"field": "it", "operator": operator, "value": wanted}
    return holds(Condition.model_validate({"items": [item]}), {"it": actual}, NOW)


@pytest.mark.parametrize(
    ("operator", "wanted", "actual", "expected"),
    [
        ("equals", "High", "HIGH", True),
        ("equals", "High, Critical", "critical", True),
        ("equals", "High, Critical", "Low", False),
        ("equals", "5", 5, True),
        ("equals", 5.0, "5", True),
        ("equals", "1.1", "1.10", False),
        ("equals", "7", "007", False),
        ("equals", "true", True, True),
        ("equals", True, "True", True),
        ("not_equal", "High, Critical", "Low", True),
        ("not_equal", "High, Critical", "High", False),
        ("in", " High ,Low", "low", True),
        ("not_in", "High,Low", "low", False),
        ("less_than", "10", "9", True),
        ("less_than", 9, 9, False),
        ("less_or_equal", 9, 9, True),
        ("greater_than", "9", 10, True),
        ("greater_or_equal", 10, 9, False),
        ("less_than", "2026-03-02T10:00:00Z", "2026-03-02T10:30:00+01:00", True),
        ("less_than", "b", "A", True),
        ("contains", "pump, valve", "Blue VALVE 3", True),
        ("contains", "pump", "Conveyor", False),
        ("not_contains", "pump, valve", "Blue valve", False),
        ("starts_with", "con", "Conveyor", True),
        ("starts_with", "veyor", "Conveyor", False),
        ("includes", "Gas", "oil;gas", True),
        ("includes", "as", "oil;gas", False),
        ("includes", "water, oil", "oil;gas", True),
        ("excludes", "water", "oil;gas", True),
        ("excludes", "oil", "oil;gas", False),
        ("within", "1 hours", "2026-03-02T11:00:00Z", True),
        ("within", "1 hours", "2026-03-02T13:00:00Z", True),
        ("within", "59 minutes", "2026-03-02T11:00:00Z", False),
        ("within", "2 days", "soon", False),
    ],
)
def test_K1_an_operator_says(operator: str, wanted: Value, actual: Value, expected: bool) -> None:
    assert says(operator, wanted, actual) is expected


@pytest.mark.parametrize("blank", [None, ""])
@pytest.mark.parametrize(
    ("operator", "wanted", "expected"),
    [
        ("equals", None, True),
        ("equals", "", True),
        ("equals", "High", False),
        ("equals", 0, False),
        ("equals", False, False),
        ("not_equal", "High", True),
        ("not_equal", None, False),
        ("less_than", 5, False),
        ("greater_than", -5, False),
        ("less_or_equal", "z", False),
        ("contains", "a", False),
        ("not_contains", "a", True),
        ("starts_with", "a", False),
        ("includes", "a", False),
        ("excludes", "a", True),
        ("within", "1 days", False),
        ("is_blank", True, True),
        ("is_blank", "false", False),
    ],
)
def test_K4_a_blank_field_says(operator: str, wanted: Value, expected: bool, blank: Value) -> None:
    assert says(operator, wanted, blank) is expected


def test_K4_a_field_that_was_never_set_is_blank() -> None:
    item = {"field": "it", "operator": "is_blank", "value": True}
    assert holds(Condition.model_validate({"items": [item]}), {}, NOW)


def test_no_condition_at_all_always_holds() -> None:
    assert holds(None, {}, NOW)


@pytest.mark.parametrize(
    ("logic", "true_items", "expected"),
    [
        (None, {1, 2, 3}, True),
        (None, {1, 2}, False),
        ("1 AND (2 OR 3)", {1, 3}, True),
        ("1 AND (2 OR 3)", {2, 3}, False),
        ("1 or 2 and 3", {1}, True),
        ("(1 OR 2) AND 3", {1}, False),
        ("NOT 1 AND 2", {2}, True),
        ("NOT (1 AND 2)", {1, 2}, False),
    ],
)
def test_K1_items_are_joined_by_and_or_by_logic(
    logic: str | None, true_items: set[int], expected: bool
) -> None:
    items = [{"field": f"f{n}", "operator": "equals", "value": "yes"} for n in (1, 2, 3)]
    condition = Condition.model_validate({"items": items, "logic": logic})
    assert holds(condition, {f"f{n}": "yes" for n in true_items}, NOW) is expected


@pytest.mark.parametrize(
    ("logic", "sentence"),
    [
        ("1 AND", "ends where a number is expected"),
        ("(1 OR 2", "a ')' is missing"),
        ("1 XOR 2", "unexpected 'X' at column 3"),
        ("1 2", "unexpected '2' at column 3"),
        ("OR 1", "expected a number at column 1"),
        ("(" * 30 + "1" + ")" * 30, f"nested deeper than {MAX_DEPTH}"),
        ("NOT " * 30 + "1", f"nested deeper than {MAX_DEPTH}"),
        ("1 OR " * 400 + "1", "longer than"),
    ],
)
def test_K1_logic_that_cannot_be_read_is_refused_with_its_place(logic: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        parse_logic(logic)


def test_K1_logic_that_names_a_missing_item_is_refused() -> None:
    item = {"field": "it", "operator": "equals", "value": "x"}
    with pytest.raises(ValidationError, match="names item 2, but there are 1"):
        Condition.model_validate({"items": [item], "logic": "1 OR 2"})


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Case.Priority", "priority"),
        ("Status", "status"),
        ("status", "status"),
        ("Account.Tier__c", "account.tier"),
        ("account.tier", "account.tier"),
        ("Contact.Tier__c", "contact.tier"),
        ("Product_Line__c", "product_line"),
        ("CreatedDate", "created_at"),
        ("Case.OwnerId", "owner"),
    ],
)
def test_K1_both_spellings_of_a_field_mean_the_same(written: str, stored: str) -> None:
    assert canonical_field(written) == stored


def test_K5_the_fields_that_a_condition_reads_are_known() -> None:
    items = [
        {"field": "Case.Priority", "operator": "equals", "value": "High"},
        {"field": "Account.Tier__c", "operator": "equals", "value": "Gold"},
    ]
    condition = Condition.model_validate({"items": items})
    assert fields_read(condition) == {"priority", "account.tier"}
    assert fields_read(None) == frozenset()


def test_P5_unknown_fields_and_values_that_do_not_fit_are_told_together() -> None:
    items = [
        {"field": "colour", "operator": "equals", "value": "red"},
        {"field": "status", "operator": "within", "value": "soon"},
        {"field": "status", "operator": "is_blank", "value": "maybe"},
    ]
    found = check_condition(
        Condition.model_validate({"items": items}), "exit", KnownFields(frozenset({"status"}))
    )
    assert [fault.pointer for fault in found] == [
        "exit.items[0].field",
        "exit.items[1].value",
        "exit.items[2].value",
    ]
    assert check_condition(Condition.model_validate({"items": items[:1]}), "exit", None) == []
