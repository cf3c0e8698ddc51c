"""Bulk jobs from the terminal: shown first, then run, stopped, gone on with, and looked at."""

from typing import Any

import pytest

from cli import job as command
from cli.main import run
from shared.domain.job import Counts
from tests.support.revised_town import LEAD, RevisedTown

RECOMPUTE = ["recompute", "calendar=Desk"]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> RevisedTown:
    town = RevisedTown()
    monkeypatch.setattr(command, "world_of", lambda _stage: (town.world, LEAD))
    return town


def say(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[str]:
    assert run(["job", *words]) == code
    told = capsys.readouterr()
    return (told.out + told.err).splitlines()


def test_C7_a_plan_says_how_many_and_shows_some(
    town: RevisedTown, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *_ = town.open(12)
    town.revise()
    lines = say(capsys, "plan", *RECOMPUTE)
    assert lines[0] == "recompute calendar=Desk: 12 to change"
    assert lines[-1] == "  and 2 more"
    assert lines[1].endswith("Reply: 2026-03-03 11:00:00 -> 2026-03-02 19:00:00")
    assert town.revision_of(first) == 1


def test_a_job_is_run_to_its_end_and_shown(
    town: RevisedTown, capsys: pytest.CaptureFixture[str]
) -> None:
    town.open(3)
    town.revise()
    ran = say(capsys, "run", *RECOMPUTE, "--reason", "summer hours")
    (job,) = town.store.jobs.recent().items
    assert ran[0] == (
        f"job {job.id} recompute calendar=Desk: done; 3 of 3: 3 changed, 0 unchanged, 0 failed"
    )
    assert ran[1] == "  asked for by maria at 2026-03-02 09:01:00: summer hours"
    assert say(capsys, "show", job.id.lower()) == ran
    listed = " ".join(say(capsys, "list"))
    assert job.id in listed
    assert "calendar=" in listed


def test_a_job_that_is_interrupted_goes_on_where_it_was_when_it_is_run_again(
    town: RevisedTown, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = town.open(60)
    town.revise()
    keep = town.store.jobs.report
    kept: list[Any] = []

    def report(*given: Any) -> None:
        if kept:
            raise KeyboardInterrupt
        keep(*given)
        kept.append(given)

    town.store.jobs.report = report  # type: ignore[method-assign,assignment]  # somebody presses Ctrl-C
    stopped = say(capsys, "run", *RECOMPUTE, code=130)
    (job,) = town.store.jobs.recent().items
    assert f"Stopped; milepost job resume {job.id} goes on where it was." in stopped
    town.store.jobs.report = keep  # type: ignore[method-assign]  # and then does not

    again = say(capsys, "run", *RECOMPUTE)

    assert f"Going on with job {job.id}, which maria began." in again
    (ended,) = town.store.jobs.recent().items
    assert ended.counts == Counts(items=60, changed=60)
    assert {town.revision_of(number) for number in numbers} == {2}


def test_a_job_can_be_left_to_the_deployment_and_cancelled(
    town: RevisedTown, capsys: pytest.CaptureFixture[str]
) -> None:
    town.open(2)
    town.revise()
    (line,) = say(capsys, "run", *RECOMPUTE, "--away")
    (job,) = town.store.jobs.recent().items
    assert line == f"Job {job.id} is on its way: milepost job show {job.id}"
    assert line in say(capsys, "run", *RECOMPUTE, "--away")
    assert town.runs.started == [job.id, job.id]
    (cancelled,) = say(capsys, "cancel", job.id)
    assert cancelled.startswith(f"job {job.id} recompute calendar=Desk: cancelled; 0 of 0")
    assert say(capsys, "resume", job.id)[0] == cancelled


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["plan", "recompute", "Desk"], 2, "'Desk' is no NAME=VALUE"),
        (["plan", "everything"], 2, "'everything' is not one of"),
        (["run", "recompute", "calendar=Nowhere"], 1, "/parameters/calendar: There is no calendar"),
        (["show", "nobody"], 3, "There is no job NOBODY."),
    ],
)
def test_what_cannot_be_asked_for_is_said_in_a_sentence(
    town: RevisedTown,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    told: str,
) -> None:
    assert told in "\n".join(say(capsys, *words, code=code))
    assert town.store.jobs.recent().items == ()
