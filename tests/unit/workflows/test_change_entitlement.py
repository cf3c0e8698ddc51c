"""The entitlement of a running record is named, changed or taken away by hand (R8, R9)."""

from typing import Any

import pytest

from shared.domain.alteration import Alteration
from shared.domain.scenario import run_scenario
from shared.errors import IllegalMove, Refused
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.preview_change import preview_change
from shared.workflows.show_case import case_timeline, show_case
from tests.support.harbour import Harbour, outcomes, the
from tests.support.town import AGENT

HOUR = 3_600


@pytest.fixture
def harbour() -> Harbour:
    return Harbour()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_R9_another_entitlement_brings_its_own_process(harbour: Harbour) -> None:
    number = harbour.open()
    harbour.clock.tick(60)
    view = harbour.change(number, entitlement="slow")
    assert (view.file.entitlement, view.file.stamp.by) == ("slow", "named")
    assert view.file.process is not None
    assert view.file.process.name == "Slow"
    assert view.file.fields["entitlement.name"] == "Slow support"
    assert outcomes(view) == {
        ("Reply", 1): "cancelled",
        ("Repair", 1): "cancelled",
        ("Reply", 2): "open",
        ("Repair", 2): "open",
    }
    reply = the(view, "Reply", 2)
    assert (reply.start, reply.calendar) == (view.file.created_at, "Office")
    assert harbour.alarm.waiting


def test_R9_the_allowance_moves_with_it_in_the_same_write(harbour: Harbour) -> None:
    number = harbour.open()
    assert (harbour.used("fast"), harbour.used("slow")) == (1, 0)
    writes = harbour.store.dynamo.calls["TransactWriteItems"]
    harbour.change(number, entitlement="slow")
    assert harbour.store.dynamo.calls["TransactWriteItems"] == writes + 1
    assert (harbour.used("fast"), harbour.used("slow")) == (0, 1)
    assert harbour.ledger("fast") == [("use", 1), ("return", -1)]
    assert harbour.ledger("slow") == [("use", 1)]
    harbour.change(number, entitlement="tracked")
    assert (harbour.used("fast"), harbour.used("slow")) == (0, 0)


def test_R9_what_was_never_counted_is_not_given_back(harbour: Harbour) -> None:
    number = harbour.open(entitlement="tracked")
    harbour.put("entitlement", external_id="tracked", account="shipping", cases_per_entitlement=5)
    harbour.change(number, entitlement="slow")
    assert (harbour.used("tracked"), harbour.used("slow")) == (0, 1)


def test_R9_a_record_that_is_older_than_the_note_gives_back_by_its_entitlement(
    harbour: Harbour,
) -> None:
    number = harbour.open()
    file = harbour.store.records.load(number)
    old = file.model_copy(update={"stamp": file.stamp.model_copy(update={"counted": None})})
    item = harbour.store.dynamo.items[f"CASE#{number}", "FILE"]
    item["body"] = {"S": old.model_dump_json(exclude_defaults=True)}
    harbour.clear(number)
    assert harbour.used("fast") == 0


def test_R9_a_use_that_crosses_the_allowance_is_told_on_the_record(harbour: Harbour) -> None:
    for turn in range(2):
        harbour.open(f"earlier-{turn}", entitlement="slow")
    number = harbour.open()
    view = harbour.change(number, entitlement="slow")
    assert view.file.stamp.warnings == ("allowance_exceeded",)
    entry = harbour.store.records.history(number).items[-1]
    assert entry.origin["warnings"] == "allowance_exceeded"
    assert harbour.used("slow") == 3


