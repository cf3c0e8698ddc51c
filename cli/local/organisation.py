"""Load an organisation into the local stack by the command that everybody uses."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.local.memory import Memory
from cli.local.milepost import milepost
from cli.local.place import Place
from cli.local.receiver import USUAL_PORT

_FILES = "*.y*ml"


def apply(place: Place, folder: Path, deployed: str, calls_port: int) -> None:
    """Apply the folder, unless this deployment has loaded just this already.

    Call targets that name the usual port of this machine's receiver go to where it listens.
    """
    digest = digest_of(folder, f"{deployed} {calls_port}")
    memory = Memory(place)
    if memory.recall("applied") == digest:
        return
    with _with_port(folder, calls_port) as ours:
        milepost(
            place, "apply", "--overwrite", str(ours), what="The organisation could not be loaded"
        )
    memory.remember("applied", digest)


def digest_of(folder: Path, deployed: str) -> str:
    """A digest of an organisation's files, and of what reads them."""
    digest = hashlib.sha256(deployed.encode())
    for path in sorted(folder.rglob(_FILES)):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _with_port(folder: Path, port: int) -> Iterator[Path]:
    if port == USUAL_PORT:
        yield folder
        return
    with TemporaryDirectory(prefix="milepost-organisation-") as own:
        ours = Path(shutil.copytree(folder, Path(own) / folder.name))
        for path in ours.rglob(_FILES):
            text = path.read_text(encoding="utf-8")
            moved = text.replace(f"//127.0.0.1:{USUAL_PORT}/", f"//127.0.0.1:{port}/")
            path.write_text(moved, encoding="utf-8")
        yield ours
