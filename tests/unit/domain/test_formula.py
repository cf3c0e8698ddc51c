"""Formulas in the Salesforce subset: read with clear errors, evaluated safely (K2, K3, K4)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.formula import (
    FormulaRefused,
    check_formula,
    evaluate,
    fields_in,
    is_met,
    parse_formula,
)
from shared.domain.value import Value

NOW = 1_772_442_000  # 2026-03-02T09:00:00Z
FIELDS: dict[str, Value] = {
    "status": "New",
    "priority": "High",
    "seats": 12,
    "vip": True,
    "products": "Switch;Router",
    "account.tier": "Gold",
    "opened": "2026-03-01T09:00:00Z",
    "day": "2026-03-01",
    "empty": "",
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("-(2 + 1)", -3),
        ("'a' & 1 & TRUE", "a1true"),
        ("IF(Status = 'new', 'yes', 'no')", "yes"),
        ("CASE(priority, 'Low', 1, 'HIGH', 2, 3)", 2),
        ("CASE(priority, 'Low', 1, 3)", 3),
        ("BLANKVALUE(empty, BLANKVALUE(missing, 'x'))", "x"),
        ("TEXT(seats)", "12"),
        ("VALUE('12.5') + seats", 24.5),
        ("LEN('four')", 4),
        ("LEFT('milepost', 4) & RIGHT('milepost', 4)", "milepost"),
        ("UPPER(LOWER(TRIM('  Ab ')))", "AB"),
        ("MIN(3, 1, 2) + MAX(3, 1, 2)", 4),
        ("ROUND(2.5, 0)", 3),
        ("ROUND(-2.345, 2)", -2.35),
        ("MOD(7, 3)", 1),
        ("ABS(-4)", 4),
        ("1 / 0", None),
        ("'a' + 1", None),
        ("TODAY()", "2026-03-02"),
        ("NOW()", "2026-03-02T09:00:00Z"),
        ("NOW() - opened", None),
        ("YEAR(TODAY()) * 100 + MONTH(TODAY())", 202603),
        ("DAY(DATEVALUE(opened))", 1),
        ("DATE(2026, 2, 30)", None),
        ("DATE(2026, 3, 2) + 1", "2026-03-03"),
        ("TODAY() - DATE(2026, 3, 1)", 1),
        ("/* why */ 1", 1),
        (r"'it\'s'", "it's"),
    ],
)
def test_K2_a_formula_gives_its_value(text: str, value: Value) -> None:
    assert evaluate(parse_formula(text), FIELDS, NOW) == value


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("TRUE || FALSE && FALSE", True),
        ("!(status = 'Closed') && vip", True),
        ("AND(vip, OR(FALSE, seats >= 12))", True),
        ("Case.Priority = 'high'", True),
        ("Account.Tier__c <> 'Gold'", False),
        ("ISPICKVAL(status, 'NEW')", True),
        ("INCLUDES(products, 'router')", True),
        ("INCLUDES(products, 'Route')", False),
        ("CONTAINS(products, 'rout')", True),
        ("BEGINS(products, 'switch')", True),
        ("missing = empty", True),
        ("missing = 'x'", False),
        ("missing < 5", False),
        ("missing > 5", False),
        ("ISBLANK(missing) && ISNULL(empty)", True),
        ("opened < NOW()", True),
        ("day < TODAY()", True),
        ("seats = '12'", True),
        ("status", False),
    ],
)
def test_K4_a_condition_holds_as_criteria_do(text: str, met: bool) -> None:
    assert is_met(parse_formula(text), FIELDS, NOW) is met


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("AND(a, b", "expected ')' or ',' at the end"),
        ("1 +", "expected a value at the end"),
        ("a = = b", "expected a value at column 5, found '='"),
        ("'open", "unexpected ''' at column 1"),
        ("", "the formula is empty"),
        ("NOPE(1)", "there is no function NOPE"),
        ("LEN(1, 2)", "LEN takes 1 arguments, not 2"),
        ("CASE(a, 1, 2, 3, 4)", "CASE takes pairs"),
        ("x" * 5_001, "at most 5000 characters"),
        ("(" * 2_000 + "1", "expected"),
        ("NOT(" * 120 + "TRUE" + ")" * 120, "nested at most 100 deep"),
    ],
)
def test_K3_what_is_no_formula_is_refused_with_a_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        parse_formula(text)
    assert sentence in str(refused.value)


def test_K5_the_fields_that_a_formula_reads_are_known() -> None:
    node = parse_formula("AND(Account.Tier__c = 'Gold', NOT(ISBLANK(asset.serial_number)), Status)")
    assert fields_in(node) == {"account.tier", "asset.serial_number", "status"}
    assert check_formula(node, {"status"}) != []


def test_K3_evaluation_costs_no_more_than_the_formula_is_long() -> None:
    deep = "LEFT(" * 90 + "'x'" + ", 1)" * 90
    wide = " && ".join(["a = 'b'"] * 450)
    for text in (deep, wide):
        node = parse_formula(text)
        began = time.process_time()
        evaluate(node, {}, NOW)
        assert time.process_time() - began < 0.05


@given(st.text(alphabet="()+-*/&|!=<>'\"abN01., \n", max_size=60))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_K3_no_text_does_more_than_give_a_value_or_a_sentence(text: str) -> None:
    try:
        node = parse_formula(text)
    except FormulaRefused:
        return
    evaluate(node, FIELDS, NOW)
    is_met(node, FIELDS, NOW)
