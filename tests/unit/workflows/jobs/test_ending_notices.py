"""Sixty, thirty and seven days before an entitlement ends somebody is told, once each (E9)."""

from datetime import date

import pytest

from shared.domain.ending_notice import due_days
from shared.domain.entitlement import Entitlement
from shared.domain.job import Counts
from shared.errors import Unavailable
from shared.workflows.jobs.preview_job import preview_job
from shared.workflows.jobs.run_job import run_job
from shared.workflows.jobs.start_job import make_job
from tests.support.ending_town import EndingTown, an_entitlement
from tests.support.revised_town import LEAD

DAYS = (60, 30, 7)
END = date(2026, 6, 30)


def due(today: str, *, end: date | None = END, start: date | None = None) -> int | None:
    entitlement = Entitlement(id="e", account="a", start_date=start, end_date=end)
    return due_days(entitlement, DAYS, date.fromisoformat(today))


@pytest.mark.parametrize(
    ("today", "days"),
    [
        ("2026-04-30", None),
        ("2026-05-01", 60),
        ("2026-05-30", 60),
        ("2026-05-31", 30),
        ("2026-06-22", 30),
        ("2026-06-23", 7),
        ("2026-06-30", 7),
        ("2026-07-01", None),
    ],
)
def test_E9_the_notice_nearest_to_the_end_is_due(today: str, days: int | None) -> None:
    assert due(today) == days


def test_E9_a_notice_from_before_the_beginning_is_never_due() -> None:
    assert due("2026-06-20", start=date(2026, 6, 1)) is None
    assert due("2026-06-23", start=date(2026, 6, 1)) == 7
    assert due("2026-06-23", end=None) is None


def test_E9_each_notice_is_told_once_to_the_owner_of_the_account() -> None:
    town = EndingTown(
        an_entitlement("gold", "2026-06-30", type="Gold"), an_entitlement("ever", None)
    )
    for day in ("04-30", "05-01", "05-02", "05-31", "06-01", "06-23", "06-24", "06-30", "07-01"):
        town.morning(f"2026-{day}")

    subject = "Acme: Gold ends on 2026-06-30"
    assert town.told() == [("maria@ends.example", subject)] * 3
    assert town.postman.posted[0].mail.text == "60 days are left of Gold."
    assert [posted.mail.effect for posted in town.postman.posted] == [
        f"gold.2026-06-30.{days}" for days in DAYS
    ]
    assert [(name, told["fields"]["days"]) for name, told in town.bus.raised] == [
        ("entitlement_ending", days) for days in DAYS
    ]
    assert town.states("gold") == dict.fromkeys(DAYS, "told")


def test_E9_a_missed_day_is_made_good_and_only_the_nearest_notice_is_told() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"))
    town.morning("2026-06-02")
    assert town.postman.posted[0].mail.text == "28 days are left of it."
    assert town.states("gold") == {30: "told"}


def test_E9_days_count_on_the_clock_of_the_account() -> None:
    town = EndingTown(
        an_entitlement("here", "2026-06-30"),
        an_entitlement("there", "2026-06-30", account="kiwi"),
    )
    # at 14:00 in London it is tomorrow in Auckland
    town.clock.move_to("2026-04-30T14:00:00Z")
    run_job(town.world, make_job(town.world, "notices", {}, LEAD).id)
    assert town.told() == [("desk@ends.example", "Kiwi: There ends on 2026-06-30")]


def test_E9_an_entitlement_that_is_extended_is_told_of_again() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"))
    town.morning("2026-05-01")
    document = town.store.directory.get("entitlement", "gold") or {}
    longer = {**document, "end_date": "2026-12-31"}
    town.store.directory.put("entitlement", "gold", longer, who="maria", at=town.clock.now())
    town.morning("2026-05-02")
    town.morning("2026-11-01")
    assert [subject for _, subject in town.told()] == [
        "Acme: Gold ends on 2026-06-30",
        "Acme: Gold ends on 2026-12-31",
    ]


def test_E9_nobody_is_told_of_what_has_been_renewed() -> None:
    gold = an_entitlement("gold", "2026-06-30")
    next_one = an_entitlement("gold-2", "2027-06-30", start_date="2026-07-01", renewed_from="gold")
    town = EndingTown(gold, next_one)
    (job, _) = town.morning("2026-06-23")
    assert (job.counts, town.told()) == (Counts(), [])


def test_E9_without_a_template_the_event_alone_goes_out() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"), notices={})
    (job, _) = town.morning("2026-05-01")
    assert job.counts == Counts(items=1, changed=1)
    assert town.told() == []
    assert [name for name, _ in town.bus.raised] == ["entitlement_ending"]
    (notice,) = town.store.notices.of_entitlement("gold")
    assert notice.detail == "no template is named for it: the event alone went out"


def test_E9_other_days_may_be_chosen_and_none_at_all() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"), ending_notice_days=[90])
    town.morning("2026-04-01")
    assert town.states("gold") == {90: "told"}
    silent = EndingTown(an_entitlement("gold", "2026-06-30"), ending_notice_days=[])
    (job, _) = silent.morning("2026-06-30")
    assert job.counts == Counts()


def test_E9_a_notice_that_nobody_can_get_is_parked_and_told_in_the_report() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30", account="kiwi"))
    town.world.shelf.current().queues.pop("Desk")  # type: ignore[attr-defined]  # nobody is there
    (job, _) = town.morning("2026-05-01")
    assert job.counts == Counts(items=1, failed=1)
    assert town.states("gold") == {60: "parked"}
    assert town.morning("2026-05-02")[0].counts == Counts()


def test_E9_a_mail_that_cannot_go_now_goes_with_the_next_run_under_the_same_id() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"))
    town.postman.fail(Unavailable("SES is down"))
    with pytest.raises(Unavailable):
        town.morning("2026-05-01")
    (job, _) = town.morning("2026-05-01")
    assert job.counts == Counts(items=1, changed=1)
    assert town.postman.count_by_effect == {"gold.2026-06-30.60": 1}
    (notice,) = town.store.notices.of_entitlement("gold")
    assert (notice.state, notice.tries) == ("told", 2)


def test_E9_a_plan_shows_which_notices_are_due() -> None:
    town = EndingTown(an_entitlement("gold", "2026-06-30"))
    town.clock.move_to("2026-05-01T04:00:00Z")
    found = preview_job(town.world, "notices", {}, LEAD)
    (move,) = found.sample
    assert (found.items, move.item, move.what, move.after) == (1, "gold", "60 days", "2026-06-30")
    assert town.states("gold") == {}
