import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.composed import composed

ACCENTS = st.text(alphabet="ae\u0301\u0308\u0323 \u1100\u1161\u11a8한", max_size=40)


@given(ACCENTS)
def test_what_people_write_is_composed_whole(text: str) -> None:
    written = f"{text[:30]} " * 20
    assert composed(written) == unicodedata.normalize("NFC", written)


def test_a_letter_is_composed_wherever_it_stands() -> None:
    for before in range(495, 505):
        assert composed("x" * before + "e\u0301") == "x" * before + "é"


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0323", "\u0f71\u0f72"])
def test_I5_a_pile_of_marks_costs_no_more_than_its_length(marks: str) -> None:
    begun = time.process_time()
    assert composed("a" + marks * 200_000)
    assert time.process_time() - begun < 2
