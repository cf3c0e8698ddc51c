"""Where something stands in a formula, as people count."""


def place_in(text: str, at: int) -> str:
    """Column, and line if there are several; `at` counts from 1."""
    before = text[: at - 1]
    line = before.count("\n") + 1
    column = at - (before.rfind("\n") + 1)
    if "\n" not in text.strip("\n"):
        return f"column {column}"
    return f"line {line}, column {column}"


def place_of(text: str, line: int, column: int) -> int:
    """The place, counted from 1, of a line and a column."""
    return sum(len(one) for one in text.split("\n")[: line - 1]) + (line - 1) + column
