"""Messages that were never sent: examples bent and broken, each told again by its seed."""

import re
from collections.abc import Callable, Sequence
from random import Random

_CHARSETS = (
    b"utf-8",
    b"koi8-r",
    b"iso-2022-jp",
    b"utf-16",
    b"utf-7",
    b"gb2312",
    b"hz",
    b"x-y",
    b"",
)
_ENCODINGS = (b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"")
_TYPES = (
    b"text/html",
    b"text/plain",
    b"multipart/mixed; boundary=b",
    b"message/rfc822",
    b"a/b",
    b"",
)
_BITS = (
    *(
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"\x00",
        b"\xff\xfe",
        b"=?utf-8?b?",
        b"?=",
        b'"',
        b"<",
        b">",
        b"--",
    ),
    *(b"<div>" * 300, b"<table><tr><td>", b"&#x110000;", b"<!--", b"> ", b"(" * 200, b":" * 50),
    *(b"On x wrote:\n", b"From: a@b.example\nTo: c\nSubject: d\n", b"\x1b$B", b"\xcc\x81" * 50),
    *(b"Auto-Submitted: auto-replied\n", b"boundary=", b"charset=", b"\xe2\x80\xae", b"%00"),
)
_NAMED = re.compile(rb"(?i)(charset=)[^\s;]*|(Content-Transfer-Encoding: ).*|(Content-Type: ).*")
_LONGEST = 200_000


def mutant(seed: int, examples: Sequence[bytes]) -> bytes:
    """The message of a seed: one example, changed up to eight times."""
    random = Random(seed)
    raw = random.choice(examples)
    for _ in range(random.randint(1, 8)):
        raw = random.choice(_CHANGES)(raw, random, examples)[:_LONGEST]
    return raw


def _flip(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(raw or b"\n")
    for _turn in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    first, last = sorted(random.randrange(len(raw) + 1) for _turn in range(2))
    return raw[:first] + raw[last:] if random.random() < 0.5 else raw[first:last]


def _insert(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    place = random.randrange(len(raw) + 1)
    return raw[:place] + random.choice(_BITS) * random.choice((1, 1, 3, 40)) + raw[place:]


def _splice(raw: bytes, random: Random, examples: Sequence[bytes]) -> bytes:
    other = random.choice(examples)
    return raw[: random.randrange(len(raw) + 1)] + other[random.randrange(len(other)) :]


def _shuffle(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = raw.split(b"\n")
    random.shuffle(lines)
    return b"\n".join(lines)


def _repeat(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    lines = raw.split(b"\n")
    place = random.randrange(len(lines))
    return b"\n".join(
        [*lines[:place], *lines[place : place + 1] * random.choice((2, 50)), *lines[place:]]
    )


def _relabel(raw: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    def other(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return found[1] + random.choice(_CHARSETS)
        if found[2]:
            return found[2] + random.choice(_ENCODINGS)
        return found[3] + random.choice(_TYPES) if random.random() < 0.3 else found[0]

    return _NAMED.sub(other, raw)


_CHANGES: tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...] = (
    _flip,
    _cut,
    _insert,
    _insert,
    _splice,
    _shuffle,
    _repeat,
    _relabel,
)