@pytest.mark.parametrize("known", [True, False])
def test_R9_a_work_order_gives_back_to_the_allowance_of_work_orders(known: bool) -> None:
    visits = {"external_id": "visits", "kind": "entitlement", "account": "shipping"}
    harbour = Harbour({**visits, "process": "Visit", "work_orders_per_entitlement": 3})
    number = harbour.open(record_type="work_order")
    file = harbour.store.records.load(number)
    assert (file.entitlement, file.stamp.counted) == ("visits", True)
    if not known:
        old = file.model_copy(update={"stamp": file.stamp.model_copy(update={"counted": None})})
        item = harbour.store.dynamo.items[f"CASE#{number}", "FILE"]
        item["body"] = {"S": old.model_dump_json(exclude_defaults=True)}
    balance = harbour.store.directory.balance
    assert balance("shipping", "visits", "work_order") == 1
    harbour.clear(number)
    assert balance("shipping", "visits", "work_order") == 0
    assert balance("shipping", "visits", "case") == 0


def test_R9_without_an_entitlement_nothing_runs(harbour: Harbour) -> None:
    number = harbour.open()
    view = harbour.clear(number)
    assert (view.file.entitlement, view.file.process) == (None, None)
    assert view.file.stamp.no_entitlement == "cleared"
    assert set(outcomes(view).values()) == {"cancelled"}
    assert (view.next_target, harbour.used("fast")) == (None, 0)
    assert "entitlement.name" not in view.file.fields
    card = harbour.store.records.work(None).items[0]
    assert (card.no_entitlement, card.next_target) == ("cleared", None)
    harbour.pass_minutes(90, step=60)
    assert harbour.mails() == {}
    assert all(known.why is not None for known in show_case(harbour.world, number).milestones)


def test_R9_what_was_taken_away_by_hand_comes_back_when_somebody_asks(harbour: Harbour) -> None:
    number = harbour.open()
    harbour.clear(number)
    again = harbour.clear(number)
    assert again.file.revision == 2
    view = change_case(harbour.world, number, Alteration(verb="match"), AGENT)
    assert view.file.entitlement == "fast"
    assert harbour.ledger("fast") == [("use", 1), ("return", -1), ("use", 1)]


def test_R9_the_same_entitlement_again_changes_nothing(harbour: Harbour) -> None:
    number = harbour.open()
    assert harbour.change(number, entitlement="fast").file.revision == 1
    assert harbour.used("fast") == 1


def test_R9_the_same_process_goes_on_under_another_entitlement(harbour: Harbour) -> None:
    harbour.put("entitlement", external_id="fast-too", account="shipping", process="Fast")
    number = harbour.open()
    view = harbour.change(number, entitlement="fast-too")
    assert view.file.entitlement == "fast-too"
    assert outcomes(view) == {("Reply", 1): "open", ("Repair", 1): "open"}


def test_R9_triggers_already_past_are_skipped_unless_asked_to_fire(harbour: Harbour) -> None:
    numbers = [harbour.open(key, entitlement="slow") for key in ("quiet", "loud")]
    harbour.clock.tick(3 * HOUR)
    harbour.change(numbers[0], entitlement="fast")
    view = harbour.change(numbers[1], entitlement="fast", fire_past=True)
    harbour.pass_minutes(1)
    assert the(view, "Reply", 2).violated
    assert [one.mail.number for one in harbour.postman.posted] == [numbers[1]]
    skipped = harbour.store.records.history(numbers[0]).items[-1].fired
    assert [(one.result, one.reason) for one in skipped] == [
        ("skipped", "past when the entitlement was changed")
    ]


def test_R9_naming_one_for_a_record_without_skips_what_is_past_too(harbour: Harbour) -> None:
    number = harbour.open(contact=None)
    harbour.clock.tick(3 * HOUR)
    view = harbour.change(number, entitlement="fast")
    assert view.file.account == "shipping"
    harbour.pass_minutes(1)
    assert harbour.postman.posted == []
    assert the(view, "Reply", 1).violated


BEST_EFFORT = {
    "kind": "entitlement_rules",
    "name": "rules",
    "rules": [
        {
            "when": {"items": [{"field": "account.tier", "operator": "is_blank", "value": "true"}]},
            "process": "Slow",
        }
    ],
}


