"""The addresses behind a name, asked for once, within a time that the resolver may not exceed."""

import socket
import threading
from collections.abc import Callable, Sequence
from typing import TypeAlias

from shared.errors import Unavailable

Resolver: TypeAlias = Callable[[str, int], Sequence[str]]
"""Host and port to every address, as the machine's own resolver answers; raises OSError."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the machine's resolver; addresses in its order, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(where[0]) for *_, where in found))


def resolve(resolver: Resolver, host: str, port: int, seconds: float) -> tuple[str, ...]:
    """All addresses of a host; raises Unavailable if there are none, or none in time."""
    answers: list[tuple[str, ...]] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            answers.append(tuple(resolver(host, port)))
        except (OSError, UnicodeError) as error:
            failures.append(error if isinstance(error, OSError) else OSError(str(error)))

    # the system's resolver knows no time limit: one that hangs is left behind
    asking = threading.Thread(target=ask, daemon=True, name="resolve")
    asking.start()
    asking.join(seconds)
    if failures:
        raise Unavailable(f"the name '{host}' cannot be resolved") from failures[0]
    if not answers:
        raise Unavailable(f"the name '{host}' was not resolved in time")
    if not answers[0]:
        raise Unavailable(f"the name '{host}' has no address")
    return answers[0]
