"""Business time against other libraries, on the same work in one run: `make bench`.

CPU time of this thread, the least of several rounds. What is compiled or computed in advance is
not counted, except where the line says so.
"""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from rich.console import Console
from rich.progress import track
from rich.table import Table

from shared.business_time import Calendar, from_datetime, parse_instant, to_datetime
from shared.business_time.compiled import Compiled
from shared.business_time.instant import zone_named
from shared.business_time.offsets import _changes
from shared.business_time.opening import open_between
from tests.bench.rivals import BusinessTimeDelta, ExchangeCalendars, Ours, Rival, rivals
from tests.bench.work import DAY, HOURS, QUESTIONS, Hours, Question, starts_of

BUDGET = 0.25
"""Seconds of CPU for one round of one question; at least a few calls are made."""

ROUNDS, MOST_ROUNDS = 5, 2_000
FEWEST = 4
COLD, COLD_END = parse_instant("2026-01-01T00:00:00Z"), parse_instant("2028-01-01T00:00:00Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """Microseconds a call, and how many of the same questions were answered as we answer them."""

    cost: float
    agreed: int
    asked: int

    @property
    def is_right(self) -> bool:
        """Whether every answer is ours too."""
        return self.agreed == self.asked


Row: TypeAlias = dict[str, Cell]
Cells: TypeAlias = dict[tuple[str, str], Row]

GOALS = (
    ("add 24 h", BusinessTimeDelta.name, 500),
    ("difference 5 y", BusinessTimeDelta.name, 10_000),
    ("add 24 h", ExchangeCalendars.name, 10),
    ("difference 5 y", ExchangeCalendars.name, 10),
)


def main() -> None:
    """Measure, print one row a question and calendar, and hold the ratios against the goals."""
    console = Console(width=140)
    others = rivals()
    cells: Cells = {}
    made = [(hours, [Ours(hours), *(rival(hours) for rival in others)]) for hours in HOURS]
    work = [(hours, asked, question) for hours, asked in made for question in QUESTIONS]
    for hours, asked, question in track(work, "measuring", console=console, transient=True):
        cells[hours.name, question.name] = measure(hours, asked, question)
    console.print(table_of(cells, [rival.name for rival in others]))
    for line in judged(cells, compared=bool(others)):
        console.print(line, highlight=False)


def measure(hours: Hours, asked: Sequence[Rival], question: Question) -> Row:
    """One question, asked of everybody from the same starts."""
    starts = starts_of(hours.table)
    ours: dict[int, int] = {}
    row: Row = {}
    for rival in asked:
        ask = rival.ask(question)
        given = [rival.start(start, question) for start in starts]
        count, answers = _tried(ask, given)
        said = {at: rival.seconds(a, question) for at, a in zip(starts, answers, strict=False)}
        ours = ours or said
        agreed = sum(abs(ours[at] - one) <= 1 for at, one in said.items() if at in ours)
        row[rival.name] = Cell(_least(ask, given[:count]), agreed, len(said))
    return row


def _tried(ask: Callable[[Any], Any], given: Sequence[Any]) -> tuple[int, list[Any]]:
    """Answers within the budget, which warms everything up, and how many calls fit into a round."""
    answers: list[Any] = []
    began = time.thread_time()
    for start in given:
        answers.append(ask(start))
        if len(answers) >= FEWEST and time.thread_time() - began > BUDGET:
            break
    return len(answers), answers


def _least(ask: Callable[[Any], Any], given: Sequence[Any]) -> float:
    best = float("inf")
    gc.disable()
    began = time.thread_time()
    for round_ in range(MOST_ROUNDS):
        if round_ >= ROUNDS and time.thread_time() - began > BUDGET:
            break
        started = time.thread_time()
        for start in given:
            ask(start)
        best = min(best, time.thread_time() - started)
    gc.enable()
    return best / len(given) * 1e6


def table_of(cells: Cells, names: Sequence[str]) -> Table:
    """Microseconds, times as much as ours, and the share of answers that are ours too."""
    table = Table(title="microseconds a call (CPU), and how many times ours", box=None)
    for title in ("hours", "question", Ours.name, *names):
        table.add_column(title, justify="left" if title in ("hours", "question") else "right")
    for (hours, question), row in cells.items():
        own = row[Ours.name].cost
        table.add_row(hours, question, f"{own:.2f}", *(_said(row[name], own) for name in names))
    return table


def _said(cell: Cell, own: float) -> str:
    wrong = (
        ""
        if cell.agreed == cell.asked
        else f"  [red]{cell.asked - cell.agreed} of {cell.asked} differ[/]"
    )
    return f"{cell.cost:,.1f}  {cell.cost / own:,.0f}x{wrong}"


def judged(cells: Cells, *, compared: bool) -> Iterator[str]:
    """Each goal with what was measured, hours by hours where it depends on them."""
    for question, rival, wanted in GOALS if compared else ():
        yield f"{question}: at least {wanted:,} times cheaper than {rival}"
        for hours in HOURS:
            row = cells[hours.name, question]
            times = row[rival].cost / row[Ours.name].cost
            wrong = "" if row[rival].is_right else ", and its answers differ"
            yield f"  {_verdict(times >= wanted)} {hours.name}: {times:,.0f} times{wrong}"
    yield "a difference of 5 years costs at most 1.3 times one of a day"
    for hours in HOURS:
        long, short = (
            cells[hours.name, name][Ours.name].cost for name in ("difference 5 y", "difference 1 d")
        )
        yield f"  {_verdict(long <= 1.3 * short)} {hours.name}: {long / short:.2f} times"
    yield "two years compile in at most 1 ms, with nothing known of the zone"
    for hours in HOURS:
        spent = min(cold_compile(hours) for _ in range(25))
        yield f"  {_verdict(spent <= 1)} {hours.name}: {spent:.2f} ms"
    yield "24 h added to an aware datetime, datetime back, in at most 3 µs"
    for hours in HOURS:
        spent = at_the_door(hours)
        yield f"  {_verdict(spent <= 3)} {hours.name}: {spent:.2f} µs"


def _verdict(met: bool) -> str:
    return "met   " if met else "MISSED"


def cold_compile(hours: Hours) -> float:
    """CPU milliseconds for two years, the zone's clock changes included."""
    calendar = Calendar.from_mapping(hours.name, hours.mapping)
    _changes.cache_clear()
    began = time.thread_time()
    Compiled.of(COLD, COLD_END, open_between(calendar, COLD, COLD_END))
    return (time.thread_time() - began) * 1e3


def at_the_door(hours: Hours) -> float:
    """Microseconds from an aware datetime of Berlin to the aware datetime of its target."""
    table, berlin = hours.table, zone_named("Europe/Berlin")
    moments = [to_datetime(at).astimezone(berlin) for at in starts_of(table)] * 20
    return _least(lambda moment: to_datetime(table.add(from_datetime(moment), DAY)), moments)


if __name__ == "__main__":
    main()
