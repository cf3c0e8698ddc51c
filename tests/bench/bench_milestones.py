"""CPU and bytes of a record with 200 milestones of 5 triggers: `python -m tests.bench.bench_milestones`."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.many_milestones import a_process, organisation
from tests.support.town import Town

COUNTS = (3, 34, 200)
LATE_SECONDS = 30 * 3_600


def main() -> None:
    """Print what opening, one punctual wake, and everything late at once cost, by size of process."""
    print(f"{'milestones':>10} {'open':>10} {'one wake':>10} {'all late':>10} {'file':>9}")
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            _measure(count, Town(organisation(Path(folder), a_process(count))))


def _measure(count: int, town: Town) -> None:
    opened = _cost(town.post)
    number = town.store.records.work(None).items[0].number
    size = len(json.dumps(town.store.dynamo.items[f"CASE#{number}", "FILE"]["body"]))
    due = town.alarm.waiting[0].at
    town.clock.move_to(due)
    wake = _cost(lambda: town.wake(number, "schedule", due))
    town.alarm.ring()
    town.clock.tick(LATE_SECONDS)
    town.sweep()
    late = _cost(lambda: _until_quiet(town))
    print(f"{count:>10} {opened:>7.1f} ms {wake:>7.1f} ms {late:>7.1f} ms {size:>7} B")


def _cost(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1e3


def _until_quiet(town: Town) -> None:
    while town.deliver():
        pass


if __name__ == "__main__":
    main()
