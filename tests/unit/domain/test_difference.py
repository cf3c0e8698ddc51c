"""Differences name the part that moved, wherever it stands in its list."""

from shared.domain.difference import Difference, differences

RESPONSE = {"milestone": "First Response", "within": "60m"}
URGENT = {
    "milestone": "First Response",
    "within": "30m",
    "actions": [{"name": "warn", "at": "75%"}],
}
SOLVED = {"milestone": "Resolution", "within": "240m"}


def test_equal_documents_do_not_differ() -> None:
    assert differences({"milestones": [RESPONSE]}, {"milestones": [RESPONSE]}) == ()


def test_a_part_is_added_removed_or_replaced() -> None:
    found = differences({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": 4, "d": 3}, "e": [5]})
    assert found == (
        Difference(path="b.c", before=2, after=4),
        Difference(path="e", after=[5]),
        Difference(path="a", before=1),
    )


def test_an_inserted_item_shifts_nothing() -> None:
    before, after = [RESPONSE, SOLVED], [RESPONSE, URGENT, SOLVED]
    assert differences({"milestones": before}, {"milestones": after}) == (
        Difference(path="milestones[First Response 2]", after=URGENT),
    )


def test_a_change_deep_inside_has_its_whole_path() -> None:
    earlier = {**URGENT, "actions": [{"name": "warn", "at": "50%"}]}
    assert differences({"milestones": [RESPONSE, earlier]}, {"milestones": [RESPONSE, URGENT]}) == (
        Difference(path="milestones[First Response 2].actions[warn].at", before="50%", after="75%"),
    )


def test_another_order_is_a_difference_because_the_first_that_applies_counts() -> None:
    assert differences({"milestones": [RESPONSE, SOLVED]}, {"milestones": [SOLVED, RESPONSE]}) == (
        Difference(
            path="milestones",
            before=["First Response", "Resolution"],
            after=["Resolution", "First Response"],
        ),
    )


def test_lists_without_names_are_replaced_whole() -> None:
    assert differences({"members": ["a"]}, {"members": ["a", "b"]}) == (
        Difference(path="members", before=["a"], after=["a", "b"]),
    )
