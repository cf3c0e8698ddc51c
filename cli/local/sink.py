"""Where mail ends on this machine: an SMTP port on loopback that keeps every message as a file."""

import itertools
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from shared.names import EFFECT_HEADER

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]")
_LARGEST = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One message with the second in which it came."""

    at: int
    effect: str
    to: tuple[str, ...]
    subject: str
    path: Path

    def message(self) -> EmailMessage:
        """The whole message."""
        return _parsed(self.path.read_bytes())


class Sink:
    """Receives, keeps, and answers what came; `then` hears of each effect and its recipients."""

    def __init__(self, folder: Path, port: int, then: Callable[[str, Sequence[str]], None]) -> None:
        self._folder = folder
        self._then = then
        self._folder.mkdir(parents=True, exist_ok=True)
        self._count = itertools.count()
        self._lock = threading.Lock()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=port, data_size_limit=_LARGEST
        )

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message; the name says when it came and for which effect."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        effect = _NOT_IN_A_NAME.sub("_", str(_parsed(content).get(EFFECT_HEADER, "none")))
        with self._lock:
            name = f"{int(time.time())}-{next(self._count):05}-{effect}.eml"
        (self._folder / name).write_bytes(content)
        self._then(str(_parsed(content).get(EFFECT_HEADER, "")), envelope.rcpt_tos)
        return "250 kept"

    def mails(self) -> tuple[KeptMail, ...]:
        """Everything that came, oldest first, also before a restart."""
        return tuple(_kept(self._folder))


def _kept(folder: Path) -> Iterator[KeptMail]:
    for path in sorted(folder.glob("*.eml")):
        message = _parsed(path.read_bytes())
        yield KeptMail(
            at=int(path.name.split("-", 1)[0]),
            effect=str(message.get(EFFECT_HEADER, "")),
            to=tuple(part.strip() for part in str(message.get("To", "")).split(",")),
            subject=str(message.get("Subject", "")),
            path=path,
        )


def _parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes EmailMessages")
    return message
