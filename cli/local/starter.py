"""What a process does when whoever started it ends, also when the starter was killed.

Its standard input is a line to the starter, which breaks then. A command that knows nothing of
this runs on a leash: `python -m cli.local.starter COMMAND...` ends with it all that it started.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable


def when_starter_ends(deed: Callable[[], None]) -> None:
    """Do it then, from a thread of its own."""
    threading.Thread(target=_wait, args=(deed,), daemon=True).start()


def _wait(deed: Callable[[], None]) -> None:
    while os.read(0, 1):  # not sys.stdin, whose lock a waiting thread would hold to the end
        pass
    deed()


def _end_group() -> None:
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    when_starter_ends(_end_group)
    sys.exit(subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL))  # noqa: S603 - the starter's command
