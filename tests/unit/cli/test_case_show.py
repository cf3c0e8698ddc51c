"""A case on the terminal answers who, which promise and why, how long, and what happened when."""

from io import StringIO

from rich.console import Console

from cli.case_show import show, timeline_text
from shared.domain.case_file import CaseFile, Stamp
from shared.domain.case_view import CaseView, ExplainedMilestone, TimelineEntry
from shared.domain.decision import MilestoneFacts
from shared.domain.history import MatchNote
from shared.domain.pin import Pin
from shared.domain.task import Task

MARCH_2_TEN = 1_772_445_600

FILE = CaseFile(
    number="7K2M9QXRD",
    origin="web",
    created_at=MARCH_2_TEN,
    changed_at=MARCH_2_TEN,
    fields={
        "subject": "Conveyor [stopped]",
        "status": "New",
        "queue": "Tier 2",
        "escalated": True,
        "escalation_level": 1,
        "contact.name": "Dana Diaz",
        "contact.email": "dana@demo.example",
        "account.name": "Demo Ltd",
        "entitlement.name": "Demo support in minutes",
    },
    account="demo",
    contact="dana",
    entitlement="demo-support",
    verified=True,
    process=Pin(name="Demo support", version=1),
    stamp=Stamp(by="match", warnings=("allowance_low",)),
)
NOTE = MatchNote(
    number="7K2M9QXRD",
    order=1,
    at=MARCH_2_TEN,
    entitlement="demo-support",
    process="Demo support",
    by="match",
    no_entitlement=None,
    candidates={"demo-support": "chosen", "demo-old": "contract_inactive"},
)


def facts(**changes: object) -> ExplainedMilestone:
    known: dict[str, object] = {
        "milestone": "First Response",
        "occurrence": 1,
        "item": 0,
        "start": MARCH_2_TEN,
        "target": MARCH_2_TEN + 120,
        "outcome": "open",
        "paused": False,
        "violated": True,
        "violated_at": MARCH_2_TEN + 120,
        "completed_at": None,
        "ended_at": None,
        "ended_because": None,
        "waived": False,
        "allowed_seconds": 120,
        "elapsed_seconds": 180,
        "stopped_seconds": 0,
        "actual_elapsed_seconds": 180,
        "remaining_seconds": -60,
        "calendar": "24x7",
        "calendar_because": "process",
    }
    return ExplainedMilestone(facts=MilestoneFacts.model_validate({**known, **changes}))


TASKS = (
    Task(
        number="7K2M9QXRD",
        id="0.1.0.1",
        subject="Call Dana [today]",
        owner="alex",
        milestone="First Response",
        occurrence=1,
        action="warn",
        made_at=MARCH_2_TEN,
        due_at=MARCH_2_TEN + 3_600,
    ),
    Task(
        number="7K2M9QXRD",
        id="0.1.1.0",
        subject="Look at it",
        queue="Tier 2",
        milestone="First Response",
        occurrence=1,
        action="breach",
        made_at=MARCH_2_TEN,
        done_at=MARCH_2_TEN + 60,
        done_by="bob",
    ),
)


def shown(*milestones: ExplainedMilestone, file: CaseFile = FILE) -> list[str]:
    view = CaseView(
        file=file,
        milestones=milestones,
        roll_up="open_violation",
        next_target=MARCH_2_TEN + 120,
        match_note=NOTE if file is FILE else None,
        description="",
        comments=(),
        now=MARCH_2_TEN + 180,
    )
    timeline = (
        TimelineEntry(at=MARCH_2_TEN, kind="created", text="received by web", who="web"),
        TimelineEntry(
            at=MARCH_2_TEN + 60,
            kind="mail",
            text="mail 'warn' sent to tier1@acme.example",
            milestone="First Response",
            lateness_seconds=3,
            effect_id="e-1",
            wake_source="schedule",
        ),
    )
    out = StringIO()
    console = Console(file=out, width=200, highlight=False)
    show(console, view, TASKS, timeline, zone="America/New_York")
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_the_head_says_who_and_where() -> None:
    assert shown()[:9] == [
        "7K2M9QXRD  Conveyor [stopped]",
        "  status      New, escalated (level 1)",
        "  priority    -",
        "  owner       -",
        "  queue       Tier 2",
        "  contact     Dana Diaz <dana@demo.example>",
        "  account     Demo Ltd (demo)",
        "  received    2026-03-02 05:00:00 (America/New_York) by web",
        "  clocks      open violation",
    ]


