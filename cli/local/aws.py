"""The local AWS as a child process: started on loopback, stopped cleanly so that it keeps its state."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import click

from cli.local.place import Place

_START_SECONDS = 60
_STOP_SECONDS = 30


class LocalAws:
    """One MiniStack of our own; it never touches a process that it did not start."""

    def __init__(self, place: Place, smtp_port: int) -> None:
        self._place = place
        self._smtp_port = smtp_port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; raises ClickException with the end of its log."""
        place = self._place
        place.state.mkdir(parents=True, exist_ok=True)
        with place.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own installed command
                [str(Path(sys.executable).with_name("ministack"))],
                env={**os.environ, **self._environment()},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        place.pid_file.write_text(str(self._process.pid))
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise click.ClickException(
                    f"The local AWS did not start. The end of its log:\n{self._log_end()}"
                )
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            with urllib.request.urlopen(  # noqa: S310 - a loopback address
                f"{self._place.endpoint}/_ministack/health", timeout=2
            ) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Ask it to end, so that it writes its state; end it only if it does not listen."""
        process = self._process
        if process is None or process.poll() is not None:
            self._place.pid_file.unlink(missing_ok=True)
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=_STOP_SECONDS)
        self._place.pid_file.unlink(missing_ok=True)

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
            "S3_DATA_DIR": str(place.folder / "s3"),
            "SMTP_HOST": f"127.0.0.1:{self._smtp_port}",
            "LOG_LEVEL": "INFO",
        }

    def _log_end(self) -> str:
        try:
            return self._place.log.read_text(errors="replace")[-2_000:]
        except OSError:
            return "(no log)"


def take_over(place: Place) -> None:
    """Make the place ours: refuse while its owner lives, end a local AWS that an owner left behind.

    Raises ClickException when another `run` of this place is at work.
    """
    owner = _alive(place.owner_file, b"cli")
    if owner is not None:
        raise click.ClickException(
            f"A local stack is already running here (process {owner}). Use it, or stop it first."
        )
    left_behind = _alive(place.pid_file, b"ministack")
    if left_behind is not None:
        _end(left_behind)
    place.pid_file.unlink(missing_ok=True)
    place.owner_file.write_text(str(os.getpid()))


def _end(pid: int) -> None:
    """Let it write its state; it was started by this place, as its pid file says."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_SECONDS
    while Path(f"/proc/{pid}").exists():
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.2)


def _alive(pid_file: Path, word: bytes) -> int | None:
    """The process that a pid file names, if it still runs and is what it should be."""
    try:
        pid = int(pid_file.read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if word in command else None
