"""Evaluating is linear, bounded and silent, whatever the formula and whatever is stored (K3)."""

from typing import Any

import pytest

from shared.domain.formula import evaluate, parse_formula, trees_in, with_trees
from shared.domain.formula.evaluation import Evaluation
from shared.domain.formula.quantities import LONGEST_TEXT
from shared.domain.formula.stored import NotStored, from_stored, to_stored
from shared.domain.formula.tree import MAX_DEPTH, MAX_NODES, depth_of, every
from shared.domain.value import Value

NOW = 1_772_442_000


def visits(text: str, fields: dict[str, Value]) -> tuple[int, int]:
    """Nodes visited in one evaluation, and nodes of the tree."""
    node = parse_formula(text)
    evaluation = Evaluation(fields, NOW, "UTC")
    evaluation.of(node)
    return evaluation.visited, sum(1 for _ in every(node))


def nested(opening: str, closing: str, times: int, inside: str) -> str:
    return opening * times + inside + closing * times


@pytest.mark.parametrize(
    "text",
    [
        nested("IF(a = b, ", ", 1)", 98, "2"),
        nested("IF(a, 1, ", ")", 98, "2"),
        nested("BLANKVALUE(missing, ", ")", 98, "2"),
        nested("CASE(", ", 1, 2, 3)", 98, "a"),
        nested("NOT(", ")", 99, "a"),
        nested("LEFT(", ", 9)", 98, "'x'"),
        " & ".join(["'x'"] * 700),
        " && ".join(["a = 'b'"] * 400),
        " || ".join(["a = 'b'"] * 400),
        "CASE(" + "1 + " * 200 + "1, " + ", ".join("2, 3" for _ in range(300)) + ", 4)",
    ],
)
def test_K3_no_node_is_visited_twice(text: str) -> None:
    visited, nodes = visits(text, {"a": "b", "b": "b"})
    assert visited <= nodes


def test_K3_a_case_evaluates_its_subject_once_for_all_its_arms() -> None:
    subject = "LEN(" + "a & " * 50 + "a)"
    arms = ", ".join(f"{n}, 'no'" for n in range(100, 300))
    visited, _ = visits(f"CASE({subject}, {arms}, 'else')", {"a": "x"})
    assert visited == 1 + 53 + 200 + 1


def test_K3_a_choice_visits_one_arm_alone() -> None:
    left = " + ".join(["1"] * 300)
    assert visits(f"IF(TRUE, 1, {left})", {})[0] == 3
    assert visits(f"OR(TRUE, ISBLANK({left}))", {})[0] == 2
    assert visits(f"AND(FALSE, ISBLANK({left}))", {})[0] == 2


def test_K3_a_text_does_not_grow_without_limit() -> None:
    long: dict[str, Value] = {"a": "ß" * LONGEST_TEXT}
    for text in ("a & a & a", nested("a & (", ")", 90, "a"), "UPPER(a)", "UPPER(a & a) & a"):
        found = evaluate(parse_formula(text), long, NOW)
        assert isinstance(found, str)
        assert len(found) == LONGEST_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "999999999999999999 * 999999999999999999",
        "a * a",
        "a + 1",
        "0 - a",
        "VALUE('1e18')",
        "VALUE('9999999999999999999999999999999999999999999999999')",
        "1 / 0.00000000000000001 / 0.00000000000000001",
        "infinite",
        "infinite - infinite",
        "nothing",
        "ROUND(a, 99)",
    ],
)
def test_K3_a_number_of_more_than_eighteen_digits_is_blank(text: str) -> None:
    fields: dict[str, Value] = {"a": 10**400, "infinite": float("inf"), "nothing": float("nan")}
    assert evaluate(parse_formula(text), fields, NOW) is None


def test_K3_a_tree_is_kept_as_small_json_and_comes_back() -> None:
    node = parse_formula("IF(AND(ISPICKVAL(Status, 'New'), seats > 1.5), 'a' & NULL, TEXT(-2))")
    stored = to_stored(node)
    assert stored == [
        "IF",
        [
            "AND",
            ["ISPICKVAL", {"f": "status"}, "New"],
            [">", {"f": "seats"}, 1.5],
        ],
        ["&", "a", None],
        ["TEXT", ["-", 2]],
    ]
    assert from_stored(stored) == node


def a_deep_tree(levels: int) -> Any:
    stored: Any = True
    for _ in range(levels):
        stored = ["NOT", stored]
    return stored


@pytest.mark.parametrize(
    "stored",
    [
        ["EVAL", "1"],
        ["NOT"],
        ["NOT", True, False],
        ["CASE", 1, 2, 3, 4, 5],
        [],
        [1, 2],
        [["NOT", True], True],
        {"f": 1},
        {"f": "a", "g": "b"},
        {},
        float("nan"),
        "x" * 5_001,
        object(),
        a_deep_tree(MAX_DEPTH),
        a_deep_tree(100_000),
        ["AND", *[True] * 900, *[["AND", *[True] * 900]] * 6],
    ],
)
def test_K3_a_tree_that_no_publishing_wrote_is_not_believed(stored: Any) -> None:
    with pytest.raises(NotStored):
        from_stored(stored)
    text = "1 + 1"
    body = {"formulas": {"schema": 1, "trees": {text: stored}}}
    assert trees_in(body).tree_of(text) == parse_formula(text)


def test_K3_a_wide_tree_within_the_bounds_is_read() -> None:
    arms = ["AND", *[True] * 900]
    stored = ["AND", *[arms] * 5]
    assert sum(1 for _ in every(from_stored(stored))) <= MAX_NODES
    assert depth_of(from_stored(a_deep_tree(MAX_DEPTH - 1))) == MAX_DEPTH


@pytest.mark.parametrize("kept", [None, 5, [], {}, {"schema": 2, "trees": {}}, {"schema": 1}])
def test_K3_trees_of_another_form_are_left_and_the_text_is_read(kept: object) -> None:
    assert trees_in({"formulas": kept}).tree_of("1 + 1") == parse_formula("1 + 1")


def test_K3_trees_lie_beside_every_formula_of_a_document_wherever_it_stands() -> None:
    body = {
        "exit": {"formula": "a"},
        "milestones": [
            {
                "within_formula": "b",
                "when": {"items": [{"field": "formula", "operator": "equals", "value": "x"}]},
                "actions": [{"do": [{"update": {"x": {"formula": "c"}}}]}],
            }
        ],
    }
    kept = with_trees(body)
    assert kept["formulas"] == {
        "schema": 1,
        "trees": {"a": {"f": "a"}, "b": {"f": "b"}, "c": {"f": "c"}},
    }
    assert with_trees({"exit": None}) == {"exit": None}
