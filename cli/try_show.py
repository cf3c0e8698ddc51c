"""What a trial found, on the terminal and as JSON."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared.business_time.duration import format_duration
from shared.business_time.instant import format_instant
from shared.domain.life.axis import said
from shared.domain.life.story import BECAUSE
from shared.domain.trial.columns import Columns
from shared.domain.trial.result import TrialResult, TrialRow, Worst

_GOOD, _FAIR = 0.95, 0.8
_LONG_AGO = 0


def show_trial(
    console: Console, result: TrialResult, columns: Columns, total: int, zone: str
) -> None:
    """Print which columns were read, met and missed by month, and the worst cases with reasons."""
    read = ", ".join(f"{meaning} = {column.name}" for meaning, column in columns.items())
    console.print(f"[dim]columns: {escape(read)}; months in {escape(zone)}[/]\n")
    console.print(_months(result))
    whole = result.total()
    console.print(
        f"\n{total - len(result.failed)} of {total} rows tried; SLA: {whole.met} met, "
        f"{whole.missed} missed, compliance {percent(whole)}"
    )
    if result.worst:
        console.print("\n[bold]The worst[/]")
    for worst in result.worst:
        for line in lines_of(worst, zone):
            console.print(escape(line), soft_wrap=True)


def percent(row: TrialRow) -> str:
    """Compliance with one decimal, cut off so that nothing missed ever reads 100 %."""
    if row.share is None:
        return "-"
    return f"{row.met * 1_000 // (row.met + row.missed) / 10:.1f} %"


def lines_of(worst: Worst, zone: str) -> list[str]:
    """One missed milestone in words: who, by how much, and how its target came about."""
    who = f" ({worst.customer})" if worst.customer else ""
    between = f"; in between: {worst.in_between}" if worst.in_between else ""
    late = format_duration(worst.late_by_seconds)
    hours = f"{worst.calendar}, {BECAUSE[worst.calendar_because]}"
    # the cases of a file are of many years, so each is told with its own
    start = said(zone, worst.start, since=_LONG_AGO)
    counted = f"{format_duration(worst.allowed_seconds)} from {start} in {hours}"
    target = said(zone, worst.target, since=worst.start)
    ended = f"target {target}, {_ended(worst, zone)}{between}"
    return [
        f"  {worst.id}{who}: {worst.milestone} late by {late}",
        f"    {counted}: {ended}",
    ]


def _ended(worst: Worst, zone: str) -> str:
    if worst.completed_at is not None:
        return f"completed {said(zone, worst.completed_at, since=worst.start)}"
    return "still open" if worst.outcome == "open" else worst.outcome


def as_json(result: TrialResult, columns: Columns) -> dict[str, Any]:
    """The outcome for other programs; instants as text."""
    return {
        "columns": {meaning: column.name for meaning, column in columns.items()},
        "months": [{**row.model_dump(mode="json"), "compliance": row.share} for row in result.rows],
        "worst": [_with_instants(worst) for worst in result.worst],
        "left_out": [{"line": line, "why": words} for line, words in result.failed],
    }


def _with_instants(worst: Worst) -> dict[str, Any]:
    told = worst.model_dump(mode="json")
    for name in ("start", "target", "completed_at"):
        told[name] = None if told[name] is None else format_instant(told[name])
    return told


def _months(result: TrialResult) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("month", "milestone", "met", "missed", "compliance", "not assessed"):
        right = title in ("met", "missed", "compliance")
        table.add_column(title, header_style="dim", justify="right" if right else "left")
    month = None
    for row in result.rows:
        others = ", ".join(f"{count} {why}" for why, count in sorted(row.not_assessed.items()))
        name = row.milestone if row.agreement == "sla" else f"{row.milestone} ({row.agreement})"
        table.add_row(
            row.month if row.month != month else "",
            escape(name),
            str(row.met),
            str(row.missed),
            f"[{_tone(row)}]{percent(row)}[/]",
            escape(others),
        )
        month = row.month
    return table


def _tone(row: TrialRow) -> str:
    if row.share is None:
        return "dim"
    return "green" if row.share >= _GOOD else "yellow" if row.share >= _FAIR else "red"
