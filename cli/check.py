"""What the conformance commands share: read one JSON file, print lines, end with the count."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from shared.errors import MilepostError

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
    """Print what did not agree, then `N of M <verb>`; exit code 0 only if all did, and any."""
    for line in lines:
        print(line)
    print(f"{agreed} of {total} {verb}")
    return 0 if agreed == total > 0 else 1


def tally(
    document: Mapping[str, Any],
    key: str,
    differences: Callable[[Mapping[str, Any]], Iterator[str]],
) -> tuple[list[str], int, int]:
    """Lines about every case below `key` that differs, then how many agree, and of how many.

    A document that is itself a case, having an `expect`, is the only one of its file.
    `differences` answers lines without the case's label; what it raises of ours becomes lines too.
    """
    cases = [document] if "expect" in document else document.get(key)
    if not isinstance(cases, list):
        return [f"the file has no list '{key}'"], 0, 0
    lines: list[str] = []
    agreed = 0
    for place, case in enumerate(cases):
        found = list(_labelled(case, f"{key}[{place}]", differences))
        agreed += not found
        lines += found
    return lines, agreed, len(cases)


def _labelled(
    case: object, label: str, differences: Callable[[Mapping[str, Any]], Iterator[str]]
) -> Iterator[str]:
    if not isinstance(case, Mapping):
        yield f"{label}: is not an object"
        return
    name = str(case.get("id", label))
    if not isinstance(case.get("expect"), Mapping):
        yield f"{name}: has no 'expect'"
        return
    try:
        yield from (f"{name}: {line}" for line in differences(case))
    except MilepostError as refused:
        yield f"{name}: {refused.message}"
        yield from (f"  {fault.pointer}: {fault.message}" for fault in refused.faults)
    except (ArithmeticError, ValueError, TypeError) as fault:
        yield f"{name}: {fault}"
