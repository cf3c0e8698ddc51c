"""Documents of the directory written side by side, none before what it names."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from shared.domain.applied import Applied
from shared.domain.organisation_entry import Entry

Put = Callable[[Entry], Applied]


def put_entries(
    entries: Sequence[Entry], ranks: Sequence[object], put: Put, lanes: int
) -> Iterator[Applied]:
    """Put every entry, `lanes` of one rank at a time; answers in their order.

    What fails ends it: of its rank some may be done that stand behind it.
    """
    if lanes == 1:
        yield from map(put, entries)
        return
    with ThreadPoolExecutor(max_workers=lanes, thread_name_prefix="put") as pool:
        for _, rank in groupby(zip(ranks, entries, strict=True), key=lambda pair: pair[0]):
            waiting = [pool.submit(put, entry) for _, entry in rank]
            try:
                yield from (future.result() for future in waiting)
            finally:
                for future in waiting:
                    future.cancel()
