"""Every function and sign of the Salesforce subset gives what Salesforce documents (K2, K4)."""

import pytest

from shared.domain.formula import evaluate, is_met, parse_formula
from shared.domain.formula.signatures import FUNCTIONS
from shared.domain.value import Value

NOW = 1_772_442_000  # 2026-03-02T09:00:00Z
FIELDS: dict[str, Value] = {
    "status": "New",
    "priority": "High",
    "seats": 12,
    "rate": 0.1,
    "vip": True,
    "products": "Switch;Router",
    "account.tier": "Gold",
    "opened": "2026-03-01T09:00:00Z",
    "day": "2026-03-01",
    "empty": "",
    "release": "1.10",
}

VALUES = [
    ("1 + 2 * 3 - 4 / 2", 5),
    ("2 - 3 - 4", -5),
    ("24 / 4 / 2", 3),
    ("-(2 + 1)", -3),
    ("+3 - -2", 5),
    (".5 + 0.25", 0.75),
    ("'a' & 1 & TRUE & NULL", "a1true"),
    ("IF(Status = 'new', 'yes', 'no')", "yes"),
    ("IF(missing, 'yes', 'no')", "no"),
    ("CASE(priority, 'Low', 1, 'HIGH', 2, 3)", 2),
    ("CASE(priority, 'Low', 1, 3)", 3),
    ("CASE(missing, NULL, 'blank', 'else')", "blank"),
    ("CASE(MOD(seats, 7), 4, 'four', 5, 'five', 'else')", "five"),
    ("BLANKVALUE(empty, BLANKVALUE(missing, 'x'))", "x"),
    ("BLANKVALUE(status, 'x')", "New"),
    ("BLANKVALUE(0, 5)", 0),
    ("TEXT(seats)", "12"),
    ("TEXT(1.50)", "1.5"),
    ("TEXT(-0.0)", "0"),
    ("TEXT(1000000 * 1000000)", "1000000000000"),
    ("TEXT(priority)", "High"),
    ("TEXT(DATE(2026, 3, 2))", "2026-03-02"),
    ("TEXT(NOW())", "2026-03-02 09:00:00Z"),
    ("TEXT(opened)", "2026-03-01 09:00:00Z"),
    ("TEXT(missing)", ""),
    ("VALUE('12.5') + seats", 24.5),
    ("VALUE(' -3e2 ')", -300),
    ("VALUE('twelve')", None),
    ("VALUE('nan')", None),
    ("VALUE('1_000')", None),
    ("VALUE('١٢')", None),
    ("LEN('four')", 4),
    ("LEN(missing)", 0),
    ("LEFT('milepost', 4) & RIGHT('milepost', 4)", "milepost"),
    ("LEFT('abc', 9) & RIGHT('abc', 9)", "abcabc"),
    ("LEFT('abc', -1) & RIGHT('abc', -1) & RIGHT('abc', 0)", ""),
    ("UPPER(LOWER(TRIM('  Ab ')))", "AB"),
    ("MIN(3, 1, 2) + MAX(3, 1, 2)", 4),
    ("MIN(3, missing)", None),
    ("ROUND(1.5, 0)", 2),
    ("ROUND(1.2345, 0)", 1),
    ("ROUND(-1.5, 0)", -2),
    ("ROUND(2.5, 0)", 3),
    ("ROUND(2.675, 2)", 2.68),
    ("ROUND(225.49823, 2)", 225.5),
    ("ROUND(-225.49823, 2)", -225.5),
    ("ROUND(1234, -2)", 1200),
    ("MOD(7, 3)", 1),
    ("MOD(-7, 3)", -1),
    ("MOD(7, -3)", 1),
    ("MOD(0.3, 0.1)", 0),
    ("MOD(7, 0)", None),
    ("ABS(-4.5)", 4.5),
    ("1 / 0", None),
    ("1 / 3", 0.3333333333333333),
    ("'a' + 1", None),
    ("missing + 1", None),
    ("TODAY()", "2026-03-02"),
    ("NOW()", "2026-03-02T09:00:00Z"),
    ("NOW() - opened", 1),
    ("opened + 0.5", "2026-03-01T21:00:00Z"),
    ("1.5 + opened", "2026-03-02T21:00:00Z"),
    ("NOW() - 1/24", "2026-03-02T08:00:00Z"),
    ("YEAR(TODAY()) * 100 + MONTH(TODAY())", 202603),
    ("DAY(DATEVALUE(opened))", 1),
    ("DATEVALUE('2026-02-28')", "2026-02-28"),
    ("DATEVALUE('2026-02-30')", None),
    ("DATEVALUE('tomorrow')", None),
    ("DATE(2026, 2, 30)", None),
    ("DATE(0, 1, 1)", None),
    ("DATE(2026, 3, 2) + 1", "2026-03-03"),
    ("DATE(9999, 12, 31) + 1", None),
    ("NOW() + 99999999", None),
    ("TODAY() - DATE(2026, 3, 1)", 1),
    ("TODAY() - day", 1),
    ("TODAY() + TODAY()", None),
    ("/* why */ 1 /* and * why */", 1),
    (r"""'it\'s ' & "\"so\"" """, 'it\'s "so"'),
    (r"'a\\b\nc'", "a\\b\nc"),
    ("999999999999999999 + 1", None),
    ("1000000000 * 10000000000", None),
]

