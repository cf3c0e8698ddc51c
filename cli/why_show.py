"""Why a target is what it is, on the terminal: what counted, what did not, and for what reason."""

from collections.abc import Iterator
from functools import partial

from rich.console import Console
from rich.markup import escape

from shared.business_time.duration import format_duration
from shared.domain.engine import Explanation
from shared.domain.life.axis import said
from shared.domain.life.story import BECAUSE
from shared.domain.reasons import reasons_in_words, word_of

_MOST = 24
_START = {
    "process": "the entry into the process",
    "criteria": "the instant its criteria came true",
    "recurrence": "the one before it",
}


def show_why(console: Console, name: str, why: Explanation | None) -> None:
    """Print one explanation; of many spans the first and the last are shown."""
    if why is None:
        console.print(f"\n[bold]{escape(name)}[/]: what it ran on is not at hand any more")
        return
    zone = why.zone
    console.print(
        f"\n[bold]{escape(name)}[/]: target {said(zone, why.target, since=why.start)} ({zone})"
    )
    version = f", revision {why.calendar_version}" if why.calendar_version else ""
    allowed = format_duration(why.allowed_seconds)
    between = reasons_in_words(why)
    for words in (
        f"{allowed} in {why.calendar}{version}, {BECAUSE[why.calendar_because]}",
        f"counted from {said(zone, why.start)}, {_START[why.start_because]}",
        f"by {why.process}, version {why.version}",
        f"in between: {between}" if between else "all of the time counted",
    ):
        console.print(f"  {escape(words)}")
    lines = list(_spans(why))
    shown = lines if len(lines) <= _MOST else lines[: _MOST - 4]
    for line in shown:
        console.print(line)
    if shown is not lines:
        console.print(f"    [dim]... {len(lines) - _MOST + 1} more ...[/]")
        for line in lines[-3:]:
            console.print(line)


def _spans(why: Explanation) -> Iterator[str]:
    counted = [(start, end, "") for start, end in why.counted]
    closed = [(s.start, s.end, word_of(s, why.zone)) for s in why.not_counted]
    say = partial(said, why.zone, since=why.start)
    for start, end, reason in sorted((*counted, *closed)):
        length = format_duration(end - start)
        words = f"{say(start)} to {say(end)}"
        if reason:
            yield f"    [dim]- {words}  {escape(reason)}[/]"
        else:
            yield f"    + {words}  {length}"
