"""Run a file of scenarios through the engine and say which agree."""

from collections.abc import Iterator, Mapping
from typing import Any

from cli.check import tally
from cli.days_off import of_scenario
from shared.domain.scenario import run_scenario


def check_scenarios(document: Mapping[str, Any]) -> tuple[list[str], int, int]:
    """Lines about every difference, then how many scenarios agree, and of how many."""
    return tally(document, "scenarios", _differences)


def _differences(scenario: Mapping[str, Any]) -> Iterator[str]:
    yield from _compare("", scenario["expect"], run_scenario(of_scenario(scenario)))


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
