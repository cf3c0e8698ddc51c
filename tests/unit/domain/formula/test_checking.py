"""What publishing says of a formula that can be read: kinds, fields, values, at once (P5, K6)."""

import pytest

from shared.domain.built_in_fields import BUILT_IN
from shared.domain.condition_check import check_condition
from shared.domain.criteria import Condition
from shared.domain.field_declaration import DeclaredField, DeclaredValue
from shared.domain.formula import Formula, parse_formula
from shared.domain.formula.check import check_formula
from shared.domain.known_fields import KnownFields

OWN = (
    DeclaredField(name="seats", type="number"),
    DeclaredField(name="vip", type="checkbox"),
    DeclaredField(name="due_day", type="date"),
    DeclaredField(name="due_by", type="datetime"),
    DeclaredField(
        name="products",
        type="multi_picklist",
        values=(DeclaredValue(value="Switch"), DeclaredValue(value="Router")),
    ),
)
DECLARED = {field.name: field for field in (*BUILT_IN, *OWN)}
KNOWN = KnownFields(frozenset({*DECLARED, "account.tier"}), DECLARED)


def said(text: str) -> list[str]:
    _, findings = check_formula(Formula(text, parse_formula(text)), KNOWN)
    return [("warning: " if one.is_warning else "") + one.sentence for one in findings]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("seats > 'many'", "'seats' is a number and is compared with 'many', a text, at column 1"),
        (
            "seats = '12'",
            "'seats' is a number and is compared with '12', a text, at column 1; write 12 without",
        ),
        (
            "vip && LEN(subject) = subject",
            "LEN(…) is a number and is compared with 'subject', a text, at column 8",
        ),
        ("vip = 1", "'vip' is true or false and is compared with '1', a number, at column 1"),
        (
            "created_at > 5",
            "'created_at' is a date-time and is compared with '5', a number, at column 1",
        ),
        ("1 + subject", "'+' takes numbers, but 'subject' is a text, at column 5; join texts with"),
        ("seats - 'x'", "'-' takes numbers, but 'x' is a text, at column 9; join texts with &"),
        ("seats * 'x'", "'*' takes a number, but 'x' is a text, at column 9"),
        ("-subject", "'-' takes numbers, but 'subject' is a text, at column 2; join texts with &"),
        ("seats + vip", "'+' takes numbers, but 'vip' is true or false, at column 9"),
        ("TODAY() + NOW()", "a date + a date-time has no meaning, at column 1"),
        ("5 - TODAY()", "a number - a date has no meaning, at column 1"),
        ("IF(vip, 1, 'one')", "IF gives a number here and a text there, at column 12"),
        ("IF(vip, TODAY(), NOW())", "IF gives a date here and a date-time there, at column 18"),
        (
            "CASE(priority, 'High', 1, 'Low', 'x', 2)",
            "CASE gives a number here and a text there, at column 34",
        ),
        ("CASE(seats, 'a', 1, 2)", "CASE compares 'seats', a number, with 'a', a text, at"),
        ("BLANKVALUE(seats, 'none')", "BLANKVALUE gives a number here and a text there"),
        ("IF(seats, 1, 2)", "IF takes true or false, but 'seats' is a number, at column 4"),
        ("status && vip", "AND takes true or false, but 'status' is a text, at column 1"),
        ("!subject", "NOT takes true or false, but 'subject' is a text, at column 2"),
        ("LEN(seats)", "LEN takes a text, but 'seats' is a number, at column 5"),
        ("LEFT(subject, '2')", "LEFT takes a number, but '2' is a text, at column 15"),
        ("YEAR(subject)", "YEAR takes a date, but 'subject' is a text, at column 6"),
        ("ROUND(due_by, 2)", "ROUND takes a number, but 'due_by' is a date-time, at column 7"),
        ("ISPICKVAL(UPPER(status), 'NEW')", "ISPICKVAL takes a field, not UPPER(…), at column 11"),
        ("ISPICKVAL(seats, 'x')", "ISPICKVAL takes a text, but 'seats' is a number, at column 11"),
        ("ISBLANK(statuss)", "unknown field 'statuss', at column 9; did you mean status"),
        (
            "acount.tier = 'x'",
            "unknown field 'acount.tier', at column 1; did you mean account.tier",
        ),
        (
            "subject = 'x' ||\n  colour = 'red'",
            "unknown field 'colour', at line 2, column 3",
        ),
    ],
)
def test_P5_a_fault_in_a_formula_is_told_with_its_place(text: str, sentence: str) -> None:
    assert any(one.startswith(sentence) for one in said(text)), said(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ISPICKVAL(priority, 'Hihg')", "'Hihg' is none of the values of 'priority', at column 21"),
        ("'Nwe' = status", "'Nwe' is none of the values of 'status', at column 1"),
        ("CASE(priority, 'High', 1, 'Urgent', 2, 3)", "'Urgent' is none of the values of"),
        ("INCLUDES(products, 'Hub')", "'Hub' is none of the values of 'products', at column 20"),
        (
            "ISPICKVAL(origin, 'Web')",
            "ISPICKVAL is meant for a picklist, but 'origin' is declared as text, at column 11",
        ),
        ("INCLUDES(priority, 'High')", "INCLUDES is meant for a multi-picklist, but 'priority'"),
    ],
)
def test_P5_a_value_that_a_picklist_lacks_is_warned_of(text: str, sentence: str) -> None:
    assert [one for one in said(text) if one.startswith(f"warning: {sentence}")], said(text)
    assert all(one.startswith("warning") for one in said(text))


