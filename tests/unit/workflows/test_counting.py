"""Records that do not count, and records that count when they are closed (E6)."""

from collections import Counter
from typing import Any

import pytest

from shared.domain.alteration import Alteration
from shared.domain.case_view import CaseView
from shared.domain.declared_fields import parse_fields
from shared.errors import Refused
from shared.workflows.change_case import change_case
from shared.workflows.form_rules import form_rules
from shared.workflows.open_case import open_case
from shared.workflows.show_case import case_timeline
from tests.support.harbour import Harbour, a_call, the_harbour
from tests.support.town import AGENT, WEB, an_intake

MARKS = pytest.mark.parametrize("mark", ["spam", "do_not_count"])
CLOSING = {
    "kind": "process",
    "name": "Brief",
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
BRIEF = {
    "kind": "entitlement",
    "external_id": "brief",
    "account": "shipping",
    "process": "Brief",
    "cases_per_entitlement": 1,
}


@pytest.fixture
def harbour() -> Harbour:
    return Harbour()


@pytest.fixture
def later() -> Harbour:
    return Harbour(CLOSING, BRIEF, allowance_counts="at_closing")


def do(harbour: Harbour, number: str, verb: Any, **more: Any) -> CaseView:
    return change_case(harbour.world, number, Alteration(verb=verb, **more), AGENT)


def mark(harbour: Harbour, number: str, name: str, *, on: bool = True) -> CaseView:
    return harbour.change(number, fields={name: on})


def told(harbour: Harbour) -> Counter[str]:
    numbers = sorted(
        key[0].removeprefix("CASE#") for key in harbour.store.dynamo.items if key[1] == "FILE"
    )
    return Counter(
        event.name
        for number in numbers
        for entry in harbour.store.records.history(number).items
        for event in entry.events
    )


@MARKS
def test_E6_a_marked_record_gives_its_use_back_once_and_takes_it_again_once(
    harbour: Harbour, mark: str
) -> None:
    number = harbour.open()
    writes = harbour.store.dynamo.calls["TransactWriteItems"]
    for value in (True, True, False, False):
        harbour.change(number, fields={mark: value})
    assert harbour.ledger("fast") == [("use", 1), ("return", -1), ("use", 1)]
    assert harbour.used("fast") == 1
    assert harbour.store.dynamo.calls["TransactWriteItems"] == writes + 2


def test_E6_two_marks_are_one_return(harbour: Harbour) -> None:
    number = harbour.open()
    mark(harbour, number, "spam")
    mark(harbour, number, "do_not_count")
    mark(harbour, number, "spam", on=False)
    assert (harbour.used("fast"), len(harbour.ledger("fast"))) == (0, 2)
    mark(harbour, number, "do_not_count", on=False)
    assert harbour.used("fast") == 1


def test_E6_the_ledger_says_why_a_use_was_given_back(harbour: Harbour) -> None:
    number = harbour.open()
    mark(harbour, number, "spam")
    last = harbour.store.ledger.entries("shipping", "fast").items[-1]
    assert (last.kind, last.record, last.by, last.reference) == ("return", number, "alex", "spam")


@MARKS
def test_E6_a_record_that_is_opened_with_a_mark_does_not_count(harbour: Harbour, mark: str) -> None:
    for turn in range(2):
        harbour.open(f"full-{turn}", entitlement="slow")
    opened = open_case(
        harbour.world, a_call(contact="ida", entitlement="slow", fields={mark: True}), AGENT
    )
    assert (harbour.used("slow"), opened.warnings) == (2, ())
    file = harbour.store.records.load(opened.number)
    assert (file.entitlement, file.stamp.counted, file.stamp.warnings) == ("slow", False, ())
    view = harbour.change(opened.number, fields={mark: False})
    assert view.file.stamp.warnings == ("allowance_exceeded",)
    assert harbour.used("slow") == 3


@MARKS
def test_R9_a_marked_record_takes_nothing_along_to_another_entitlement(
    harbour: Harbour, mark: str
) -> None:
    number = harbour.open()
    harbour.change(number, fields={mark: True}, entitlement="slow")
    assert (harbour.used("fast"), harbour.used("slow")) == (0, 0)
    harbour.change(number, entitlement="fast")
    assert harbour.ledger("slow") == []
    harbour.change(number, fields={mark: False}, entitlement="slow")
    assert (harbour.used("fast"), harbour.used("slow")) == (0, 1)
    harbour.clear(number)
    assert (harbour.used("fast"), harbour.used("slow")) == (0, 0)


def test_E6_a_record_without_an_entitlement_may_be_marked(harbour: Harbour) -> None:
    number = harbour.open(contact=None)
    assert mark(harbour, number, "spam").file.fields["spam"] is True
    assert mark(harbour, number, "spam", on=False).file.stamp.counted is False


def test_E6_a_marked_work_order_gives_back_to_its_own_balance() -> None:
    visits = {"external_id": "visits", "kind": "entitlement", "account": "shipping"}
    harbour = Harbour({**visits, "process": "Visit", "work_orders_per_entitlement": 3})
    number = harbour.open(record_type="work_order")
    balance = harbour.store.directory.balance
    mark(harbour, number, "do_not_count")
    assert balance("shipping", "visits", "work_order") == 0
    mark(harbour, number, "do_not_count", on=False)
    assert balance("shipping", "visits", "work_order") == 1
    assert balance("shipping", "visits", "case") == 0


def test_E6_a_record_older_than_the_note_gives_back_by_its_entitlement(harbour: Harbour) -> None:
    number = harbour.open()
    file = harbour.store.records.load(number)
    old = file.model_copy(update={"stamp": file.stamp.model_copy(update={"counted": None})})
    item = harbour.store.dynamo.items[f"CASE#{number}", "FILE"]
    item["body"] = {"S": old.model_dump_json(exclude_defaults=True)}
    mark(harbour, number, "spam")
    assert harbour.used("fast") == 0


def test_E6_each_crossing_is_told_once_on_the_record_in_the_feed_and_on_the_bus(
    harbour: Harbour,
) -> None:
    first, *_ = (harbour.open(f"case-{turn}", entitlement="slow") for turn in range(3))
    number = harbour.open("fourth", entitlement="slow")
    assert told(harbour) == {"allowance_low": 1, "allowance_exceeded": 1}
    mark(harbour, number, "spam")
    mark(harbour, first, "spam")
    view = mark(harbour, number, "spam", on=False)
    assert view.file.stamp.warnings == ("allowance_exceeded",)
    assert told(harbour) == {"allowance_low": 1, "allowance_exceeded": 2}
    feed = [line.text for line in case_timeline(harbour.world, number)]
    assert feed.count("warning: allowance exceeded") == 1
    event = harbour.store.records.history(number).items[-1].events[-1]
    assert event.fields == {
        "account": "shipping",
        "entitlement": "slow",
        "record_type": "case",
        "used": 3,
    }


def test_E6_what_is_given_back_withdraws_the_warning_from_the_record(harbour: Harbour) -> None:
    for turn in range(2):
        harbour.open(f"full-{turn}", entitlement="slow")
    number = harbour.open(entitlement="slow")
    assert harbour.store.records.load(number).stamp.warnings == ("allowance_exceeded",)
    assert mark(harbour, number, "spam").file.stamp.warnings == ()


def test_E6_unmarking_is_refused_to_people_when_the_allowance_blocks() -> None:
    strict = {"kind": "entitlement", "external_id": "strict", "account": "shipping"}
    harbour = Harbour({**strict, "policy": "block", "cases_per_entitlement": 1})
    number = harbour.open(entitlement="strict")
    mark(harbour, number, "spam")
    harbour.open("another", entitlement="strict")
    with pytest.raises(Refused) as refused:
        mark(harbour, number, "spam", on=False)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/fields/spam", "allowance_spent")
    assert harbour.store.records.load(number).fields["spam"] is True
    assert harbour.used("strict") == 1


def test_E6_by_setting_a_record_counts_when_it_is_closed(later: Harbour) -> None:
    number = later.open(entitlement="fast")
    assert (later.used("fast"), later.store.records.load(number).stamp.counted) == (0, False)
    do(later, number, "close")
    assert later.used("fast") == 1
    do(later, number, "reopen")
    do(later, number, "close")
    later.change(number, fields={"status": "Open"})
    later.change(number, fields={"status": "Closed"})
    assert later.ledger("fast") == [("use", 1)]


def test_E6_a_record_that_an_action_closes_counts_in_the_same_write(later: Harbour) -> None:
    first = later.open("first", entitlement="brief")
    second = later.open("second", entitlement="brief")
    later.pass_minutes(61, step=30)
    assert later.store.records.load(first).fields["status"] == "Closed"
    assert (later.used("brief"), later.ledger("brief")) == (2, [("use", 1)] * 2)
    assert told(later) == {"allowance_low": 1, "allowance_exceeded": 1}
    warned = [later.store.records.load(one).stamp.warnings for one in (first, second)]
    assert sorted(warned) == [("allowance_exceeded",), ("allowance_low",)]


def test_E6_what_is_closed_while_it_is_marked_counts_when_the_mark_goes(later: Harbour) -> None:
    number = later.open(entitlement="fast")
    mark(later, number, "spam")
    do(later, number, "close")
    assert later.used("fast") == 0
    mark(later, number, "spam", on=False)
    assert later.used("fast") == 1


def test_E6_a_mark_that_goes_from_an_open_record_waits_for_its_closing(later: Harbour) -> None:
    number = later.open(entitlement="fast")
    mark(later, number, "spam")
    mark(later, number, "spam", on=False)
    assert later.ledger("fast") == []
    do(later, number, "close")
    assert later.used("fast") == 1


def test_R9_what_has_counted_by_closing_moves_with_the_record(later: Harbour) -> None:
    number = later.open(entitlement="fast")
    later.change(number, entitlement="slow")
    assert (later.ledger("fast"), later.ledger("slow")) == ([], [])
    do(later, number, "close")
    do(later, number, "reopen")
    later.change(number, entitlement="fast")
    assert (later.used("fast"), later.used("slow")) == (1, 0)
    do(later, number, "close")
    assert later.used("fast") == 1


def test_E6_no_closing_is_refused_for_an_allowance() -> None:
    strict = {"kind": "entitlement", "external_id": "strict", "account": "shipping"}
    document = {**strict, "policy": "block", "cases_per_entitlement": 1}
    harbour = Harbour(document, allowance_counts="at_closing")
    numbers = [harbour.open(key, entitlement="strict") for key in ("one", "two")]
    for number in numbers:
        do(harbour, number, "close")
    assert harbour.used("strict") == 2
    with pytest.raises(Refused):
        harbour.open("three", entitlement="strict")


def test_E6_the_setting_of_the_day_on_which_it_was_stamped_holds(later: Harbour) -> None:
    number = later.open(entitlement="fast")
    later.apply(the_harbour(CLOSING, BRIEF))
    do(later, number, "close")
    assert later.used("fast") == 1
    other = later.open("other", entitlement="fast")
    do(later, other, "close")
    assert later.used("fast") == 2


@MARKS
def test_I1_no_form_marks_a_record(harbour: Harbour, mark: str) -> None:
    assert mark not in form_rules(harbour.world).fields
    number = open_case(harbour.world, an_intake("ida@shipping.example"), WEB).number
    assert harbour.used("fast") == 1
    assert mark not in harbour.store.records.load(number).fields


@MARKS
def test_K6_a_mark_is_declared_as_nothing_else(mark: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_fields({"for": "case", "fields": [{"name": mark}]})
    assert [fault.pointer for fault in refused.value.faults] == ["fields[0].type"]
    fields = parse_fields({"for": "case", "fields": [{"name": mark, "type": "checkbox"}]})
    assert fields.by_name[mark].type == "checkbox"


@pytest.mark.parametrize("origin", ["web", "email", "portal"])
def test_E6_intake_never_blocks(origin: Any) -> None:
    strict = {"kind": "entitlement", "external_id": "fast", "account": "shipping", "precedence": 1}
    harbour = Harbour({**strict, "policy": "block", "cases_per_entitlement": 0})
    asked = a_call(contact="ida", origin=origin)
    opened = open_case(harbour.world, asked, WEB)
    assert (opened.entitlement, opened.warnings) == ("fast", ("allowance_exceeded",))
    assert open_case(harbour.world, a_call("desk", contact="ida"), AGENT).entitlement != "fast"


def test_E6_how_low_a_balance_must_be_is_a_setting() -> None:
    harbour = Harbour(low_balance_share=0.5)
    warned = [
        harbour.store.records.load(harbour.open(f"k{turn}")).stamp.warnings for turn in range(11)
    ]
    assert warned == [
        *[()] * 4,
        ("allowance_low",),
        *[()] * 5,
        ("allowance_exceeded",),
    ]


def test_E6_going_below_zero_is_allowed_and_told_once() -> None:
    few = {"kind": "entitlement", "external_id": "fast", "account": "shipping"}
    harbour = Harbour({**few, "cases_per_entitlement": 0})
    for turn in range(3):
        harbour.open(f"k{turn}", entitlement="fast")
    assert harbour.used("fast") == 3
    assert told(harbour) == {"allowance_exceeded": 1}
