"""A folder that is made of sources, remembers which, and is swapped in whole."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def digest(sources: Iterable[Path], root: Path, *circumstances: str) -> str:
    """What a folder is made from: the names and contents of files, and whatever else matters."""
    made_from = hashlib.sha256()
    for path in sources:
        content = path.read_bytes()
        made_from.update(f"{path.relative_to(root)} {len(content)}\n".encode())
        made_from.update(content)
    made_from.update("\n".join(circumstances).encode())
    return made_from.hexdigest()


def keep_current(folder: Path, made_from: str, make: Callable[[Path], str]) -> str:
    """Make the folder unless it is current, and answer what was done.

    It is made beside its place, so that nobody ever sees half of it; a failure leaves the old one.
    """
    stamp = folder.with_name(f"{folder.name}.stamp")
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == made_from:
        return "up to date"
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    done = make(fresh)
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    stamp.write_text(made_from)
    return done
