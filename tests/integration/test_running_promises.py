"""What runs goes on, whatever becomes of what started it (E4, P1, P3)."""

from collections.abc import Callable

import pytest

from shared.domain.case_view import CaseView
from shared.workflows.show_case import show_case
from tests.support.harbour import Harbour, the_harbour

Move = Callable[[Harbour], None]


def _expires(harbour: Harbour) -> None:
    gone = {"account": "shipping", "process": "Fast", "end_date": "2020-01-01"}
    harbour.put("entitlement", external_id="fast", **gone)


def _has_not_begun(harbour: Harbour) -> None:
    later = {"account": "shipping", "process": "Fast", "start_date": "2030-01-01"}
    harbour.put("entitlement", external_id="fast", **later)


def _loses_its_process(harbour: Harbour) -> None:
    harbour.put("entitlement", external_id="fast", account="shipping")


def _gets_another_process(harbour: Harbour) -> None:
    harbour.put("entitlement", external_id="fast", account="shipping", process="Slow")


def _counts_in_other_hours(harbour: Harbour) -> None:
    hours = {"account": "shipping", "process": "Fast", "business_hours": "Office"}
    harbour.put("entitlement", external_id="fast", **hours)


def _loses_its_contract(harbour: Harbour) -> None:
    harbour.put("contract", external_id="c", account="shipping", end_date="2020-01-01")
    cover = {"account": "shipping", "process": "Fast", "contract": "c"}
    harbour.put("entitlement", external_id="fast", **cover)


def _is_deleted_beneath_it(harbour: Harbour) -> None:
    harbour.store.directory.delete(
        "entitlement", "fast", who="test", at=harbour.clock.now(), door="cli"
    )


@pytest.mark.parametrize(
    "move",
    [
        _expires,
        _has_not_begun,
        _loses_its_process,
        _gets_another_process,
        _counts_in_other_hours,
        _loses_its_contract,
        _is_deleted_beneath_it,
    ],
    ids=lambda move: move.__name__.strip("_"),
)
def test_E4_a_running_clock_goes_on_whatever_becomes_of_its_entitlement(move: Move) -> None:
    untouched, harbour = Harbour(), Harbour()
    numbers = [untouched.open(), harbour.open()]
    harbour.pass_minutes(10, step=60)
    untouched.pass_minutes(10, step=60)
    move(harbour)
    for one, number in zip((untouched, harbour), numbers, strict=True):
        one.change(number, fields={"priority": "High"})
        one.pass_minutes(60, step=60)
    views = [
        show_case(one.world, number)
        for one, number in zip((untouched, harbour), numbers, strict=True)
    ]
    assert _facts(views[1]) == _facts(views[0])
    assert harbour.mails() == untouched.mails() == {"0.1.0.0": 1}


def _facts(view: CaseView) -> list[tuple[object, ...]]:
    return [
        (
            one.facts.milestone,
            one.facts.start,
            one.facts.target,
            one.facts.outcome,
            one.facts.violated,
        )
        for one in view.milestones
    ]


def test_P3_a_record_that_enters_later_runs_on_the_version_of_its_stamp() -> None:
    fields = {
        "kind": "fields",
        "for": "case",
        "fields": [{"name": "opens_at", "type": "datetime"}],
    }
    waiting = {
        "kind": "process",
        "name": "Fast",
        "entry": "opens_at",
        "milestones": [{"milestone": "Reply", "within": "1h"}],
    }
    harbour = Harbour(fields, waiting)
    number = harbour.open()
    assert show_case(harbour.world, number).milestones == ()
    faster = {**waiting, "milestones": [{"milestone": "Reply", "within": "5m"}]}
    harbour.apply(the_harbour(fields, faster))
    at = "2026-03-02T10:00:00Z"
    view = harbour.change(number, fields={"opens_at": at})
    harbour.pass_minutes(61, step=60)
    view = show_case(harbour.world, number)
    assert view.file.process is not None
    assert view.file.process.version == 1
    assert [one.facts.allowed_seconds for one in view.milestones] == [3_600]


def test_P1_a_process_begins_with_version_one_which_is_its_default() -> None:
    configuration = Harbour().world.shelf.current()
    assert configuration.default_version("Fast") == 1
    assert configuration.status_of_version("Fast", 1) == "default"
    assert configuration.status_of_version("Fast", 2) is None