CONDITIONS = [
    ("TRUE || FALSE && FALSE", True),
    ("(TRUE || FALSE) && FALSE", False),
    ("!(status = 'Closed') && vip", True),
    ("!vip = FALSE", True),
    ("AND(vip, OR(FALSE, seats >= 12))", True),
    ("AND(vip)", True),
    ("OR(missing)", False),
    ("NOT(missing)", True),
    ("Case.Priority = 'high'", True),
    ("Account.Tier__c <> 'Gold'", False),
    ("account.tier == 'GOLD' && Status != 'x'", True),
    ("ISPICKVAL(status, 'NEW')", True),
    ("ISPICKVAL(missing, '')", True),
    ("INCLUDES(products, 'router')", True),
    ("INCLUDES(products, 'Route')", False),
    ("INCLUDES(products, '')", False),
    ("CONTAINS(products, 'rout')", True),
    ("CONTAINS(products, missing)", False),
    ("CONTAINS(missing, missing)", True),
    ("BEGINS(products, 'switch')", True),
    ("BEGINS(products, 'witch')", False),
    ("missing = empty", True),
    ("missing = 'x'", False),
    ("missing <> 'x'", True),
    ("missing <> empty", False),
    ("missing = 0", False),
    ("missing < 5", False),
    ("missing > 5", False),
    ("missing <= 0", False),
    ("ISBLANK(missing) && ISNULL(empty)", True),
    ("ISBLANK(0) || ISNULL(FALSE)", False),
    ("opened < NOW()", True),
    ("day < TODAY()", True),
    ("day = DATE(2026, 3, 1)", True),
    ("seats >= 12 && seats <= 12", True),
    ("seats = 12.0", True),
    ("rate + 0.2 = 0.3", True),
    ("release = '1.1'", False),
    ("'b' > 'A'", True),
    ("vip = TRUE", True),
    ("status", False),
    ("TRUE", True),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_K2_a_formula_gives_its_value(text: str, value: Value) -> None:
    found = evaluate(parse_formula(text), FIELDS, NOW)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "met"), CONDITIONS)
def test_K4_a_condition_holds_as_criteria_do(text: str, met: bool) -> None:
    assert is_met(parse_formula(text), FIELDS, NOW) is met


def test_K2_no_function_is_without_a_case() -> None:
    texts = " ".join(text for text, _ in (*VALUES, *CONDITIONS))
    assert [name for name in FUNCTIONS if f"{name}(" not in texts] == []


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("UTC", "2026-03-02T04:59:59Z", "2026-03-02"),
        ("America/New_York", 1_772_427_599, "2026-03-01"),  # 04:59:59Z, 23:59:59 there
        ("America/New_York", 1_772_427_600, "2026-03-02"),  # 05:00:00Z, midnight there
        ("Asia/Tokyo", 1_772_463_599, "2026-03-02"),  # 14:59:59Z
        ("Asia/Tokyo", 1_772_463_600, "2026-03-03"),  # 15:00:00Z
        ("Pacific/Kiritimati", 1_772_442_000, "2026-03-02"),
        ("Pacific/Kiritimati", 1_772_445_600, "2026-03-03"),  # 10:00:00Z, fourteen hours ahead
    ],
)
def test_K2_today_is_the_day_on_the_organisations_wall(
    zone: str, now: int | str, today: str
) -> None:
    at = now if isinstance(now, int) else NOW
    days = "TEXT(TODAY()) & ' ' & TEXT(DATEVALUE(NOW())) & ' ' & TEXT(DAY(NOW()))"
    found = evaluate(parse_formula(days), {}, at, zone)
    assert found == f"{today} {today} {int(today[-2:])}"


def test_K2_a_day_that_meets_a_moment_is_its_midnight_in_the_zone() -> None:
    midnight = parse_formula("NOW() = TODAY()")
    assert is_met(midnight, {}, 1_772_427_600, "America/New_York")
    assert not is_met(midnight, {}, 1_772_427_600, "UTC")
    hours = parse_formula("(NOW() - TODAY()) * 24")
    assert evaluate(hours, {}, 1_772_427_600 + 3_600, "America/New_York") == 1


def test_K2_days_over_a_clock_change_are_physical_time() -> None:
    # New York skips an hour on 2026-03-08
    hours = parse_formula("(DATEVALUE('2026-03-09') - opened) * 24")
    fields: dict[str, Value] = {"opened": "2026-03-08T05:00:00Z"}
    assert evaluate(hours, fields, NOW, "America/New_York") == 23
