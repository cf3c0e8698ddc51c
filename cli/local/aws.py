"""The local AWS as a child process: started on loopback, stopped cleanly so that it keeps its state."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

import click

from cli.local.lock import holder, name_holder, take
from cli.local.place import ROOT, Place
from cli.local.state_port import move_state

_START_SECONDS = 60
_STOP_SECONDS = 60
_CLEAR_SECONDS = 5
_LOG_END = 2_000


class LocalAws:
    """One MiniStack of our own; it never touches a process that it did not start."""

    def __init__(self, place: Place, smtp_port: int) -> None:
        self._place = place
        self._smtp_port = smtp_port
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch = place.scratch

    def start(self) -> None:
        """Start it and wait until it answers; raises ClickException with the end of its log."""
        place = self._place
        with self._hold() as held:
            self._make_room()
            move_state(place.state, place.port)
            self._process = self._spawn(held)
            name_holder(held, self._process.pid)
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if not self.lives() or time.monotonic() > deadline:
                raise click.ClickException(f"The local AWS did not start. {self.log_end()}")
            time.sleep(0.2)

    def lives(self) -> bool:
        """Whether our process still runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to end, so that it writes its state; end it by force only if it does not listen."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _clear(self._scratch).join(_CLEAR_SECONDS)

    def log_end(self) -> str:
        """The last it said, for those who must find out why."""
        try:
            text = self._place.log.read_text(errors="replace")[-_LOG_END:]
        except OSError:
            text = "(nothing)"
        return f"The end of {self._place.log}:\n{text}"

    def _hold(self) -> IO[str]:
        """Take the lock that the process will hold; an earlier one may still be writing its state."""
        deadline = time.monotonic() + _STOP_SECONDS
        while True:
            held = take(self._place.aws_lock)
            if held is not None:
                return held
            if time.monotonic() > deadline:
                process = holder(self._place.aws_lock)
                raise click.ClickException(
                    f"A local AWS of an earlier start does not end (process {process})."
                )
            time.sleep(0.2)

    def _make_room(self) -> None:
        place = self._place
        place.state.mkdir(parents=True, exist_ok=True)
        for left in place.scratch.glob("*"):
            _clear(left)
        place.scratch.mkdir(exist_ok=True)
        self._scratch = Path(mkdtemp(dir=place.scratch))
        if place.log.exists():
            place.log.replace(place.log.with_suffix(".log.before"))

    def _spawn(self, held: IO[str]) -> subprocess.Popen[bytes]:
        with self._place.log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "cli.local.aws_process"],
                env={**os.environ, **self._environment()},
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[held.fileno()],
                start_new_session=True,
            )

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(  # noqa: S310 - a loopback address
                f"{self._place.endpoint}/_ministack/health", timeout=2
            ) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 - OK
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        place = self._place
        return {
            **place.environment(),
            "GATEWAY_PORT": str(place.port),
            "EDGE_PORT": str(place.port),
            "BIND_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "S3_PERSIST": "1",
            "STATE_DIR": str(place.state),
            "S3_DATA_DIR": str(place.buckets),
            "SMTP_HOST": f"127.0.0.1:{self._smtp_port}",
            "TMPDIR": str(self._scratch),
            "LOG_LEVEL": "INFO",
        }


def _clear(folder: Path) -> threading.Thread:
    """Remove many files beside other work; what is left when we end goes at the next start."""
    clearing = threading.Thread(target=shutil.rmtree, args=(folder, True), daemon=True)
    clearing.start()
    return clearing
