"""An allowance by the month begins anew each month, once, and the ledger says so (E6)."""

from typing import Any

from shared.business_time.instant import format_instant
from shared.domain.allowance import LedgerEntry, used_of
from shared.domain.intake import Intake
from shared.domain.job import Counts, Job
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.open_case import open_case
from tests.support.ending_town import EndingTown, an_entitlement
from tests.support.revised_town import LEAD

MONTHLY = {"start_date": "2026-03-15", "cases_per_entitlement": 3, "allowance_period": "month"}


class Meter(EndingTown):
    """An account with an allowance of three cases a month, from the fifteenth on."""

    def __init__(self, **given: Any) -> None:
        super().__init__(an_entitlement("gold", "2026-12-31", **{**MONTHLY, **given}))

    def use(self, at: str, count: int = 1) -> None:
        self.clock.move_to(at)
        for place in range(count):
            intake = Intake(
                origin="api",
                verified=True,
                account="acme",
                subject="Help",
                repeat_key=f"{at}-{place}",
                fingerprint="once",
            )
            open_case(self.world, intake, LEAD)

    def resets(self, day: str) -> Job:
        return self.morning(day)[1]

    @property
    def used(self) -> int:
        return self.store.directory.balance("acme", "gold")

    @property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        return self.store.ledger.entries("acme", "gold").items


def test_E6_a_new_month_forgives_what_was_used_before_it_and_the_counter_is_the_sum() -> None:
    town = Meter()
    town.use("2026-03-20T10:00:00Z", 4)
    assert town.resets("2026-04-14").counts == Counts()
    assert town.used == 4

    job = town.resets("2026-04-15")

    assert job.counts == Counts(items=1, changed=1)
    assert town.used == used_of(town.ledger) == 0
    reset = town.ledger[-1]
    assert (reset.kind, reset.amount, reset.by) == ("period_reset", -4, "milepost")
    assert reset.reference == f"job {job.id}"
    assert town.resets("2026-04-16").counts == Counts()


def test_E6_what_was_used_since_the_month_began_stays_in_it_however_late_the_reset() -> None:
    town = Meter()
    town.use("2026-03-20T10:00:00Z", 2)
    town.use("2026-04-15T00:00:00Z")
    town.use("2026-04-16T10:00:00Z")
    town.resets("2026-05-01")
    assert town.used == used_of(town.ledger) == 2


def test_E6_a_month_without_use_is_settled_too_so_that_a_late_reset_takes_nothing() -> None:
    town = Meter()
    assert town.resets("2026-04-15").counts == Counts(items=1, changed=1)
    town.use("2026-04-15T10:00:00Z")
    town.resets("2026-04-16")
    assert town.used == 1


def test_E6_what_was_topped_up_and_not_used_stays() -> None:
    town = Meter()
    town.use("2026-03-20T10:00:00Z")
    bought = LedgerEntry(
        entitlement="gold", kind="top_up", amount=-5, at=town.clock.now(), by="maria"
    )
    assert town.store.ledger.enter("acme", bought, "invoice-7")
    town.resets("2026-04-15")
    assert town.used == -4


def test_E6_months_that_nobody_settled_are_settled_by_the_last_of_them() -> None:
    town = Meter()
    town.use("2026-03-20T10:00:00Z", 2)
    town.use("2026-04-20T10:00:00Z", 3)
    town.resets("2026-06-20")
    assert town.used == 0
    assert [entry.amount for entry in town.ledger if entry.kind == "period_reset"] == [-5]


def test_E6_an_allowance_of_the_term_is_never_reset() -> None:
    town = Meter(allowance_period="term")
    town.use("2026-03-20T10:00:00Z", 2)
    assert town.resets("2026-08-15").counts == Counts()
    assert town.used == 2


def test_E6_days_count_on_the_clock_of_the_account() -> None:
    kiwi = an_entitlement("gold", "2026-12-31", **{**MONTHLY, "account": "kiwi"})
    town = EndingTown(kiwi)
    town.morning("2026-04-15")
    (reset,) = town.store.ledger.entries("kiwi", "gold").items
    assert format_instant(reset.at) == "2026-04-14T12:00:00Z"


def test_E6_a_plan_shows_what_would_be_forgiven() -> None:
    town = Meter()
    town.use("2026-03-20T10:00:00Z", 2)
    town.clock.move_to("2026-04-15T04:00:00Z")
    found = preview_job(town.world, "resets", {}, LEAD)
    (move,) = found.sample
    assert (found.items, move.what, move.after) == (1, "2 used by cases", "2026-04-15T00:00:00Z")
    assert town.used == 2


def test_E6_cases_and_work_orders_begin_their_months_apart() -> None:
    town = Meter(work_orders_per_entitlement=2)
    town.use("2026-03-20T10:00:00Z", 2)
    moved = LedgerEntry(
        entitlement="gold",
        record_type="work_order",
        kind="correction",
        amount=1,
        at=town.clock.now(),
        by="maria",
    )
    town.store.ledger.enter("acme", moved, "by hand")
    assert town.resets("2026-04-15").counts == Counts(items=1, changed=1)
    assert town.used == town.store.directory.balance("acme", "gold", "work_order") == 0
    resets = [entry for entry in town.ledger if entry.kind == "period_reset"]
    assert {(entry.record_type, entry.amount) for entry in resets} == {
        ("case", -2),
        ("work_order", -1),
    }
