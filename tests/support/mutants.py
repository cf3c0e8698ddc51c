"""What became of the mutants of the last `make mutation`: counts per package, then every survivor."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MUTANTS = Path(__file__).parents[2] / "mutants"
PACKAGES = ("shared/business_time", "shared/domain/engine")
_KILLED = frozenset({1, 3})
_SURVIVED, _TIMED_OUT, _NOT_RUN = 0, -24, 33


def counts(package: str) -> Counter[str]:
    """How many mutants met which end; one that hangs is noticed, one that nothing runs is not."""
    found: Counter[str] = Counter()
    for _, code in _of(package):
        found[_fate(code)] += 1
    return found


def survivors(package: str) -> list[str]:
    """Names of mutants that no test noticed."""
    return sorted(name for name, code in _of(package) if _fate(code) in ("survived", "no test"))


def _of(package: str) -> Iterator[tuple[str, int | None]]:
    for file in sorted((MUTANTS / package).glob("*.meta")):
        yield from json.loads(file.read_text("utf-8"))["exit_code_by_key"].items()


def _fate(code: int | None) -> str:
    if code is None:
        return "not tried"
    if code in _KILLED:
        return "killed"
    names = {_SURVIVED: "survived", _TIMED_OUT: "timed out", _NOT_RUN: "no test"}
    return names.get(code, f"ended with {code}")


def main() -> None:
    """Print the table, and the survivors by name: `mutmut show NAME` shows one."""
    for package in PACKAGES:
        found = counts(package)
        tried = found.total() - found["not tried"]
        noticed = found["killed"] + found["timed out"]
        share = f"{100 * noticed / tried:.1f} %" if tried else "-"
        print(f"{package}: {share} of {tried} mutants killed; {dict(sorted(found.items()))}")
    for package in PACKAGES:
        for name in survivors(package):
            print(name)


if __name__ == "__main__":
    main()
