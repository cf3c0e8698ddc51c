"""An instant at which a connection is torn down, however slowly the other side drips."""

import os
import socket
import threading
from types import TracebackType
from typing import Self

from shared.adapters.system import SystemClock
from shared.errors import Unavailable

_CLOCK = SystemClock()


class Deadline:
    """Counts from its making; while it is entered, guarded sockets are shut when it passes."""

    def __init__(self, seconds: float) -> None:
        self._ends = _CLOCK.elapsed() + seconds
        self._seconds = seconds
        self._watched: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        for watched in self._watched:
            watched.close()

    @property
    def passed(self) -> bool:
        """Whether nothing more may be waited for."""
        return _CLOCK.elapsed() >= self._ends

    def left(self) -> float:
        """Seconds that are left; raises Unavailable if there are none."""
        left = self._ends - _CLOCK.elapsed()
        if left <= 0:
            raise Unavailable(f"no answer within {self._seconds:g} s")
        return left

    def guard(self, connection: socket.socket) -> None:
        """Shut this connection when the time is up, also after TLS has taken it over."""
        # a duplicate outlives the wrapping, which detaches the socket that it is given
        self._watched.append(socket.socket(fileno=os.dup(connection.fileno())))

    def _shut(self) -> None:
        for watched in self._watched:
            try:
                watched.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