@pytest.mark.parametrize(
    "text",
    [
        "AND(ISPICKVAL(Case.Status, 'new'), Account.Tier__c = 'Gold', vip)",
        "IF(vip, seats * 2, NULL)",
        "IF(account.tier = 'Gold', account.tier, subject)",
        "CASE(priority, 'High', 30, 'Low', 240, 60)",
        "TODAY() - due_day > 3 || NOW() - created_at < 0.5",
        "due_by + 1 > NOW() && due_day < TODAY()",
        "due_by < due_day",
        "account.tier + 1 > 3",
        "TEXT(seats) & ' seats' = 'x'",
        "status = '' || subject = NULL",
        "INCLUDES(products, 'router')",
        "vip = TRUE",
        "BLANKVALUE(seats, 0) + 1 = 1",
    ],
)
def test_P5_a_sound_formula_is_passed_in_silence(text: str) -> None:
    assert said(text) == []


def test_P5_everything_is_told_at_once() -> None:
    assert len(said("IF(colour = 1, 'a' + 1, LEN(seats) > 'x') && shape")) == 5


@pytest.mark.parametrize(
    ("when", "pointer", "words"),
    [
        ({"formula": "seats + 1"}, "when.formula", "a condition is true or false, but the formula"),
        ({"formula": "TODAY() > due_day"}, "when.formula", "it reads the clock"),
        (
            {"items": [{"field": "due_by", "operator": "within", "value": "2 days"}]},
            "when.items[0]",
            "it reads the clock",
        ),
        (
            {"items": [{"field": "due_day", "operator": "within", "value": "2 days"}]},
            "when.items[0].operator",
            "'due_day' is no date-time",
        ),
        (
            {"items": [{"field": "seats", "operator": "less_than", "value": "few"}]},
            "when.items[0].value",
            "'seats' is a number, and 'few' is none",
        ),
        (
            {"items": [{"field": "vip", "operator": "equals", "value": "perhaps"}]},
            "when.items[0].value",
            "'vip' is a checkbox, and 'perhaps' is none",
        ),
        (
            {"items": [{"field": "created_at", "operator": "less_than", "value": "2026-03-02"}]},
            "when.items[0].value",
            "'created_at' is a datetime, and '2026-03-02' is none",
        ),
        (
            {"items": [{"field": "priority", "operator": "in", "value": "High, Urgnt"}]},
            "when.items[0].value",
            "'Urgnt' is none of the values of 'priority'",
        ),
        (
            {"items": [{"field": "products", "operator": "includes", "value": "Router;Hub"}]},
            "when.items[0].value",
            "'Hub' is none of the values of 'products'",
        ),
        (
            {"items": [{"field": "seats", "operator": "includes", "value": "1"}]},
            "when.items[0].operator",
            "'seats' is no list of values",
        ),
        (
            {"items": [{"field": "prioriti", "operator": "equals", "value": "High"}]},
            "when.items[0].field",
            "unknown field 'prioriti'; did you mean priority?",
        ),
    ],
)
def test_K1_a_condition_that_cannot_mean_anything_is_told(
    when: dict[str, object], pointer: str, words: str
) -> None:
    found = check_condition(Condition.model_validate(when), "when", KNOWN)
    told = [one for one in found if one.code != "reads_the_clock" or "clock" in words]
    assert [(one.pointer, one.message.startswith(words)) for one in told] == [(pointer, True)]
