"""The command that everybody uses, run upon a local stack by the stack itself."""

import os
import subprocess

import click

from cli.local import toolchain
from cli.local.place import ROOT, Place

_LONGEST = 1_800
"""Seconds; the largest example takes two to five minutes on a machine that does other things too."""


def milepost(place: Place, *arguments: str, what: str) -> None:
    """Run it to its end; raises ClickException with all that it said if it fails."""
    done = subprocess.run(  # noqa: S603 - our own command line
        toolchain.python("-m", "cli", *arguments, "--stage", "local"),
        cwd=ROOT,
        env={**os.environ, "MILEPOST_LOCAL_OUTPUTS": str(place.outputs_file)},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONGEST,
    )
    if done.returncode:
        raise click.ClickException(f"{what}:\n{done.stdout}{done.stderr}")
