"""Text in composed form (NFC), in time that grows with its length, whoever wrote it."""

import unicodedata

_MOST_MARKS = 30
"""Marks upon one letter in any language, as the Stream-Safe Text Format of UAX #15 has it."""

_PIECE = 500


def composed(text: str) -> str:
    """Compose it; where more marks than any language has pile up, only as far as that stays cheap.

    The cost of composing grows with the square of a run of marks.
    """
    if text.isascii():
        return text
    if _longest_run(text) <= _MOST_MARKS:
        return unicodedata.normalize("NFC", text)
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return "".join(unicodedata.normalize("NFC", piece) for piece in pieces)


def _longest_run(text: str) -> int:
    longest = run = 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, run)
    return longest
