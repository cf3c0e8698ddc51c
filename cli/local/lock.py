"""A file that one process holds; the kernel lets go when that process ends, however it ends."""

import fcntl
import os
from pathlib import Path
from typing import IO


def take(path: Path) -> IO[str] | None:
    """Hold the file and write our process into it, or answer None if another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return None
    name_holder(held, os.getpid())
    return held


def name_holder(held: IO[str], process: int) -> None:
    """Say which process holds the file, for people who look."""
    held.truncate(0)
    held.write(str(process))
    held.flush()


def holder(path: Path) -> str:
    """The process that last held the file, as text; `unknown` if it says nothing."""
    try:
        return path.read_text(encoding="utf-8").strip() or "unknown"
    except OSError:
        return "unknown"
