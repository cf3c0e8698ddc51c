"""`milepost try`: a process tried on the cases of the past, without any deployment."""

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cli.case_rows import CaseRows
from cli.days_off import this_year
from cli.process_file import read_process
from cli.speech import complain, console
from cli.try_page import page_of
from cli.try_show import as_json, show_trial
from shared.adapters.system import SystemClock
from shared.business_time.instant import Instant, parse_instant, zone_named
from shared.domain.days_off import years_around
from shared.domain.policies import Policies
from shared.domain.trial.moments import Order
from shared.domain.trial.past_case import PastCase
from shared.domain.trial.result import TrialResult
from shared.domain.trial.trial import Trial

_CHUNK = 500
_SHOWN_REFUSALS = 10


@click.command("try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--process",
    "process",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="A file with the process, or a folder of configuration.",
)
@click.option("--name", help="Which process, if there are several.")
@click.option(
    "--calendars",
    type=click.Path(exists=True, path_type=Path),
    help="Where its calendars stand; left out, in its file or the folders around it.",
)
@click.option(
    "--map",
    "given",
    multiple=True,
    metavar="MEANING=COLUMN",
    help="Name a column: id, created, first_reply, closed, priority, customer, status.",
)
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Order of day and month.")
@click.option("--zone", default="UTC", show_default=True, help="Of dates without an offset.")
@click.option("--until", metavar="INSTANT", help="Open cases have lived until then; usually now.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the outcome as JSON.")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a page to look at.",
)
def try_process(
    file: Path,
    *,
    process: Path,
    name: str | None,
    calendars: Path | None,
    given: tuple[str, ...],
    dates: Order | None,
    zone: str,
    until: str | None,
    json_wanted: bool,
    page: Path | None,
) -> int:
    """Run every case of FILE, the CSV export of any help desk, through a process.

    Shows what would have been met and missed, by month of the target, and explains the ten worst.
    """
    try:
        zone_named(zone)
        now = parse_instant(until) if until else SystemClock().now()
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    rows = CaseRows(file, _mapping(given), zone, dates)
    total, closed = rows.survey()
    found = read_process(process, name, calendars, years_around(this_year()))
    policies = replace(found, closed_statuses=closed)
    with Progress(
        TextColumn("trying"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        transient=True,
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task("trying", total=total)
        result = TrialResult()
        for tried, part in _tried(rows, policies, now, zone, total):
            result = result.with_other(part, worst=10)
            bar.advance(task, tried)
    result = result.model_copy(update={"failed": tuple(sorted((*result.failed, *rows.refused)))})
    if json_wanted:
        print(json.dumps(as_json(result, rows.columns), indent=2, ensure_ascii=False))
    else:
        show_trial(console(), result, rows.columns, total, zone)
    if page is not None:
        page.write_text(page_of(result, policies, file.name, total, zone), encoding="utf-8")
        complain(f"written: {page}")
    _complain_of_rows(file, result)
    return 0 if total > len(result.failed) else 1


def _tried(
    rows: Iterable[PastCase], policies: Policies, until: Instant, zone: str, total: int
) -> Iterator[tuple[int, TrialResult]]:
    trial = Trial(policies, until=until, zone=zone)
    cases = iter(rows)
    chunks = iter(lambda: list(islice(cases, _CHUNK)), [])
    workers = os.cpu_count() or 1
    if workers == 1 or total <= 2 * _CHUNK:
        yield from ((len(chunk), trial.of(chunk)) for chunk in chunks)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(trial,)) as pool:
        # a few chunks at a time: a file of any length needs no more memory
        while waiting := [(len(c), pool.submit(_of, c)) for c in islice(chunks, 4 * workers)]:
            yield from ((count, done.result()) for count, done in waiting)


_trial: list[Trial] = []


def _begin(trial: Trial) -> None:
    _trial[:] = [trial]


def _of(chunk: list[PastCase]) -> TrialResult:
    return _trial[0].of(chunk)


def _mapping(given: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in given:
        meaning, equals, column = text.partition("=")
        if not equals:
            raise click.UsageError(f"--map takes MEANING=COLUMN, not '{text}'.")
        found[meaning.strip()] = column.strip()
    return found


def _complain_of_rows(file: Path, result: TrialResult) -> None:
    for line, words in result.failed[:_SHOWN_REFUSALS]:
        complain(f"{file}:{line}: {words}")
    more = len(result.failed) - _SHOWN_REFUSALS
    if more > 0:
        complain(f"... and {more} more rows were left out; --json lists them all.")
