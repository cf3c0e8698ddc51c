"""CPU of a warm create and a warm fire, without the network: `python -m tests.bench.bench_verbs`.

The table is the one in memory, whose own work is part of the figures: they are upper bounds of ours.
"""

import time

from tests.support.town import Town

ROUNDS = 200


def main() -> None:
    """Print milliseconds of CPU, the median of many."""
    town = Town()
    creates, fires = [], []
    for turn in range(ROUNDS):
        began = time.thread_time()
        number = town.post(key=f"{turn}").number
        creates.append(time.thread_time() - began)
        due = town.alarm.made[-1].at
        town.clock.move_to(due)
        began = time.thread_time()
        report = town.wake(number, "schedule", due)
        fires.append(time.thread_time() - began)
        if not report.fired:
            raise RuntimeError("nothing was due")
    for name, costs in (("create", creates), ("fire with one mail", fires)):
        median = sorted(costs)[ROUNDS // 2] * 1e3
        print(f"{name:<20} {median:.2f} ms CPU")


if __name__ == "__main__":
    main()
