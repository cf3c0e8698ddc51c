"""Several at once: double submits, allowances, agents on one record."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.domain.alteration import Alteration, Repeat
from shared.errors import Busy, IllegalMove, StaleRevision, StateConflict
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from tests.support.town import AGENT, WEB, Town, an_intake


def test_I2_the_same_form_posted_twice_makes_one_case() -> None:
    town = Town()
    first, second = town.post(), town.post()
    assert second.repeated
    assert second.number == first.number
    assert town.store.directory.balance("smoke-ltd", "smoke-support") == 1


def test_I2_a_repeat_after_ten_minutes_is_a_new_case() -> None:
    town = Town()
    first = town.post()
    town.clock.tick(601)
    assert town.post().number != first.number


def test_an_idempotency_key_with_another_body_is_refused() -> None:
    town = Town()
    town.post()
    other = an_intake().model_copy(update={"fingerprint": "another"})
    with pytest.raises(StateConflict):
        open_case(town.world, other, WEB)


def test_E6_fifty_creates_with_conflicts_count_exactly_fifty() -> None:
    town = Town()
    town.store.dynamo.weather.roll(7, conflict=0.2)
    for turn in range(50):
        town.post(key=f"form-{turn}")
    town.store.dynamo.weather.clear()
    assert town.store.directory.balance("smoke-ltd", "smoke-support") == 50
    assert len(town.store.records.work(None, limit=100).items) == 50


def test_a_taken_number_is_minted_again() -> None:
    town = Town()
    first = town.post()
    mint = town.world.mint
    given = [first.number]
    fresh = mint.number
    mint.number = lambda: given.pop() if given else fresh()  # type: ignore[method-assign]  # a collision
    second = town.post(key="another")
    assert second.number != first.number


def test_a_race_that_is_never_won_answers_busy() -> None:
    town = Town()
    number = town.post().number
    town.store.dynamo.weather.roll(1, conflict=1.0)
    with pytest.raises(Busy):
        change_case(town.world, number, Alteration(verb="stop", reason="Planned work"), AGENT)


def test_a_stale_if_match_is_refused_with_the_present_revision() -> None:
    town = Town()
    number = town.post().number
    change_case(town.world, number, Alteration(verb="update", fields={"priority": "Low"}), AGENT)
    with pytest.raises(StaleRevision, match="revision 2"):
        change_case(
            town.world,
            number,
            Alteration(verb="update", fields={"priority": "High"}),
            AGENT,
            if_match=1,
        )


def test_a_command_repeated_with_its_key_is_done_once() -> None:
    town = Town()
    number = town.post().number
    stop = Alteration(verb="stop", reason="Planned work")
    repeat = Repeat(key="stop-1", fingerprint="stop")
    first = change_case(town.world, number, stop, AGENT, repeat=repeat)
    again = change_case(town.world, number, stop, AGENT, repeat=repeat)
    assert again.file.revision == first.file.revision
    with pytest.raises(IllegalMove, match="stopped already"):
        change_case(town.world, number, stop, AGENT)


def test_twelve_agents_who_comment_at_once_all_succeed() -> None:
    town = Town()
    number = town.post().number

    def comment(turn: int) -> int:
        said = Alteration(verb="comment", comment=f"note {turn}")
        return change_case(town.world, number, said, AGENT).file.revision

    with ThreadPoolExecutor(max_workers=4) as pool:
        revisions = list(pool.map(comment, range(12)))
    assert len(set(revisions)) == len(revisions)
    assert len(town.store.records.comments(number).items) == 12
    history = town.store.records.history(number).items
    assert [entry.revision for entry in history] == list(range(1, 14))