def test_R9_a_record_that_runs_by_a_rule_goes_over_to_the_promise_that_is_found_later() -> None:
    harbour = Harbour(BEST_EFFORT)
    number = harbour.open(contact=None)
    before = show_case(harbour.world, number)
    assert before.file.stamp.no_entitlement == "account_unknown"
    assert outcomes(before) == {("Reply", 1): "open", ("Repair", 1): "open"}
    view = harbour.change(number, account="shipping")
    assert view.file.process is not None
    assert view.file.process.name == "Fast"
    assert outcomes(view)["Reply", 1] == "cancelled"
    assert the(view, "Reply", 2).start == view.file.created_at
    exported = export_scenario(harbour.world, number)
    assert run_scenario(exported) == exported["expect"]


def test_E4_a_record_that_runs_by_a_rule_keeps_its_clock_when_nothing_is_found() -> None:
    harbour = Harbour(BEST_EFFORT)
    harbour.put("account", external_id="new", tier="Bronze")
    number = harbour.open(contact=None)
    view = harbour.change(number, account="new")
    assert view.file.stamp.no_entitlement == "none_matched"
    assert outcomes(view) == {("Reply", 1): "open", ("Repair", 1): "open"}
    assert view.file.process is not None


def test_R1_the_clock_may_count_from_the_matching() -> None:
    for clock_from, reply in (("created", 0), ("matched", 2 * HOUR)):
        harbour = Harbour(clock_from=clock_from)
        number = harbour.open(contact=None)
        harbour.clock.tick(2 * HOUR)
        view = harbour.change(number, account="shipping")
        assert the(view, "Reply", 1).start == view.file.created_at + reply
        exported = export_scenario(harbour.world, number)
        assert run_scenario(exported) == exported["expect"]


@pytest.mark.parametrize("given", [{"contact": "ida"}, {"asset": "crane"}, {"account": "shipping"}])
def test_R1_matching_runs_again_when_what_it_reads_changes(given: dict[str, str]) -> None:
    harbour = Harbour()
    number = harbour.open(contact=None)
    assert harbour.change(number, fields={"priority": "High"}).file.entitlement is None
    view = harbour.change(number, **given)
    expected = "crane-care" if "asset" in given else "fast"
    assert (view.file.entitlement, view.file.stamp.by) == (expected, "match")


def test_R1_matching_runs_again_when_the_product_changes() -> None:
    harbour = Harbour(
        {"kind": "account", "external_id": "mill"},
        {"kind": "contract", "external_id": "c", "account": "mill"},
        {"kind": "line", "external_id": "l", "contract": "c", "product": "saw"},
        {"kind": "entitlement", "external_id": "saws", "account": "mill", "line": "l"},
    )
    number = harbour.open(contact=None, account="mill")
    assert harbour.store.records.load(number).stamp.no_entitlement == "none_matched"
    assert harbour.change(number, product="saw").file.entitlement == "saws"


def test_R1_a_record_with_an_entitlement_keeps_it_when_the_account_changes(
    harbour: Harbour,
) -> None:
    number = harbour.open()
    view = harbour.change(number, account="rival", clear=("contact",))
    assert (view.file.account, view.file.entitlement) == ("rival", "fast")


def test_R9_the_story_tells_what_was_before_and_after_and_by_whom(harbour: Harbour) -> None:
    number = harbour.open()
    harbour.clock.tick(30)
    harbour.change(number, entitlement="slow")
    entry = harbour.store.records.history(number).items[-1]
    assert (entry.before["entitlement"], entry.after["entitlement"]) == ("fast", "slow")
    assert (entry.who, entry.door) == ("alex", "api")
    lines = [line.text for line in case_timeline(harbour.world, number)]
    assert any("entitlement: fast → slow" in line for line in lines)
    assert "entitlement slow chosen (account known by record; named by hand)" in lines
    assert "went over to another process (Fast, version 1 → Slow, version 1)" in lines
    assert "cancelled (the entitlement was changed)" in lines


