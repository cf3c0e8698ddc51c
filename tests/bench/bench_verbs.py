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
        print(f"{name:<32} {median:.2f} ms CPU")
    print(f"{'create among 1,000 entitlements':<32} {among_a_thousand():.2f} ms CPU")


def among_a_thousand() -> float:
    """Milliseconds of a create for an account with a thousand entitlements, the median of twenty."""
    town = Town()
    for place in range(1_000):
        town.store.directory.put(
            "entitlement",
            f"plant-{place:04}",
            {"account": "smoke-ltd", "name": f"Support for plant {place}", "process": "Smoke"},
            who="bench",
            at=town.clock.now(),
        )
    spent = []
    for turn in range(20):
        began = time.thread_time()
        town.post(key=f"{turn}")
        spent.append(time.thread_time() - began)
    return sorted(spent)[10] * 1e3


if __name__ == "__main__":
    main()
