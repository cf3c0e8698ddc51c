"""A formula that cannot be read is refused with a clear sentence and its place (K3)."""

import pytest

from shared.domain.field_name import canonical_field
from shared.domain.formula import FormulaRefused, fields_in, parse_formula
from shared.domain.formula.tree import depth_of


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("AND(a, b", "expected ')' or ',' at column 9, where the formula ends"),
        ("IF(a, (b, 2", "expected ')' at column 9, found ','"),
        ("1 +", "expected a value at column 4, where the formula ends"),
        ("a = = b", "expected a value at column 5, found '='"),
        ("a)", "expected an operator or the end of the formula at column 2, found ')'"),
        ("1 2", "expected an operator or the end of the formula at column 3, found '2'"),
        ("(((1))", "expected ')' at column 7, where the formula ends"),
        ("'open", "the text that begins at column 1 has no end"),
        ("a = /* open", "the comment that begins at column 5 has no end"),
        ("a ; b", "unexpected ';' at column 3"),
        ("IF(vip,\n  60,", "expected a value at line 2, column 6, where the formula ends"),
        ("  ", "the formula is empty"),
        ("CONTAIN(a, 'b')", "there is no function CONTAIN, at column 1; did you mean CONTAINS?"),
        ("1 + NOPE(1)", "there is no function NOPE, at column 5"),
        ("LEN(1, 2)", "LEN takes 1 argument, not 2, at column 1"),
        ("TODAY(1)", "TODAY takes no arguments, not 1, at column 1"),
        ("IF(a, b)", "IF takes 3 arguments, not 2, at column 1"),
        ("AND()", "AND takes at least 1 argument, not 0, at column 1"),
        ("CASE(a, 1, 2, 3, 4)", "CASE takes pairs of a value and a result"),
        ("x" * 5_001, "at most 5000 characters"),
        ("(" * 2_000 + "1", "expected"),
        ("NOT(" * 120 + "TRUE" + ")" * 120, "nested at most 100 deep"),
        ("1234567890123456789", "a number has at most 18 digits, at column 1"),
    ],
)
def test_K3_what_is_no_formula_is_refused_with_a_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        parse_formula(text)
    assert sentence in str(refused.value)


def test_K3_all_wrong_calls_are_told_at_once() -> None:
    with pytest.raises(FormulaRefused) as refused:
        parse_formula("NOT(\n LENN(x),\n LEN())")
    assert str(refused.value).split("; ") == [
        "NOT takes 1 argument, not 2, at line 1, column 1",
        "there is no function LENN, at line 2, column 2",
        "did you mean LEN?",
        "LEN takes 1 argument, not 0, at line 3, column 2",
    ]


def test_K3_a_formula_of_the_full_length_is_read_and_a_long_sum_is_not_deep() -> None:
    text = " + ".join(["seats"] * 624) + " + 123"
    assert 4_990 <= len(text) <= 5_000
    assert depth_of(parse_formula(text)) == 2
    assert depth_of(parse_formula("NOT(" * 99 + "TRUE" + ")" * 99)) == 100


def test_K5_the_fields_that_a_formula_reads_are_known() -> None:
    node = parse_formula("AND(Account.Tier__c = 'Gold', NOT(ISBLANK(asset.serial_number)), Status)")
    assert fields_in(node) == {"account.tier", "asset.serial_number", "status"}


@pytest.mark.parametrize(
    ("salesforce", "ours"),
    [
        ("Status", "status"),
        ("Case.Status", "status"),
        ("Account.Tier__c", "account.tier"),
        ("Case.Account.Tier__c", "account.tier"),
        ("Product_Line__c", "product_line"),
        ("CreatedDate", "created_at"),
        ("ClosedDate", "closed_at"),
        ("IsEscalated", "escalated"),
        ("Owner.Name", "owner"),
        ("Case.RecordType.Name", "record_type"),
        ("RecordType.DeveloperName", "record_type"),
        ("Asset.SerialNumber", "asset.serial_number"),
        ("Entitlement.EndDate", "entitlement.end_date"),
    ],
)
def test_K2_both_styles_name_the_same_field(salesforce: str, ours: str) -> None:
    assert fields_in(parse_formula(f"ISBLANK({salesforce})")) == {ours}
    assert fields_in(parse_formula(f"ISBLANK({ours})")) == {ours}
    assert canonical_field(salesforce) == ours