def test_M17_what_was_left_explains_itself_by_its_own_version(harbour: Harbour) -> None:
    number = harbour.open()
    view = harbour.change(number, entitlement="slow")
    why = {
        (known.facts.milestone, known.facts.occurrence): known.why.process
        for known in view.milestones
        if known.why is not None
    }
    assert why == {
        ("Reply", 1): "Fast",
        ("Repair", 1): "Fast",
        ("Reply", 2): "Slow",
        ("Repair", 2): "Slow",
    }


@pytest.mark.parametrize("moves", ["fast slow", "slow - fast", "- slow", "slow fast slow -"])
def test_Q5_a_record_whose_entitlement_changed_replays_to_the_same_facts(
    harbour: Harbour, moves: str
) -> None:
    number = harbour.open(entitlement="slow" if moves.startswith("fast") else "fast")
    for turn, move in enumerate(moves.split()):
        harbour.pass_minutes(50, step=300)
        if turn == 1:
            answer = Alteration(verb="comment", comment="Coming", public=True)
            change_case(harbour.world, number, answer, AGENT)
        if move == "-":
            harbour.clear(number)
        else:
            harbour.change(number, entitlement=move, fire_past=turn == 1)
    harbour.pass_minutes(300, step=300)
    exported = export_scenario(harbour.world, number)
    assert run_scenario(exported) == exported["expect"]
    assert exported["expect"]["milestones"]


def test_Q5_an_entitlement_named_later_replays_to_the_same_facts(harbour: Harbour) -> None:
    number = harbour.open(contact=None)
    harbour.clock.tick(3 * HOUR)
    harbour.change(number, entitlement="slow")
    harbour.pass_minutes(600, step=600)
    exported = export_scenario(harbour.world, number)
    assert exported["record"]["process_applied"] is False
    assert run_scenario(exported) == exported["expect"]


def test_R9_a_preview_shows_the_change_and_keeps_nothing(harbour: Harbour) -> None:
    number = harbour.open()
    found = preview_change(
        harbour.world, number, Alteration(verb="update", entitlement="slow"), AGENT
    )
    assert found.changes_anything
    assert {milestone.n for _, milestone in found.milestones()} == {1, 2} - {1}
    assert (harbour.used("fast"), harbour.used("slow")) == (1, 0)


def test_R8_every_filter_that_fails_refuses_the_change(harbour: Harbour) -> None:
    number = harbour.open()
    with pytest.raises(Refused) as refused:
        harbour.change(number, entitlement="over")
    assert codes(refused) == ["active"]
    with pytest.raises(Refused) as refused:
        harbour.change(number, entitlement="foreign")
    assert codes(refused) == ["same_account"]
    with pytest.raises(Refused) as refused:
        harbour.change(number, entitlement="visits")
    assert codes(refused) == ["wrong_record_type"]
    assert harbour.store.records.load(number).revision == 1


def test_R9_matching_is_for_records_without_an_entitlement(harbour: Harbour) -> None:
    number = harbour.open()
    with pytest.raises(IllegalMove, match="has an entitlement already"):
        change_case(harbour.world, number, Alteration(verb="match"), AGENT)


def test_R6_the_asset_of_a_named_entitlement_is_stamped_too(harbour: Harbour) -> None:
    number = harbour.open()
    view = harbour.change(number, entitlement="crane-care")
    assert view.file.asset == "crane"


def test_R9_the_account_may_change_with_the_entitlement(harbour: Harbour) -> None:
    number = harbour.open()
    given: dict[str, Any] = {"account": "rival", "clear": ("contact",), "entitlement": "foreign"}
    view = harbour.change(number, **given)
    assert (view.file.account, view.file.entitlement) == ("rival", "foreign")
    assert harbour.used("fast") == 0
