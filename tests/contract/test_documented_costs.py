"""What the table is asked costs what docs/data-model.md says, and nothing of it is a scan."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.support import deeds
from tests.support.deeds import Deed
from tests.support.door_policies import POLICIES
from tests.support.fakes.memory_store import MemoryStore
from tests.support.town import Town

DOCUMENT = Path(__file__).parents[2] / "docs" / "data-model.md"
Make: TypeAlias = Callable[[Town], Mapping[str, Deed]]

_MEASURED = re.compile(r"([\d.]+) RU, ([\d.]+) WU")
_ROW = re.compile(r"\| (.+?) \|.*\| (.+?) \|")
_CLOSE = 1.0


def documented() -> dict[str, tuple[float, float] | None]:
    """Pattern to what the last column says; None where nothing was measured."""
    text = DOCUMENT.read_text(encoding="utf-8")
    table = text.partition("## Access patterns")[2].partition("\n## ")[0]
    rows = (_ROW.fullmatch(line) for line in table.splitlines() if line.startswith("| "))
    told = {row[1]: _MEASURED.fullmatch(row[2]) for row in rows if row and row[1] != "what"}
    return {
        name: (float(found[1]), float(found[2])) if found else None for name, found in told.items()
    }


@cache
def makers() -> dict[str, Make]:
    """Pattern to what makes it ready."""
    return {name: make for make, example in deeds.ALL.items() for name in make(Town(example))}


def measured(name: str) -> tuple[float, float]:
    """Do it on a town of its own, and read the meter."""
    make = makers()[name]
    town = Town(deeds.ALL[make])
    deed = make(town)[name]
    dynamo = town.store.dynamo
    before = (dynamo.read, dynamo.written)
    deed()
    return dynamo.read - before[0], dynamo.written - before[1]


FIGURES = {name: figures for name, figures in documented().items() if figures is not None}


@pytest.mark.parametrize("name", FIGURES)
def test_an_access_pattern_costs_what_is_documented(name: str) -> None:
    found = measured(name)
    words = f"write into docs/data-model.md: {found[0]:g} RU, {found[1]:g} WU"
    assert found == pytest.approx(FIGURES[name], abs=_CLOSE), words


def test_every_figure_of_the_document_is_measured() -> None:
    assert FIGURES.keys() == makers().keys()


def test_the_table_of_tests_refuses_to_be_scanned() -> None:
    with pytest.raises(AssertionError, match="scan"):
        MemoryStore().dynamo.scan(TableName="any")


def test_no_door_is_allowed_to_scan() -> None:
    verbs = Counter(re.findall(r"\b(Scan|PartiQLSelect|Query)\b", POLICIES))
    assert verbs.keys() == {"Query"}
