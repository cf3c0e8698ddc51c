"""A calendar is revised while cases run on it: published, recomputed, shown, replayed (C7)."""

from typing import Any

import pytest

from cli.case_recompute import told
from cli.configuration_folder import read_folder
from shared.business_time import format_instant, parse_instant
from shared.domain.alteration import Alteration
from shared.domain.case_view import CaseView
from shared.domain.history import Caller
from shared.domain.organisation import Organisation, organise
from shared.domain.scenario import run_scenario
from shared.domain.source_document import OrganisationRefused, SourceDocument
from shared.workflows.apply_organisation import ApplyReport, apply_organisation
from shared.workflows.change_case import change_case
from shared.workflows.export_scenario import export_scenario
from shared.workflows.preview_change import preview_change
from shared.workflows.show_case import case_timeline, show_case
from tests.support.town import AGENT, EXAMPLES, Town

DAYS = ("mon", "tue", "wed", "thu", "fri")
HOUR = 3_600
RECOMPUTE = Alteration(verb="recompute", reason="new hours")


def desk(opens: str, closes: str, **more: Any) -> dict[str, Any]:
    return {"zone": "UTC", "week": {day: [[opens, closes]] for day in DAYS}, **more}


def organisation(calendar: dict[str, Any]) -> Organisation:
    documents, _ = read_folder(EXAMPLES / "smoke")
    documents = [
        SourceDocument(one.file, {**one.body, "business_hours": "Desk"})
        if one.body["kind"] == "process"
        else one
        for one in documents
    ]
    return organise(
        [*documents, SourceDocument("desk.yaml", {"kind": "calendar", "name": "Desk", **calendar})]
    )


class Place(Town):
    """A town whose calendar is revised."""

    def __init__(self, calendar: dict[str, Any]) -> None:
        super().__init__(organisation(calendar))
        self.clock.move_to(parse_instant("2027-03-01T09:00:00Z"))

    def revise(self, calendar: dict[str, Any]) -> ApplyReport:
        return apply_organisation(
            organisation(calendar),
            directory=self.store.directory,
            policies=self.store.policies,
            clock=self.clock,
            caller=Caller(name="maria", door="cli"),
            progress=lambda _done, _total, _what: None,
        )

    def fate(self, calendar: dict[str, Any]) -> tuple[str, int | None]:
        lines = {(line.kind, line.name): line for line in self.revise(calendar).lines}
        return lines["calendar", "Desk"].fate, lines["calendar", "Desk"].version

    def published(self) -> dict[str, Any]:
        documents = self.store.policies.documents(self.store.policies.revision())
        return next(dict(one["body"]) for one in documents if one["kind"] == "calendar")

    def faults(self, calendar: dict[str, Any]) -> list[str]:
        with pytest.raises(OrganisationRefused) as refused:
            self.revise(calendar)
        return [place.sentence() for place in refused.value.places]


def targets(view: CaseView) -> dict[str, str]:
    return {m.facts.milestone: format_instant(m.facts.target) for m in view.milestones}


def test_C7_a_changed_calendar_counts_from_its_saving_on() -> None:
    place = Place(desk("09:00", "17:00"))
    assert place.fate(desk("09:00", "20:00")) == ("changed", 2)
    body = place.published()
    assert body["effective_from"] == "2027-03-01T09:00:00Z"
    assert body["earlier"] == [desk("09:00", "17:00")]
    table = place.world.shelf.current().calendar("Desk")
    day = parse_instant("2027-02-26T00:00:00Z")
    assert [table.elapsed(at, at + 24 * HOUR) for at in (day, day + 3 * 24 * HOUR)] == [
        8 * HOUR,
        11 * HOUR,
    ]


def test_C7_the_same_file_again_makes_no_revision() -> None:
    place = Place(desk("09:00", "17:00", effective_from="2026-01-01T00:00:00Z"))
    later = desk("09:00", "20:00", effective_from="2027-04-01T00:00:00Z")
    assert place.fate(later) == ("changed", 2)
    assert place.fate(later) == ("unchanged", 2)
    place.clock.tick(60 * 24 * HOUR)
    assert place.fate(later) == ("unchanged", 2)
    assert place.fate(desk("09:00", "20:00")) == ("unchanged", 2)


