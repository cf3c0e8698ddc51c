"""What makes business_time a library of its own: its floor, its types, its examples."""

import ast
import inspect
import sys
from importlib.resources import files
from pathlib import Path

from shared import business_time

HOUSE = Path(inspect.getfile(business_time)).parent


def test_it_stands_on_the_standard_library_alone() -> None:
    foreign = {
        (file.name, name)
        for file in HOUSE.glob("*.py")
        for name in imported(ast.parse(file.read_text(encoding="utf-8")))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("shared.business_time")
    }
    assert foreign == set()


def test_it_says_that_it_is_typed() -> None:
    assert files(business_time).joinpath("py.typed").is_file()


def test_every_public_function_shows_an_example() -> None:
    functions = [
        value
        for name in business_time.__all__
        if inspect.isroutine(value := getattr(business_time, name))
    ]
    assert len(functions) > 8
    assert [one.__name__ for one in functions if ">>>" not in (inspect.getdoc(one) or "")] == []


def imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found
