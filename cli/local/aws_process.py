"""`python -m cli.local.aws_process`: the local AWS, which ends when whoever started it ends.

Its standard input is a line to the starter. When that breaks, also because the starter was killed,
the local AWS ends as if asked to, and so writes its state.
"""

import os
import signal
import threading

from ministack.app import main  # type: ignore[import-untyped]  # comes without types


def _end_with_starter() -> None:
    while os.read(0, 1):  # not sys.stdin, whose lock a waiting thread would hold to the end
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_starter, daemon=True).start()
    main()
