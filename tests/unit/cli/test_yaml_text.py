"""YAML is read as people mean it, and never as more than a configuration needs."""

import pytest

from cli.yaml_text import YamlRefused, read_yaml
from cli.yaml_writing import write_yaml


def refusal(text: str) -> tuple[int | None, str]:
    with pytest.raises(YamlRefused) as refused:
        read_yaml(text)
    return refused.value.line, refused.value.message


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("17:00", "17:00"),
        ("2026-01-01", "2026-01-01"),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ("00123", "00123"),
        ("1e5", "1e5"),
        ("12345678901234567890", "12345678901234567890"),
        ("4h", "4h"),
        ("75%", "75%"),
        ("90", 90),
        ("-3", -3),
        ("0.2", 0.2),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"90"', "90"),
        ("'true'", "true"),
    ],
)
def test_a_plain_word_means_what_it_looks_like(plain: str, value: object) -> None:
    assert read_yaml(f"key: {plain}")[0].value == {"key": value}


def test_keys_are_always_text() -> None:
    assert read_yaml("on: 1\n2: x\ntrue: y\n2026-12-24: []")[0].value == {
        "on": 1,
        "2": "x",
        "true": "y",
        "2026-12-24": [],
    }


def test_a_text_may_hold_several_documents_with_their_lines() -> None:
    first, second = read_yaml("kind: a\n---\nkind: b\nlist:\n- {x: 1}\n- {x: 2}\n")

    assert (first.value, first.line) == ({"kind": "a"}, 1)
    assert (second.line, second.line_of("list[1].x"), second.line_of("kind")) == (3, 6, 3)


def test_a_path_that_is_not_there_has_the_line_of_its_nearest_part() -> None:
    document = read_yaml("a: 1\nmilestones:\n- milestone: x\n  actions:\n  - name: y\n")[0]

    assert document.line_of("milestones[0].actions[0].before") == 5
    assert document.line_of("milestones[7]") == 2
    assert document.line_of("nothing") is None


def test_an_alias_repeats_what_was_said_before() -> None:
    document = read_yaml("a: &pause {items: []}\nb: *pause\n")[0]

    assert document.value == {"a": {"items": []}, "b": {"items": []}}


def test_doubled_keys_are_all_noticed() -> None:
    document = read_yaml("a: 1\nb: {c: 1, c: 2}\na: 2\n")[0]

    assert [(line, key) for line, key, _ in document.odd] == [(2, "c"), (3, "a")]


def test_a_tag_is_refused() -> None:
    assert refusal("x: 1\na: !!python/object/apply:os.system [ls]") == (
        2,
        "tags such as 'tag:yaml.org,2002:python/object/apply:os.system' are not allowed",
    )


def test_a_bomb_of_aliases_is_refused() -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
    )

    assert refusal(bomb) == (5, "aliases repeat too much; write it out")


def test_a_document_that_holds_itself_is_refused() -> None:
    assert refusal("a: &a [*a]") == (1, "'*a' repeats what is not complete yet")


def test_depth_is_bounded_however_deep_the_text_goes() -> None:
    assert refusal("[" * 100_000) == (1, "more than 60 levels deep")


def test_a_key_that_is_no_word_is_refused() -> None:
    assert refusal("a: 1\n? [x, y]\n: 2") == (2, "a key must be a word")


def test_a_slip_of_the_pen_is_shown_with_its_line() -> None:
    assert refusal("a: 1\nb: [1, 2\nc: 3\n") == (3, "not YAML: did not find expected ',' or ']'")


def test_control_characters_are_refused() -> None:
    assert refusal("b: 1\na: \x01") == (2, "not YAML: it holds characters that are not text")


@pytest.mark.parametrize("plain", [".inf", "-.INF", ".nan", "1e999", "-1.5e400"])
def test_E1_a_number_without_end_is_refused_and_a_quoted_one_is_text(plain: str) -> None:
    with pytest.raises(YamlRefused, match="no finite number"):
        read_yaml(f"a: {plain}\n")
    assert read_yaml(f"a: '{plain}'\n")[0].value == {"a": plain}
    assert read_yaml(write_yaml([{"a": plain}]))[0].value == {"a": plain}
