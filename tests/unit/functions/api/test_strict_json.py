import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.api.rejections import Malformed
from functions.api.strict_json import read_json
from shared.errors import Refused


def test_an_object_is_read() -> None:
    assert read_json('{"a": [1, 2.5, "x", null, true]}') == {"a": [1, 2.5, "x", None, True]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'a': 1}",
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": "\\ud800"}',
        '{"\\udfff": 1}',
        '{"a": ' + "9" * 5_000 + "}",
        "[" * 100_000,
        '{"a":' * 40 + "1" + "}" * 40,
    ],
)
def test_what_is_not_json_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read_json(text)


@pytest.mark.parametrize("text", ["[]", "1", '"a"', "null"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_json(text)
    assert refused.value.status == 422


@given(st.text(max_size=60))
def test_no_text_whatsoever_breaks_the_reader(text: str) -> None:
    try:
        outcome = read_json(text)
    except Refused:
        return
    assert isinstance(outcome, dict)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"b": [{"a": {}, "c": 1, "a": []}]}'])
def test_a_key_that_stands_twice_is_named(text: str) -> None:
    with pytest.raises(Malformed, match="'a' stands twice"):
        read_json(text)
