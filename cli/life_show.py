"""A life on the terminal: what happened when, how the milestones stand, and why."""

from collections.abc import Callable, Sequence
from functools import partial

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from cli.lanes_show import show_lanes
from cli.why_show import show_why
from shared.business_time.instant import Instant
from shared.domain.life.axis import local, said
from shared.domain.life.lane import Lane, lanes_of
from shared.domain.life.life import Life
from shared.domain.life.story import LineKind, StoryLine, story_of
from shared.domain.life.words import name_of
from shared.domain.sla_state import SlaState

_SIGNS: dict[LineKind, tuple[str, str, str]] = {
    "record": ("●", "*", "bold"),
    "refused": ("✗", "x", "red"),
    "start": ("▶", ">", "blue"),
    "pause": ("‖", "=", "yellow"),
    "warning": ("▲", "^", "yellow"),
    "skipped": ("△", "~", "dim"),
    "action": ("◆", "+", "magenta"),
    "violated": ("✗", "x", "red"),
    "completed": ("✓", "v", "green"),
    "ended": ("■", "#", "dim"),
}
_TONES = {"met": "green", "missed": "red", "open": "blue", "ended": "dim"}


def show_life(console: Console, life: Life, *, why: bool) -> None:
    """Print the whole life; instants are on the clock of the calendar that most milestones count in."""
    process = life.policies.process
    name = escape(process.name) if process else "no process"
    console.print(f"[bold]{escape(life.scenario.id)}[/]  {name}, times in {life.zone}")
    plain = (console.encoding or "").lower().replace("-", "") not in ("utf8", "utf16")
    show_lanes(console, life, plain=plain)
    _story(console, story_of(life), life.zone, plain=plain)
    _milestones(console, life)
    _record(console, life.file.sla, life)
    if why:
        for known in life.milestones:
            show_why(console, name_of(known.milestone, known.occurrence), life.why(known))


def _story(console: Console, story: Sequence[StoryLine], zone: str, *, plain: bool) -> None:
    table = _rows(console)
    day = None
    for line in story:
        wall = local(zone, line.at)
        if wall.date() != day:
            day = wall.date()
            _flush(console, table)
            console.print(f"\n[bold]{wall:%A} {wall.day} {wall:%B %Y}[/]")
            table = _rows(console)
        sign, letter, style = _SIGNS[line.kind]
        clock = f"  {wall:%H:%M:%S}" if wall.second else f"  {wall:%H:%M}   "
        table.add_row(
            f"[dim]{clock}[/]",
            f"[{style}]{letter if plain else sign}[/]",
            escape(line.about or "the record"),
            escape(line.words) if style == "bold" else f"[{style}]{escape(line.words)}[/]",
        )
    _flush(console, table)


def _rows(console: Console) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    name = max(10, console.width // 4)
    table.add_column(overflow="fold", min_width=name, max_width=name)
    table.add_column(overflow="fold")
    return table


def _flush(console: Console, table: Table) -> None:
    if table.row_count:
        console.print(table)


def _milestones(console: Console, life: Life) -> None:
    console.print("\n[bold]Milestones[/]")
    lanes = lanes_of(life)
    if not lanes:
        console.print("  none has begun")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("milestone", "start", "target", "how it stands"):
        table.add_column(title, header_style="dim", overflow="fold")
    for lane in lanes:
        table.add_row(*_row(lane, _say(life)))
    console.print(Padding(table, (0, 0, 0, 2)))


def _row(lane: Lane, say: Callable[[Instant], str]) -> tuple[str, ...]:
    tone = _TONES[lane.tone]
    return (
        escape(lane.name),
        say(lane.life[0]),
        say(lane.target),
        f"[{tone}]{escape(lane.verdict)}[/]",
    )


def _record(console: Console, sla: SlaState, life: Life) -> None:
    say = _say(life)
    entered = f"entered {say(sla.entered)}" if sla.entered is not None else "not yet entered"
    left = f", left {say(sla.exited)}" if sla.exited is not None else ""
    end = say(life.until)
    console.print(f"\n{entered}{left}; {life.roll_up.replace('_', ' ')} at {end}")


def _say(life: Life) -> Callable[[Instant], str]:
    return partial(said, life.zone, since=life.scenario.record.created_at)
