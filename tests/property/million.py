"""A million answers against the minute oracle, in every IANA zone: `make oracle`."""

import sys
from random import Random

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from tests.property.oracle import Wrong, ask
from tests.property.wall_clock import ZONES

QUESTIONS = 1_000_000
A_WALK = 400
MINUTES = 3 * 1_440
MOST_SHOWN = 20


def main() -> int:
    """Ask, and answer how many zones, questions and wrong answers there were; 1 if any was wrong."""
    console, wrong, walk = Console(), list[Wrong](), 0
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("asking", total=QUESTIONS)
        while walk * A_WALK < QUESTIONS:
            zone = ZONES[walk % len(ZONES)]
            wrong += [one for one in ask(zone, A_WALK, MINUTES, Random(walk)) if one is not None]
            walk += 1
            progress.update(bar, advance=A_WALK, description=zone)
    for one in wrong[:MOST_SHOWN]:
        console.print(one.sentence(), markup=False, highlight=False)
    zones = min(walk, len(ZONES))
    print(f"{walk * A_WALK} answers of {walk} calendars in {zones} zones: {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
