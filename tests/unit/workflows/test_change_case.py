"""What people do to a record: fields, owners, closing, comments, matching anew."""

import pytest

from shared.domain.alteration import Alteration
from shared.domain.case_view import CaseView
from shared.domain.decision import MilestoneFacts
from shared.domain.scenario import run_scenario
from shared.errors import Absent, IllegalMove, Refused
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.open_case import open_case
from shared.workflows.show_case import case_timeline, show_case
from tests.support.town import AGENT, Town, an_intake


def do(town: Town, number: str, verb: str, **more: object) -> CaseView:
    alteration = Alteration.model_validate({"verb": verb, **more})
    return change_case(town.world, number, alteration, AGENT)


def milestone(view: CaseView, name: str) -> MilestoneFacts:
    return next(m.facts for m in view.milestones if m.facts.milestone == name)


def faults(refused: Refused) -> dict[str, str]:
    return {fault.pointer: fault.message for fault in refused.faults}


def test_K5_related_fields_are_kept_through_changes() -> None:
    town = Town()
    number = town.post().number
    view = do(town, number, "comment", comment="Hello", public=True)
    assert view.file.fields["account.name"] == "Smoke Ltd"
    assert view.file.fields["contact.name"] == "Sue Smoke"
    assert view.file.fields["entitlement.name"] == "Smoke support"


def test_K5_a_changed_account_reaches_the_record_at_its_next_change() -> None:
    town = Town()
    number = town.post().number
    document = dict(town.store.directory.get("account", "smoke-ltd") or {})
    document.pop("id", None)
    town.store.directory.put(
        "account", "smoke-ltd", {**document, "tier": "Silver"}, who="test", at=town.clock.now()
    )
    assert town.store.records.load(number).fields["account.tier"] == "Gold"
    view = do(town, number, "update", fields={"priority": "Low"})
    assert view.file.fields["account.tier"] == "Silver"


def test_M7_the_first_public_answer_completes_once_and_a_note_does_not() -> None:
    town = Town()
    number = town.post().number
    noted = do(town, number, "comment", comment="only for us")
    assert milestone(noted, "Answered in time").outcome == "open"
    answered = do(town, number, "comment", comment="On our way", public=True)
    assert milestone(answered, "Answered in time").outcome == "completed"
    assert answered.file.fields["last_message_by"] == "agent"
    assert [comment.public for comment in answered.comments] == [False, True]


def test_unknown_fields_values_and_people_are_all_told_at_once() -> None:
    town = Town()
    number = town.post().number
    with pytest.raises(Refused) as refused:
        do(
            town,
            number,
            "update",
            fields={"priority": "Huge", "colour": "red", "owner": "nobody", "status": None},
        )
    assert set(faults(refused.value)) == {"/priority", "/fields/colour", "/owner", "/status"}
    assert town.store.records.load(number).revision == 1


def test_O1_a_record_always_has_an_owner_or_a_queue() -> None:
    town = Town()
    number = town.post().number
    with pytest.raises(Refused, match="cannot be changed"):
        do(town, number, "update", fields={"queue": None})
    view = do(town, number, "update", fields={"owner": "alex"})
    assert (view.file.fields.get("owner"), view.file.fields.get("queue")) == ("alex", None)


def test_O3_accept_takes_a_record_from_its_queue_once() -> None:
    town = Town()
    number = town.post().number
    view = do(town, number, "accept")
    assert view.file.fields["owner"] == "alex"
    assert "queue" not in view.file.fields
    with pytest.raises(IllegalMove, match="belongs to alex"):
        do(town, number, "accept")


def test_M11_close_and_reopen_move_the_record_out_of_and_into_its_process() -> None:
    town = Town()
    number = town.post().number
    closed = do(town, number, "close")
    assert closed.file.sla.exited == town.clock.now()
    assert town.store.records.work(None).items == ()
    with pytest.raises(IllegalMove, match="closed already"):
        do(town, number, "close")
    reopened = do(town, number, "reopen")
    assert reopened.file.sla.exited is None
    assert milestone(reopened, "One minute").outcome == "open"
    assert [card.number for card in town.store.records.work(None).items] == [number]


def test_M10_a_stop_names_a_reason_from_the_list() -> None:
    town = Town()
    number = town.post().number
    with pytest.raises(Refused) as refused:
        do(town, number, "stop", reason="no idea")
    assert "Waiting on customer" in faults(refused.value)["/reason"]
    stopped = do(town, number, "stop", reason="waiting on customer")
    assert stopped.file.sla.stop is not None
    assert stopped.file.sla.stop.said.by == "alex"
    assert milestone(stopped, "One minute").paused


def test_R1_an_unmatched_record_is_matched_when_it_gets_its_account() -> None:
    town = Town()
    number = town.post("stranger@nowhere.example").number
    before = show_case(town.world, number)
    assert before.file.stamp.no_entitlement == "account_unknown"
    assert before.milestones == ()
    town.clock.tick(40)
    after = do(town, number, "update", account="smoke-ltd")
    assert after.file.entitlement == "smoke-support"
    assert after.file.stamp.no_entitlement is None
    assert milestone(after, "One minute").start == before.file.created_at
    assert town.store.directory.balance("smoke-ltd", "smoke-support") == 1
    assert town.alarm.waiting


def test_R1_an_account_that_does_not_exist_is_refused() -> None:
    town = Town()
    number = town.post("stranger@nowhere.example").number
    with pytest.raises(Refused) as refused:
        do(town, number, "update", account="nobody")
    assert faults(refused.value) == {"/account": "There is no account 'nobody'."}


def test_R7_the_record_says_why_this_entitlement() -> None:
    town = Town()
    view = show_case(town.world, town.post().number)
    assert view.match_note is not None
    assert view.match_note.candidates == {"smoke-support": "chosen"}
    assert view.match_note.because == "account known by address; most specific"


def test_M17_every_target_explains_itself() -> None:
    town = Town()
    view = show_case(town.world, town.post().number)
    why = view.milestones[0].why
    assert why is not None
    assert (why.calendar, why.calendar_because, why.process) == ("24x7", "process", "Smoke")
    assert why.counted == ((why.start, why.target),)


def test_S4_every_change_is_in_the_story_with_who_and_before_and_after() -> None:
    town = Town()
    number = town.post().number
    do(town, number, "update", fields={"priority": "Low"})
    lines = case_timeline(town.world, number)
    changed = next(line for line in lines if line.text == "priority: High → Low")
    assert (changed.who, changed.door) == ("alex", "api")


def test_an_unknown_record_is_absent() -> None:
    with pytest.raises(Absent):
        show_case(Town().world, "000000000")
    with pytest.raises(Absent):
        do(Town(), "000000000", "close")


def test_a_change_that_changes_nothing_writes_nothing() -> None:
    town = Town()
    number = town.post().number
    view = do(town, number, "update", fields={"priority": "High"})
    assert view.file.revision == 1


def test_M7_a_case_that_an_agent_opens_on_the_phone_has_been_answered() -> None:
    town = Town()
    asked = an_intake(key="phone").model_copy(
        update={"origin": "api", "fields": {"origin": "Phone"}, "verified": True}
    )
    opened = open_case(town.world, asked, AGENT)
    view = show_case(town.world, opened.number)
    assert milestone(view, "Answered in time").outcome == "completed"
    again = do(town, opened.number, "comment", comment="Any news?", public=True)
    assert again.file.replied
    replayed = run_scenario(export_scenario(town.world, opened.number))
    outcomes = {m["milestone"]: m["outcome"] for m in replayed["milestones"]}
    assert outcomes["Answered in time"] == "completed"
