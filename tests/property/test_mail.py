"""A short walk where `make fuzz` goes far: mails that were never sent are read, whatever they are."""

from hypothesis import given, settings

from tests.fuzz.generated import MESSAGES
from tests.fuzz.laws import check
from tests.fuzz.mutations import mutant
from tests.property.size import examples
from tests.support.mails import FOLDER


def test_I5_examples_bent_and_broken_are_read() -> None:
    real = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
    for number in range(examples(400)):
        check(mutant(number, real))


@settings(deadline=None, max_examples=examples(100))
@given(MESSAGES)
def test_I5_fault_30_whatever_is_made_up_is_read(raw: bytes) -> None:
    check(raw)
