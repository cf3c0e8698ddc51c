"""Record numbers: short enough for the phone, and no slip of the tongue makes another one (E8)."""

from shared.errors import Fault, Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no I, L, O or U."""

RANDOM_BITS = 40
LENGTH = 9

_SYMBOL_BITS = 5
_GROUP = 4
_OVERFLOW = 1 << _SYMBOL_BITS
_REDUCE = 0b100101  # x^5 + x^2 + 1: with it, doubling runs through all 31 symbols but 0
_HEARD = {"O": "0", "I": "1", "L": "1"}
_DROPPED = frozenset("-\u2010\u2011\u2012\u2013\u2014\u00ad\u200b")


def number_from(random_bits: int) -> str:
    """Make the number of the lowest 40 bits: eight characters and the check character."""
    mask = (1 << _SYMBOL_BITS) - 1
    symbols = [
        (random_bits >> shift) & mask
        for shift in range(RANDOM_BITS - _SYMBOL_BITS, -1, -_SYMBOL_BITS)
    ]
    return "".join(ALPHABET[symbol] for symbol in [*symbols, _doubled(_weighed(symbols))])


def is_number(text: str) -> bool:
    """Whether `text` is a number in its one spelling: upper case, no hyphens, right check character."""
    return (
        len(text) == LENGTH
        and all(mark in ALPHABET for mark in text)
        and _weighed([ALPHABET.index(mark) for mark in text]) == 0
    )


def normalise(text: str) -> str:
    """Bring what a person wrote or heard into the one spelling; raises Refused if it can't be one.

    >>> normalise(" 3k7q-9wzd-d ")
    '3K7Q9WZDD'
    """
    bare = (mark for mark in text if not mark.isspace() and mark not in _DROPPED)
    number = "".join(
        _HEARD.get(mark.upper(), mark.upper()) if mark.isascii() else mark for mark in bare
    )
    if is_number(number):
        return number
    raise Refused(
        f"'{text[:40]}' is no record number.",
        faults=(Fault("/number", _wrong_with(number), "number"),),
    )


def display(number: str) -> str:
    """Group a number for reading aloud.

    >>> display("3K7Q9WZDD")
    '3K7Q-9WZD-D'
    """
    return "-".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))


def _wrong_with(number: str) -> str:
    if len(number) != LENGTH:
        return f"a number has {LENGTH} characters, not {len(number)}"
    strange = sorted({mark for mark in number if mark not in ALPHABET})
    if strange:
        return f"a number has no {', '.join(strange)} in it"
    return "one of the characters is wrong, or two have changed places"


def _weighed(symbols: list[int]) -> int:
    """Horner's rule in the field of 32 elements, so that each place has a weight of its own."""
    total = 0
    for symbol in symbols:
        total = _doubled(total) ^ symbol
    return total


def _doubled(symbol: int) -> int:
    twice = symbol << 1
    return twice ^ _REDUCE if twice & _OVERFLOW else twice
