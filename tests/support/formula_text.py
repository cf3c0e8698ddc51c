"""A formula's tree written as text again, every part in parentheses."""

from shared.domain.formula.signatures import SIGNS
from shared.domain.formula.tree import Node

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\t": "\\t"}


def text_of_tree(node: Node) -> str:
    """Text that reads as the same tree."""
    if node.kind == "value":
        return _literal(node)
    if node.kind == "field":
        return node.name
    parts = [text_of_tree(part) for part in node.parts]
    if node.name not in SIGNS:
        return f"{node.name}({', '.join(parts)})"
    if len(parts) == 1:
        return f"{node.name}({parts[0]})"
    return f" {node.name} ".join(f"({part})" for part in parts)


def _literal(node: Node) -> str:
    if node.what is None or isinstance(node.what, bool):
        return {None: "NULL", True: "TRUE", False: "FALSE"}[node.what]
    if isinstance(node.what, str):
        return "'" + "".join(_ESCAPES.get(mark, mark) for mark in node.what) + "'"
    return repr(node.what)
