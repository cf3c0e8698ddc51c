"""Whatever happens to records, the counter of an allowance is the sum of its ledger (E6)."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from shared.domain.allowance import LedgerEntry, crossing
from shared.domain.alteration import Alteration, Reference
from shared.domain.history import HistoryEntry
from shared.errors import Busy, Contended, IllegalMove, Refused, Unavailable
from shared.workflows.change_case import change_case
from shared.workflows.show_case import every
from tests.support.faults import Plan, crashing, watched
from tests.support.harbour import Harbour, the_harbour
from tests.support.town import AGENT

SHUTS = {
    "kind": "process",
    "name": "Fast",
    "milestones": [
        {
            "milestone": "Wait",
            "within": "1h",
            "actions": [
                {"name": "shut", "on": "violation", "do": [{"update": {"status": "Closed"}}]}
            ],
        }
    ],
}
ENTITLEMENTS = {"fast": 5, "slow": 2}
KNOWN = {
    "kind": "entitlement",
    "external_id": "fast",
    "account": "shipping",
    "process": "Fast",
    "precedence": 10,
    "cases_per_entitlement": 5,
}
WHEN = ("at_creation", "at_closing")
MARKS = st.fixed_dictionaries({}, optional={"spam": st.booleans(), "do_not_count": st.booleans()})
NAMED = st.sampled_from((None, "fast", "slow", "tracked"))


class Allowances(RuleBasedStateMachine):
    """People mark, close, reopen and move records, while timers close some and processes die."""

    numbers = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.harbour: Harbour

    @initialize(target=numbers, when=st.sampled_from(WHEN))
    def the_first_comes(self, when: str) -> str:
        self.harbour = Harbour(SHUTS, KNOWN, allowance_counts=when)
        return self._open(None, {})

    @rule(target=numbers, entitlement=NAMED, marks=MARKS)
    def one_comes(self, entitlement: str | None, marks: dict[str, bool]) -> str:
        return self._open(entitlement, marks)

    @rule(
        number=numbers,
        verb=st.sampled_from(("update", "close", "reopen", "match")),
        marks=MARKS,
        entitlement=NAMED,
        clear=st.booleans(),
    )
    def somebody_acts(self, number: str, **given: Any) -> None:
        self._try(self.harbour.world, number, _asked(**given))

    @rule(
        number=numbers,
        marks=MARKS,
        entitlement=NAMED,
        at=st.integers(1, 9),
        when=st.sampled_from(("before", "after")),
    )
    def the_process_dies(self, number: str, at: int, when: Any, **given: Any) -> None:
        world = watched(self.harbour.world, Plan(at=at, when=when))
        with crashing():
            self._try(world, number, _asked("update", clear=False, **given))

    @rule(minutes=st.sampled_from((1, 30, 61)))
    def time_goes_by(self, minutes: int) -> None:
        self.harbour.pass_minutes(minutes, step=60)

    @rule(when=st.sampled_from(WHEN))
    def the_manager_thinks_again(self, when: str) -> None:
        self.harbour.apply(the_harbour(SHUTS, KNOWN, allowance_counts=when))

    @invariant()
    def the_counter_is_the_sum_of_the_ledger(self) -> None:
        for name in ENTITLEMENTS:
            assert self.harbour.used(name) == sum(entry.amount for entry in self._ledger(name))

    @invariant()
    def each_record_counts_once_where_its_stamp_says_so_and_nowhere_else(self) -> None:
        for name in ENTITLEMENTS:
            sums: Counter[str] = Counter()
            for entry in self._ledger(name):
                sums[entry.record or ""] += entry.amount
            counted = {
                number
                for number in self._numbers()
                if (file := self.harbour.store.records.load(number)).entitlement == name
                and file.stamp.counted
            }
            assert {number for number, amount in sums.items() if amount} == counted
            assert set(sums.values()) <= {0, 1}

    @invariant()
    def what_is_marked_does_not_count(self) -> None:
        for number in self._numbers():
            file = self.harbour.store.records.load(number)
            if file.fields.get("spam") or file.fields.get("do_not_count"):
                assert file.stamp.counted is False

    @invariant()
    def each_crossing_is_told_once(self) -> None:
        crossed: Counter[str] = Counter()
        for name, allowed in ENTITLEMENTS.items():
            used = 0
            for entry in self._ledger(name):
                said = crossing(allowed, used) if entry.kind == "use" else None
                crossed[said or ""] += said is not None
                used += entry.amount
        told = Counter(
            event.name
            for number in self._numbers()
            for entry in self._history(number)
            for event in entry.events
        )
        assert told == +crossed

    def _open(self, entitlement: str | None, marks: dict[str, bool]) -> str:
        self.opened += 1
        self.harbour.clock.tick(1)
        return self.harbour.open(f"k{self.opened}", entitlement=entitlement, fields=marks)

    def _try(self, world: Any, number: str, alteration: Alteration) -> None:
        self.harbour.clock.tick(1)
        try:
            change_case(world, number, alteration, AGENT)
        except (Refused, IllegalMove, Contended, Busy, Unavailable):
            return

    def _history(self, number: str) -> tuple[HistoryEntry, ...]:
        return every(lambda cursor: self.harbour.store.records.history(number, cursor))

    def _ledger(self, name: str) -> list[LedgerEntry]:
        entries = every(lambda cursor: self.harbour.store.ledger.entries("shipping", name, cursor))
        return sorted(entries, key=lambda entry: entry.at)

    def _numbers(self) -> list[str]:
        return sorted(
            key[0].removeprefix("CASE#")
            for key in self.harbour.store.dynamo.items
            if key[0].startswith("CASE#") and key[1] == "FILE"
        )


def _asked(
    verb: Any, marks: dict[str, bool], entitlement: str | None, *, clear: bool
) -> Alteration:
    if verb != "update":
        return Alteration(verb=verb)
    gone: tuple[Reference, ...] = ("entitlement",) if clear and entitlement is None else ()
    return Alteration(verb="update", fields={**marks}, entitlement=entitlement, clear=gone)


TestAllowances = Allowances.TestCase
TestAllowances.settings = settings(
    max_examples=(settings.get_current_profile_name() == "big" and 1_000) or 15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
