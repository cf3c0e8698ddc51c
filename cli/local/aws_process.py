"""`python -m cli.local.aws_process`: the local AWS, which ends when whoever started it ends.

It ends then as if asked to, and so writes its state.
"""

import os
import signal

from ministack.app import main  # type: ignore[import-untyped]  # comes without types

from cli.local.starter import when_starter_ends

if __name__ == "__main__":
    when_starter_ends(lambda: os.kill(os.getpid(), signal.SIGTERM))
    main()