def test_A1_tasks_and_watchers_are_shown() -> None:
    lines = shown(file=FILE.model_copy(update={"watchers": ("bob", "maria")}))
    start = lines.index("Tasks")

    assert "  watchers    bob, maria" in lines
    assert lines[start + 1 : start + 3] == [
        "  Call Dana [today] · alex · open, due 2026-03-02 06:00:00 · 0.1.0.1",
        "  Look at it · Tier 2 · done 2026-03-02 05:01:00 by bob · 0.1.1.0",
    ]


def test_the_entitlement_says_why_it_and_why_not_the_others() -> None:
    lines = shown()
    start = lines.index("Entitlement")

    assert lines[start + 1 : start + 7] == [
        "  entitlement Demo support in minutes (demo-support)",
        "  why         matching found it",
        "  process     Demo support, version 1",
        "  warnings    allowance low",
        "    candidate demo-support: chosen",
        "    candidate demo-old: contract inactive",
    ]


def test_a_case_without_entitlement_says_why_not() -> None:
    without = FILE.model_copy(
        update={"entitlement": None, "process": None, "stamp": Stamp(no_entitlement="none_matched")}
    )

    lines = shown(file=without)
    start = lines.index("Entitlement")

    assert lines[start + 1 : start + 4] == [
        "  entitlement -",
        "  why         no entitlement of the account fits",
        "  process     -",
    ]


def test_milestones_say_what_is_left_and_what_became_of_them() -> None:
    done = facts(
        milestone="Resolution",
        occurrence=2,
        outcome="completed",
        violated=False,
        completed_at=MARCH_2_TEN + 90,
        remaining_seconds=30,
    )
    waiting = facts(milestone="Update", violated=False, paused=True, remaining_seconds=3_700)

    lines = shown(facts(), done, waiting)
    start = lines.index("Milestones")

    assert [" ".join(line.split()) for line in lines[start + 2 : start + 5]] == [
        (
            "First Response 2026-03-02 05:00:00 2026-03-02 05:02:00 1m over open, violated "
            "24x7 (named by the process)"
        ),
        (
            "Resolution #2 2026-03-02 05:00:00 2026-03-02 05:02:00 - completed at "
            "2026-03-02 05:01:30 24x7 (named by the process)"
        ),
        (
            "Update 2026-03-02 05:00:00 2026-03-02 05:02:00 1h 1m 40s open, paused "
            "24x7 (named by the process)"
        ),
    ]


def test_the_timeline_says_how_late_and_who_woke_it() -> None:
    assert shown()[-2:] == [
        "  2026-03-02 05:00:00  received by web · web",
        (
            "  2026-03-02 05:01:00  First Response: mail 'warn' sent to tier1@acme.example"
            " · 3s late · woken by schedule · effect e-1"
        ),
    ]


def test_markup_in_what_people_write_is_shown_as_it_is() -> None:
    entry = TimelineEntry(at=0, kind="comment", text="public reply: [red]hello[/]", who="ann")
    out = StringIO()

    Console(file=out, width=100).print(timeline_text(entry))

    assert out.getvalue().strip() == "public reply: [red]hello[/] · ann"


def test_I2_a_contact_that_nobody_vouches_for_is_marked() -> None:
    file = FILE.model_copy(update={"verified": False})
    assert "  contact     Dana Diaz <dana@demo.example> (not verified)" in shown(file=file)
