"""Every operation of the API under generated requests, as each role: `make api-proof`."""

import logging
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from shared.telemetry import logger
from tests.api_proof.server import ROLES, served
from tests.support.town import Town

_HERE = Path(__file__).parent
_THEIRS = ("ann@northwind.example", "omar@northwind.example", "britta@northwind-wasser.example")
"""Whose cases the customer and the partner find in their lists."""


@click.command()
@click.option("--examples", default=200, show_default=True, help="Requests an operation and role.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same requests.")
@click.option("--role", "roles", multiple=True, type=click.Choice(sorted(ROLES)), help="Only this.")
@click.option("--only", default="", help="Only addresses that match this expression.")
def prove(examples: int, seed: int, roles: tuple[str, ...], only: str) -> None:
    """Run every check of the checker against the real handler over a deployment in memory."""
    logger.setLevel(logging.ERROR)
    wanted = roles or tuple(ROLES)
    if len(wanted) == 1:
        held = {wanted[0]: _holds(wanted[0], examples, seed, only)}
    else:
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as side_by_side:
            held = dict(
                side_by_side.map(lambda role: (role, _apart(role, examples, seed, only)), wanted)
            )
    failed = [role for role, holds in held.items() if not holds]
    sys.exit(f"The API breaks its description for: {', '.join(failed)}" if failed else 0)


def _apart(role: str, examples: int, seed: int, only: str) -> bool:
    """One role in a process of its own; its words come when it is through."""
    command = [
        *(sys.executable, "-m", "tests.api_proof", "--role", role, "--only", only),
        *("--examples", str(examples), "--seed", str(seed)),
    ]
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(done.stdout, flush=True)
    return done.returncode == 0


def _holds(role: str, examples: int, seed: int, only: str) -> bool:
    print(f"== as {role}", flush=True)
    town = Town("acme")
    for turn in range(3):
        town.post(key=f"before {turn}")
    for email in _THEIRS:
        town.post(email, key=f"of {email}")
    with served(town) as address:
        # one worker: Python 3.11 may lose count when two threads parse source at once
        command = [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file"),
            *(str(_HERE / "schemathesis.toml"), "run", f"{address}/openapi.json"),
            *("--url", address, "--header", f"Authorization: Bearer {role}"),
            *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
            *("--phases", "examples,coverage,fuzzing,stateful", "--workers", "1"),
            *("--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"),
            *(("--include-path-regex", only) if only else ()),
        ]
        return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    prove()
