"""Laws of formulas over random trees and random text: printing, storing, evaluating (K3)."""

import contextlib
import json
import math

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.formula import FormulaRefused, evaluate, is_met, parse_formula
from shared.domain.formula.check import check_formula
from shared.domain.formula.evaluation import Evaluation
from shared.domain.formula.formula import Formula
from shared.domain.formula.quantities import LONGEST_TEXT
from shared.domain.formula.signatures import CALLS, COMPARISONS, SIGNS
from shared.domain.formula.stored import from_stored, to_stored
from shared.domain.formula.tree import Node, every
from shared.domain.known_fields import KnownFields
from shared.domain.value import Value
from tests.support.formula_text import text_of_tree

NOW = 1_772_442_000
NAMES = ("status", "seats", "vip", "opened", "day", "account.tier", "missing")
ZONES = ("UTC", "America/New_York", "Pacific/Kiritimati", "Europe/London")

values: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["2026-03-01", "2026-03-01T09:00:00Z", "9999-12-31", "0001-01-01T00:00:00Z", "1e9", "-0.0"]
    ),
)
fields = st.dictionaries(st.sampled_from(NAMES), values)
literals = st.one_of(
    st.integers(0, 10**18 - 1),
    st.floats(0, 10**6).map(lambda x: round(x, 4)).filter(lambda x: "e" not in repr(x)),
    st.text(max_size=6).filter(lambda text: "\r" not in text),
    st.booleans(),
    st.none(),
).map(lambda value: Node("value", value))
leaves = st.one_of(literals, st.sampled_from(NAMES).map(lambda name: Node("field", name)))


@st.composite
def calls(draw: st.DrawFn, inside: st.SearchStrategy[Node]) -> Node:
    name = draw(st.sampled_from(sorted(CALLS)))
    signature = CALLS[name]
    count = draw(st.integers(signature.least, min(signature.most, signature.least + 3)))
    if name in COMPARISONS:
        count = 2
    if name == "CASE":
        count += count % 2
    parts = tuple(draw(inside) for _ in range(count))
    if name in SIGNS and parts[0].kind == "call" and parts[0].what == name and len(parts) > 1:
        # what is written in a row is one node already
        parts = (Node("value", 1), *parts[1:])
    return Node("call", name, parts)


trees = st.recursive(leaves, calls, max_leaves=25)


@given(trees)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_K3_a_tree_printed_and_parsed_is_the_same_tree(tree: Node) -> None:
    text = text_of_tree(tree)
    stored = json.dumps(to_stored(parse_formula(text)))
    assert stored == json.dumps(to_stored(tree))
    assert json.dumps(to_stored(from_stored(json.loads(stored)))) == stored


@given(trees, fields, st.integers(-(10**12), 10**12), st.sampled_from(ZONES))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_K3_evaluating_never_fails_and_stays_within_its_bounds(
    tree: Node, given_fields: dict[str, Value], now: int, zone: str
) -> None:
    evaluation = Evaluation(given_fields, now, zone)
    evaluation.of(tree)
    assert evaluation.visited <= sum(1 for _ in every(tree))
    value = evaluate(tree, given_fields, now, zone)
    assert not isinstance(value, str) or len(value) <= LONGEST_TEXT
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert math.isfinite(value)
        assert abs(value) <= 10**18
    assert is_met(tree, given_fields, now, zone) in (True, False)


@given(trees)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_P5_checking_never_fails(tree: Node) -> None:
    text = text_of_tree(tree)
    check_formula(Formula(text, parse_formula(text)), KnownFields(frozenset({"status"})))


@given(
    st.one_of(st.text(max_size=80), st.text(alphabet="()+-*/&|!=<>'\",abIFN01.\\\n ", max_size=80))
)
@example("/*")
@example("'\\")
@example("\x00")
@example("a\u2028b")
@settings(max_examples=600, deadline=None, derandomize=True)
def test_K3_no_text_does_more_than_give_a_value_or_a_sentence(text: str) -> None:
    try:
        node = parse_formula(text)
    except FormulaRefused:
        return
    evaluate(node, {"a": 1, "b": "x"}, NOW)
    is_met(node, {}, NOW)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_K3_random_bytes_are_refused_or_read(content: bytes) -> None:
    text = content.decode("utf-8", errors="replace")
    with contextlib.suppress(FormulaRefused):
        assert list(every(parse_formula(text)))
