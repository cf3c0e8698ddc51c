"""The machine's clock and randomness, as far as they can be told apart from others."""

from shared.adapters.system import SystemClock, SystemMint
from shared.domain.record_number import is_number


def test_numbers_are_record_numbers_and_tokens_fit_a_request() -> None:
    mint = SystemMint()

    numbers = {mint.number() for _ in range(200)}
    tokens = {mint.token() for _ in range(200)}

    assert all(is_number(number) for number in numbers)
    assert (len(numbers), len(tokens)) == (200, 200)
    assert max(map(len, tokens)) <= 36


def test_jitter_is_a_fraction_below_one() -> None:
    drawn = [SystemMint().jitter() for _ in range(500)]

    assert 0 <= min(drawn) < 0.2
    assert 0.8 < max(drawn) < 1


def test_time_passes_in_whole_seconds_and_never_backwards() -> None:
    clock = SystemClock()
    before, started = clock.now(), clock.elapsed()

    clock.pause(0.01)

    assert isinstance(before, int)
    assert clock.now() >= before
    assert clock.elapsed() - started >= 0.01
