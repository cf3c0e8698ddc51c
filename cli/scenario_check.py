"""Run a file of scenarios through the engine and say which agree."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.domain.scenario import run_scenario
from shared.errors import MilepostError


def check_scenarios(document: Mapping[str, Any]) -> tuple[list[str], int, int]:
    """Lines about every difference, then how many scenarios agree, and of how many."""
    scenarios = document.get("scenarios")
    if not isinstance(scenarios, list):
        return ["the file has no list 'scenarios'"], 0, 0
    lines: list[str] = []
    agreed = 0
    for place, scenario in enumerate(scenarios):
        found = list(_differences(scenario, place))
        agreed += not found
        lines += found
    return lines, agreed, len(scenarios)


def _differences(scenario: object, place: int) -> Iterator[str]:
    label = f"scenarios[{place}]"
    if not isinstance(scenario, Mapping):
        yield f"{label}: is not an object"
        return
    label = str(scenario.get("id", label))
    expected = scenario.get("expect")
    if not isinstance(expected, Mapping):
        yield f"{label}: has no 'expect'"
        return
    try:
        outcome = run_scenario(scenario)
    except MilepostError as refused:
        yield f"{label}: {refused.message}"
        yield from (f"  {fault.pointer}: {fault.message}" for fault in refused.faults)
    except (ArithmeticError, ValueError, TypeError) as fault:
        yield f"{label}: {fault}"
    else:
        yield from (f"{label}: {line}" for line in _compare("", expected, outcome))


def _compare(path: str, expected: object, found: object) -> Iterator[str]:
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key in sorted({*expected, *found}):
            inner = f"{path}.{key}" if path else str(key)
            yield from _compare(inner, expected.get(key), found.get(key))
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{path} has {len(found)} rows, expected {len(expected)}"
        for place, (wanted, got) in enumerate(zip(expected, found, strict=False)):
            yield from _compare(f"{path}[{place}]", wanted, got)
    elif expected != found:
        yield f"{path} is {found}, expected {expected}"
