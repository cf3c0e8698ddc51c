"""What the conformance commands share: read one JSON file, print lines, end with the count."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

LARGEST = 50_000_000


def read_case_file(path: Path) -> Mapping[str, Any]:
    """Read a file of conformance cases, or one case; says so if it is not JSON."""
    if path.stat().st_size > LARGEST:
        raise click.ClickException(f"{path} is larger than {LARGEST // 1_000_000} MB.")
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as fault:
        raise click.ClickException(f"{path} is not JSON: {fault}") from fault
    if not isinstance(document, dict):
        raise click.ClickException(f"{path} does not hold a JSON object.")
    return document


def report(lines: Sequence[str], agreed: int, total: int, verb: str) -> int:
    """Print what did not agree, then `N of M <verb>`; the exit code is 0 only if all did."""
    for line in lines:
        print(line)
    print(f"{agreed} of {total} {verb}")
    return 0 if agreed == total else 1
