"""What is said to people of a mail: why it counts as a machine's, and what of it was left out."""

from collections.abc import Iterable

_WHY = {
    "own": "it is our own, come back",
    "bounce": "it reports that a mail did not arrive",
    "auto_reply": "it answers by itself",
    "loop": "it has gone round in a circle",
    "notice": "a machine sent it unasked",
    "list": "it came through a mailing list",
}
_LEFT_OUT = {
    "addresses": "addresses beyond the first hundred",
    "attachments": "files beyond the first fifty",
    "depth": "what is nested too deep",
    "header": "headers beyond 64 KB",
    "html": "the layout and the end of a long page",
    "parts": "parts beyond the first two hundred",
    "size": "all but the first megabyte, and every file",
    "text": "the end of a long text",
}


def why_automatic(kind: str) -> str:
    """Say why a mail counts as a machine's."""
    return _WHY.get(kind, kind)


def told_left_out(names: Iterable[str]) -> str:
    """Say what of a mail was left out."""
    return ", ".join(_LEFT_OUT.get(name, name) for name in names)


def with_bounds(words: str, left_out: Iterable[str], most: int) -> str:
    """The words of a mail, cut at `most`, with what was left out of it said at their end."""
    names = sorted({*left_out, *(("text",) if len(words) > most else ())})
    if not names:
        return words
    mark = f"(Left out of this mail: {told_left_out(names)}. The original has it all.)"
    return f"{words[: most - len(mark) - 2]}\n\n{mark}".strip()