def test_C7_a_revision_cannot_reach_into_the_past() -> None:
    place = Place(desk("09:00", "17:00"))
    (fault,) = place.faults(desk("09:00", "18:00", effective_from="2027-03-01T08:59:59Z"))
    assert fault.startswith("desk.yaml: effective_from: is past: what has counted never changes")
    assert place.fate(desk("09:00", "18:00", effective_from="2027-03-01T09:00:00Z"))[0] == "changed"


def test_C7_a_revision_that_is_still_to_come_can_be_replaced() -> None:
    place = Place(desk("09:00", "17:00"))
    place.revise(desk("09:00", "20:00", effective_from="2027-06-01T00:00:00Z"))
    assert place.fate(desk("09:00", "20:00", effective_from="2027-05-01T00:00:00Z")) == (
        "changed",
        3,
    )
    body = place.published()
    assert (body["effective_from"], len(body["earlier"])) == ("2027-05-01T00:00:00Z", 1)


def test_C7_a_case_stays_on_its_revision_until_it_is_recomputed() -> None:
    place = Place(desk("09:00", "17:00"))
    place.clock.move_to(parse_instant("2027-03-01T16:59:00Z"))
    number = place.post().number
    born = targets(show_case(place.world, number))
    assert born["Two minutes"] == "2027-03-02T09:01:00Z"
    place.revise(desk("09:00", "20:00"))
    assert targets(show_case(place.world, number)) == born
    preview = preview_change(place.world, number, RECOMPUTE, AGENT)
    assert next(told(preview, "UTC", done=False)) == "calendar Desk: revision 1 -> 2"
    assert targets(show_case(place.world, number)) == born
    view = change_case(place.world, number, RECOMPUTE, AGENT)
    assert targets(view)["Two minutes"] == "2027-03-01T17:01:00Z"
    assert all(m.why and m.why.calendar_version == 2 for m in view.milestones)
    assert place.alarm.made[-1].at < parse_instant("2027-03-01T17:05:00Z")
    texts = [line.text for line in case_timeline(place.world, number)]
    assert any("recompute" in text for text in texts)


def test_C7_recomputing_again_changes_nothing() -> None:
    place = Place(desk("09:00", "17:00"))
    number = place.post().number
    place.revise(desk("09:00", "20:00"))
    once = change_case(place.world, number, RECOMPUTE, AGENT)
    again = change_case(place.world, number, RECOMPUTE, AGENT)
    assert again.file.version == once.file.version
    found = preview_change(place.world, number, RECOMPUTE, AGENT)
    assert [*told(found, "UTC", done=False)] == [
        f"{number} runs on the present revisions: nothing moves."
    ]


def test_Q5_the_history_of_a_recomputed_case_replays_to_the_same_facts() -> None:
    place = Place(desk("09:00", "17:00"))
    place.revise(desk("09:00", "17:01"))
    place.clock.move_to(parse_instant("2027-03-01T16:59:30Z"))
    number = place.post().number
    place.revise(desk("09:00", "20:00", effective_from="2027-04-01T00:00:00Z"))
    place.revise(desk("09:00", "20:00", effective_from="2027-03-01T17:00:10Z"))
    change_case(place.world, number, RECOMPUTE, AGENT)
    place.clock.tick(45)
    place.wake(number, "redrive")
    change_case(place.world, number, Alteration(verb="comment", comment="Hi", public=True), AGENT)
    place.revise(desk("09:00", "17:02"))
    place.clock.tick(15)
    change_case(place.world, number, RECOMPUTE, AGENT)
    place.clock.tick(300)
    place.wake(number, "redrive")
    scenario = export_scenario(place.world, number)
    assert len(scenario["calendars"]["Desk"]) > 2
    outcome = run_scenario(scenario)
    shown = {
        (row["milestone"], row["target"], row["outcome"], row["violated"], row["elapsed_seconds"])
        for row in outcome["milestones"]
    }
    view = show_case(place.world, number)
    assert shown == {
        (f.milestone, format_instant(f.target), f.outcome, f.violated, f.elapsed_seconds)
        for f in (m.facts for m in view.milestones)
    }
    versions = {m.facts.calendar_version for m in view.milestones}
    assert len(versions) > 1
    assert all(m.why is not None for m in view.milestones)
