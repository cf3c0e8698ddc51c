"""What is written as YAML reads back as what it was, whatever it holds."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cli.yaml_text import read_yaml
from cli.yaml_writing import write_yaml

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n:#-'\"{}[]&*!|>%@`~ \t"),
    max_size=30,
) | st.sampled_from(["on", "no", "TRUE", "null", "0x1F", "017", "1e3", "1.5", "-0", "09:00", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4), min_size=1, max_size=3))
def test_documents_come_back_as_they_were(documents: list[dict[str, Any]]) -> None:
    assert [found.value for found in read_yaml(write_yaml(documents, "One\ntwo"))] == documents
