"""Every operation of the API under generated requests, as each role: `make api-proof`."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from functions.api.description import DOCUMENT
from functions.api.permissions import NOBODY_IN_PARTICULAR, OPERATIONS, is_allowed
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
    allowed, refused = _operations(role, only)
    with served(town) as address:
        command = (
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file"),
            *(str(_HERE / "schemathesis.toml"), "run", f"{address}/openapi.json"),
            *("--url", address, "--header", f"Authorization: Bearer {role}"),
            *("--checks", "all", "--max-examples", str(examples), "--seed", str(seed)),
            *("--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure"),
            # one worker: Python 3.11 may lose count when two threads parse source at once
            *("--workers", "1", "--phases"),
        )
        # what is turned away at the desk has no state to go through, and is turned away alike
        # from roles that may do the same: the first of them proves it
        known = list(ROLES)[: list(ROLES).index(role)]
        alike = any(_operations(one, only)[1] == refused for one in known)
        runs = (
            (allowed, "examples,coverage,fuzzing,stateful"),
            ([] if alike else refused, "examples,fuzzing"),
        )
        held = [_run((*command, phases), those) for those, phases in runs if those]
        return all(held)


def _operations(role: str, only: str) -> tuple[list[str], list[str]]:
    """Ids of the operations that the role may and may not do."""
    described = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    groups = tuple(ROLES[role].strip("[]").split())
    found: tuple[list[str], list[str]] = ([], [])
    for operation, permission in OPERATIONS.items():
        method, path = operation.split(" ", 1)
        public = permission is NOBODY_IN_PARTICULAR
        if re.search(only, path):
            name = described[path][method.lower()]["operationId"]
            found[not (public or is_allowed(groups, permission))].append(name)
    return found


def _run(command: Sequence[str], operations: Iterable[str]) -> bool:
    chosen = [part for one in operations for part in ("--include-operation-id", one)]
    return subprocess.run([*command, *chosen], check=False).returncode == 0


if __name__ == "__main__":
    prove()
