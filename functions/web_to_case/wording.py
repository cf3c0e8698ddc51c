"""Text from strangers: what is harmless is tidied, what is not is seen."""

import unicodedata

from shared.domain.composed import composed

_LINE_ENDS = "\n\t"


def tidy(text: str) -> str:
    """Strip white space around it, bring it into composed form, make line ends one character."""
    return composed(text.replace("\r\n", "\n").replace("\r", "\n").strip())


def has_control(text: str, *, lines: bool) -> bool:
    """Whether control characters, separators or broken code points are in it (`lines` may be)."""
    return any(_is_control(mark, lines=lines) for mark in text)


def without_control(text: str) -> str:
    """Replace every such character by a space."""
    return "".join(" " if _is_control(mark, lines=True) else mark for mark in text)


def _is_control(mark: str, *, lines: bool) -> bool:
    if lines and mark in _LINE_ENDS:
        return False
    return unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"}
