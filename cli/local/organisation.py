"""Load an organisation into the local stack by the command that everybody uses."""

import hashlib
import os
import subprocess
from pathlib import Path

import click

from cli.local import toolchain
from cli.local.memory import Memory
from cli.local.place import ROOT, Place

_LONGEST = 300


def apply(place: Place, folder: Path, deployed: str) -> None:
    """Apply the folder, unless this deployment has loaded just this already."""
    digest = digest_of(folder, deployed)
    memory = Memory(place)
    if memory.recall("applied") == digest:
        return
    done = subprocess.run(  # noqa: S603 - our own command line
        toolchain.python("-m", "cli", "apply", str(folder), "--stage", "local"),
        cwd=ROOT,
        env={**os.environ, "MILEPOST_LOCAL_OUTPUTS": str(place.outputs_file)},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    if done.returncode:
        raise click.ClickException(
            f"The organisation could not be loaded:\n{done.stdout}{done.stderr}"
        )
    memory.remember("applied", digest)


def digest_of(folder: Path, deployed: str) -> str:
    """A digest of an organisation's files, and of what reads them."""
    digest = hashlib.sha256(deployed.encode())
    for path in sorted(folder.rglob("*.y*ml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
