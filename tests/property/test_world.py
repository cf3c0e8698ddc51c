"""Agents, rules, clocks, wakes, crashes and lost races: whatever happens, the invariants hold.

The invariants are those of the failure model: one file, one history, each effect once, nothing
early, nothing lost once the weather has cleared, and a history that replays to the same facts.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from shared.business_time import format_instant
from shared.domain.alteration import Alteration
from shared.domain.decision import Milestep, MilestoneFacts
from shared.domain.engine import facts, next_instant
from shared.domain.history import HistoryEntry
from shared.domain.kept_reply import Reply
from shared.domain.scenario import run_scenario
from shared.errors import Busy, Contended, MilepostError, Refused, Unavailable
from shared.names import DUE_SHARDS
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.fire_due import fire_due, postpone
from shared.workflows.open_case import open_case
from shared.workflows.show_case import every, show_case
from shared.workflows.world import World
from tests.support.busy_town import (
    ALLOWANCE,
    CUSTOMERS,
    ENTITLEMENTS,
    PRIORITIES,
    STATUSES,
    TYPES,
    busy_organisation,
)
from tests.support.fakes.memory_queue import Sent
from tests.support.fakes.weather import Weather
from tests.support.faults import Plan, crashing, watched
from tests.support.town import AGENT, MINUTE, WEB, Town, an_intake

END_OF_TIME = 1 << 40
LATE = 6 * 60 * MINUTE

REPLY = Reply(to=("sue@smoke-ltd.example",), subject="Re: burning")
Verb = Callable[[World], object]


def _alterations() -> st.SearchStrategy[Alteration]:
    fields = st.fixed_dictionaries(
        {}, optional={"status": st.sampled_from(STATUSES), "priority": st.sampled_from(PRIORITIES)}
    )
    named = st.sampled_from(TYPES)
    return st.one_of(
        fields.map(lambda given: Alteration(verb="update", fields={**given})),
        st.sampled_from(
            (
                Alteration(verb="comment", comment="We are on it.", public=True),
                Alteration(verb="comment", comment="Hm.", public=False),
                Alteration(verb="reply", comment="By mail.", public=True, reply=REPLY),
                Alteration(verb="stop", reason="Planned work"),
                Alteration(verb="resume"),
                Alteration(verb="close"),
                Alteration(verb="reopen"),
                Alteration(verb="accept"),
            )
        ),
        named.map(lambda name: Alteration(verb="complete_milestone", milestone=name)),
        named.map(lambda name: Alteration(verb="reopen_milestone", milestone=name)),
        named.map(lambda name: Alteration(verb="waive", milestone=name, reason="agreed")),
    )


class Desk(RuleBasedStateMachine):
    """A support desk on a bad day."""

    numbers = Bundle("numbers")
    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.town = Town(busy_organisation(), seed=3)
        self.edition = 1
        self.accounts: dict[str, str] = {}
        self.pins: dict[str, Any] = {}
        self.doubtful = False

    @initialize(target=numbers)
    def a_first_form_is_posted(self) -> str:
        return self._post("first", next(iter(CUSTOMERS)))

    @rule(target=numbers, key=st.sampled_from("abcd"), sender=st.sampled_from(sorted(CUSTOMERS)))
    def a_form_is_posted(self, key: str, sender: str) -> str:
        return self._post(key, sender)

    @rule(number=numbers, alteration=_alterations())
    def an_agent_acts(self, number: str, alteration: Alteration) -> None:
        self._tried(lambda world: change_case(world, number, alteration, AGENT))

    @rule(
        number=numbers,
        alteration=_alterations(),
        at=st.integers(1, 9),
        when=st.sampled_from(("before", "after")),
    )
    def the_process_dies_while_an_agent_acts(
        self, number: str, alteration: Alteration, at: int, when: Any
    ) -> None:
        world = watched(self.town.world, Plan(at=at, when=when))
        with crashing():
            self._tried(lambda _: change_case(world, number, alteration, AGENT))

    @rule(number=numbers, at=st.integers(1, 12), when=st.sampled_from(("before", "after")))
    def the_process_dies_while_it_answers_a_wake(self, number: str, at: int, when: Any) -> None:
        world = watched(self.town.world, Plan(at=at, when=when))
        self.doubtful = True
        with crashing():
            self._tried(lambda _: fire_due(world, number, "sweep", None))

    @rule(number=numbers, first=_alterations(), second=_alterations(), at=st.integers(1, 6))
    def two_agents_act_at_once(
        self, number: str, first: Alteration, second: Alteration, at: int
    ) -> None:
        world = watched(self.town.world, _Between(at, lambda: self._act(number, second)))
        self._tried(lambda _: change_case(world, number, first, AGENT))

    @rule(number=numbers, alteration=_alterations(), at=st.integers(1, 6))
    def an_agent_acts_while_a_wake_is_answered(
        self, number: str, alteration: Alteration, at: int
    ) -> None:
        world = watched(self.town.world, _Between(at, lambda: self._act(number, alteration)))
        self._tried(lambda _: fire_due(world, number, "schedule", None))

    @rule(number=numbers, at=st.integers(1, 8), seconds=st.sampled_from((0, 601, 1_200, 3_600)))
    def two_wakes_are_answered_at_once(self, number: str, at: int, seconds: int) -> None:
        self.town.clock.tick(seconds)
        again = Sent(number, "sweep", None, 0)
        world = watched(self.town.world, _Between(at, lambda: self._wake(again)))
        self._tried(lambda _: fire_due(world, number, "schedule", None))

    @rule(seconds=st.sampled_from((1, 7, 59, 601, 1_200, 1_800, 2_700, 3_600)))
    def time_goes_by(self, seconds: int) -> None:
        self.town.clock.tick(seconds)

    @precondition(lambda self: not self.town.queue.is_broken)
    @rule()
    def every_schedule_and_message_comes(self) -> None:
        self.town.deliver()

    @rule()
    def the_sweep_runs(self) -> None:
        self._tried(lambda _: self.town.sweep())

    @rule()
    def schedules_are_lost(self) -> None:
        self.town.alarm.ring()

    @precondition(lambda self: not self.town.queue.is_broken)
    @rule(target=messages)
    def a_message_is_held_back(self) -> tuple[Sent, ...]:
        for armed in self.town.alarm.ring():
            self.town.queue.wake(armed.number, "schedule", armed.at)
        return self.town.queue.receive()

    @rule(held=consumes(messages))
    def what_was_held_back_comes_twice_and_backwards(self, held: tuple[Sent, ...]) -> None:
        for sent in (*reversed(held), *held):
            self._wake(sent)

    @precondition(lambda self: not self.town.queue.is_broken)
    @rule(result=st.sampled_from(("sent", "failed", "refused")))
    def the_world_outside_answers(self, result: Any) -> None:
        self.town.answer_calls(result, status={"sent": 200, "failed": 503, "refused": 410}[result])

    @rule()
    def calls_are_lost(self) -> None:
        self.town.calls.receive()

    @rule(number=numbers)
    def a_stray_wake_comes(self, number: str) -> None:
        self._wake(Sent(number, "schedule", self.town.clock.now() - 1, 0))

    @rule(seed=st.integers(0, 99), kind=st.sampled_from(("conflict", "lost", "throttle")))
    def the_weather_turns(self, seed: int, kind: str) -> None:
        # a mail that left cannot be marked as sent while writes fail: its claim lapses
        self.doubtful = self.doubtful or kind != "conflict"
        self.town.store.dynamo.weather.roll(seed, **{kind: 0.2})

    @rule()
    def the_weather_clears(self) -> None:
        self._clear()

    @rule(broken=st.booleans())
    def scheduler_and_queue_break_or_work(self, broken: bool) -> None:
        self.town.alarm.is_broken = self.town.queue.is_broken = broken

    @precondition(lambda self: self.edition == 1)
    @rule()
    def the_manager_changes_process_and_calendar(self) -> None:
        self._clear()
        self.edition = 2
        self.town.apply(busy_organisation(2))

    @invariant()
    def the_invariants_hold(self) -> None:
        """Observers see the table as it is, whatever the weather."""
        with self._calm():
            for check in (
                self._histories_have_no_gap_and_every_trigger_is_marked_once,
                self._nothing_fires_before_its_instant,
                self._nothing_fires_for_what_has_ended_or_stands_still,
                self._no_record_has_anything_of_another_account,
                self._what_a_record_is_pinned_to_never_changes,
                self._whatever_is_owed_is_within_the_reach_of_the_sweep,
                self._the_allowance_counts_every_record_once,
            ):
                check()

    def _histories_have_no_gap_and_every_trigger_is_marked_once(self) -> None:
        for number in self._known():
            file, history = self.town.store.records.load(number), self._history(number)
            assert [entry.revision for entry in history] == list(range(1, file.revision + 1))
            assert file.version >= file.revision
            instants = [entry.at for entry in history]
            assert instants == sorted(instants)
            marks = [
                (fired.milestone, fired.occurrence, fired.position)
                for entry in history
                for fired in entry.fired
            ]
            assert len(marks) == len(set(marks)), "I1"

    def _nothing_fires_before_its_instant(self) -> None:
        for number in self._known():
            for entry in self._history(number):
                for fired in entry.fired:
                    assert fired.at >= fired.due_at or fired.result == "skipped", "I2"
                    assert entry.written_at >= fired.due_at - 2, "I2"

    def _nothing_fires_for_what_has_ended_or_stands_still(self) -> None:
        for number in self._known():
            quiet: dict[tuple[str, int], list[tuple[int, int]]] = {}
            since: dict[tuple[str, int], int] = {}
            for entry in self._history(number):
                for step in entry.steps:
                    _note_quiet(step, since, quiet)
            for key, begun in since.items():
                quiet.setdefault(key, []).append((begun, END_OF_TIME))
            for entry in self._history(number):
                for fired in entry.fired:
                    if fired.on == "success" or fired.result == "skipped":
                        continue
                    spans = quiet.get((fired.milestone, fired.occurrence), [])
                    assert not any(low < fired.at < high for low, high in spans), "I2"

    def _no_record_has_anything_of_another_account(self) -> None:
        for number in self._known():
            file = self.town.store.records.load(number)
            account = self.accounts.get(number, file.account)
            assert file.account == account, "I8"
            assert file.entitlement in (None, ENTITLEMENTS[account or ""]), "I8"
            assert file.fields.get("account.tier") == (account or "").upper(), "I8"
        for call in self.town.calls.handed:
            told = json.loads(call.body)
            assert told["fields"]["account.tier"] == told["case"]["account"].upper(), "I8"

    def _what_a_record_is_pinned_to_never_changes(self) -> None:
        for number in self._known():
            file = self.town.store.records.load(number)
            pins = (file.process, file.entitlement, tuple(sorted(file.calendars.items())))
            assert self.pins.setdefault(number, pins) == pins, "I6"

    def _whatever_is_owed_is_within_the_reach_of_the_sweep(self) -> None:
        index = dict(self._due_index())
        for number in self._known():
            file = self.town.store.records.load(number)
            due = next_instant(file, self._policies(number))
            if due is not None:
                assert number in index, "I7"
                assert index[number] <= max(due, file.not_before or 0), "I7"

    def _the_allowance_counts_every_record_once(self) -> None:
        files = [self.town.store.records.load(number) for number in self._known()]
        for account, entitlement in ENTITLEMENTS.items():
            counted = [file.number for file in files if file.entitlement == entitlement]
            used = self.town.store.directory.balance(account, entitlement)
            limited = account == "busy-ltd"
            assert used == (len(counted) if limited else 0), "I5"
            self._crossed_once(counted, used)

    def _crossed_once(self, counted: list[str], used: int) -> None:
        crossed = [
            number
            for number in counted
            if "allowance_exceeded" in self.town.store.records.load(number).stamp.warnings
        ]
        assert len(crossed) == (1 if used > ALLOWANCE else 0), "I5"

    @override
    def teardown(self) -> None:
        """The faults stop; soon everything due has happened, once, and every history replays."""
        self._clear()
        self.town.alarm.is_broken = self.town.queue.is_broken = False
        self.town.clock.tick(3_700)
        for _ in range(3):
            self.town.pass_minutes(4, step=20)
            self.town.answer_calls()
        self.town.deliver()
        for number in self._known():
            self._has_caught_up(number)
            self._replays(number)
        most = max(self.town.postman.count_by_effect.values(), default=0)
        assert most <= 1 or self.doubtful, "I1: without a crash nothing goes out twice"
        tries = Counter((call.effect, call.attempt) for call in self.town.calls.handed)
        assert max(tries.values(), default=0) <= 1 or self.doubtful, "I1: each try is its own"

    def _has_caught_up(self, number: str) -> None:
        file, now = self.town.store.records.load(number), self.town.clock.now()
        due = next_instant(file, self._policies(number))
        assert due is None or due > now - 150, "I3"
        owed = [effect for effect in file.effects if (effect.retry_at or 0) < now - 300]
        assert owed == [], "I9"

    def _replays(self, number: str) -> None:
        """I4 and I12: what is told now is what punctual wakes would have made of it."""
        self.town.wake(number, "sweep")
        now = self.town.clock.now()
        told = show_case(self.town.world, number)
        replayed = run_scenario(export_scenario(self.town.world, number))
        assert replayed["roll_up"] == told.roll_up
        rows = {(row["milestone"], row["occurrence"]): row for row in replayed["milestones"]}
        file = self.town.store.records.load(number)
        past = every(lambda cursor: self.town.store.records.past(number, cursor))
        known = (*past, *facts(file, self._policies(number), now + 1))
        assert len(rows) == len(known)
        for one in known:
            row = rows[one.milestone, one.occurrence]
            assert (row["outcome"], row["violated"]) == (one.outcome, one.violated), "I4"
            assert row["elapsed_seconds"] == one.elapsed_seconds, "I12"
            assert row["stopped_seconds"] == one.stopped_seconds, "I12"
            for name in ("start", "target", "violated_at", "completed_at"):
                assert row[name] == _written(getattr(one, name)), "I12"
            _is_violated_if_and_only_if_it_was_late(one, now)
        fired = sorted(
            (fired.action, _written(fired.at), fired.result)
            for entry in self._history(number)
            for fired in entry.fired
        )
        replays = sorted((one["action"], one["at"], one["result"]) for one in replayed["actions"])
        assert replays == fired, "I12"

    def _post(self, key: str, sender: str) -> str:
        known = set(self._known())
        intake = an_intake(sender, key=f"{sender} {key}")
        for _ in range(20):
            try:
                number = open_case(self.town.world, intake, WEB).number
            except (Busy, Unavailable, Contended):
                self._clear()
                continue
            fresh = set(self._known()) - known
            assert fresh in (set(), {number}), "I11: one form, one record"
            assert self.accounts.setdefault(number, CUSTOMERS[sender]) == CUSTOMERS[sender], "I8"
            return number
        raise AssertionError("a form that is never accepted in clear weather")

    def _act(self, number: str, alteration: Alteration) -> None:
        self._tried(lambda world: change_case(world, number, alteration, AGENT))

    def _tried(self, verb: Verb) -> None:
        """People are refused, and told to come again; everything else is a fault."""
        try:
            verb(self.town.world)
        except (Refused, Contended, Busy, Unavailable):
            return

    def _wake(self, sent: Sent) -> None:
        try:
            fire_due(self.town.world, sent.number, sent.source, sent.due_at)
        except MilepostError:
            postpone(self.town.world, sent.number)

    @contextmanager
    def _calm(self) -> Iterator[None]:
        dynamo = self.town.store.dynamo
        stormy, dynamo.weather = dynamo.weather, Weather()
        try:
            yield
        finally:
            dynamo.weather = stormy

    def _clear(self) -> None:
        self.town.store.dynamo.weather.clear()

    def _known(self) -> list[str]:
        return sorted(
            key[0].removeprefix("CASE#")
            for key in self.town.store.dynamo.items
            if key[0].startswith("CASE#") and key[1] == "FILE"
        )

    def _due_index(self) -> list[tuple[str, int]]:
        return [
            found
            for shard in range(DUE_SHARDS)
            for found in self.town.store.records.overdue(shard, END_OF_TIME)
        ]

    def _history(self, number: str) -> tuple[HistoryEntry, ...]:
        return every(lambda cursor: self.town.store.records.history(number, cursor))

    def _policies(self, number: str) -> Any:
        shelf = self.town.world.shelf
        return shelf.policies(self.town.store.records.load(number), shelf.current())


def _written(instant: int | None) -> str | None:
    return None if instant is None else format_instant(instant)


def _is_violated_if_and_only_if_it_was_late(one: MilestoneFacts, now: int) -> None:
    end = one.completed_at or one.ended_at or now + 1
    assert not one.violated or end > one.target == one.violated_at, "I4"
    counted = not (one.paused or one.stopped_seconds or one.waived)
    assert one.violated or not counted or end <= one.target or one.outcome == "scheduled", "I4"


def _note_quiet(
    step: Milestep,
    since: dict[tuple[str, int], int],
    quiet: dict[tuple[str, int], list[tuple[int, int]]],
) -> None:
    """Keep the spans in which an occurrence has ended or stands still, as the story tells them."""
    if step.milestone is None or step.occurrence is None:
        if step.what == "reopened":
            since.clear()
        return
    key = step.milestone, step.occurrence
    if step.what in ("completed", "cancelled", "paused"):
        since.setdefault(key, step.at)
    elif step.what in ("milestone_reopened", "resumed") and key in since:
        quiet.setdefault(key, []).append((since.pop(key), step.at))


class _Between(Plan):
    """Instead of failing, something else happens just before the nth call."""

    def __init__(self, at: int, other: Callable[[], None]) -> None:
        super().__init__(at=at)
        self._other = other

    @override
    def run(self, name: str, call: Any) -> Any:
        self.calls.append(name)
        if len(self.calls) == self.at:
            self._other()
        return call()


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=(settings.get_current_profile_name() == "big" and 2_000) or 50,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
