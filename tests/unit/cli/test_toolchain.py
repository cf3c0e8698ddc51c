"""Long commands of the local stack: they end in time, and never outlive whoever started them."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from cli.local.lock import take
from cli.local.toolchain import run

_HOLDER = """
import sys, time
from pathlib import Path
from cli.local.lock import take
lock = take(Path(sys.argv[1]))
Path(sys.argv[1]).with_suffix(".held").touch()
time.sleep(60)
"""
_COMMAND = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {_HOLDER!r}, sys.argv[1]])
"""
_STARTER = f"""
import sys
from pathlib import Path
from cli.local.toolchain import run
command = [sys.executable, "-c", {_COMMAND!r}, sys.argv[1]]
run(command, {{}}, log=Path(sys.argv[1]).with_suffix(".log"), what="The test")
"""
"""A starter of a command of a child that holds a lock: whoever gets the lock knows that it ended."""


def test_a_command_that_fails_shows_the_end_of_what_it_said(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('said'); raise SystemExit(3)"]

    with pytest.raises(click.ClickException, match=r"The test failed(.|\n)*said"):
        run(command, {}, log=tmp_path / "log", what="The test")


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    lock = tmp_path / "one.lock"
    command = [sys.executable, "-c", _COMMAND, str(lock)]

    with pytest.raises(click.ClickException, match="longer than 5 s"):
        run(command, {}, log=tmp_path / "log", what="The test", longest=5)

    assert lock.with_suffix(".held").exists()
    assert comes_free(lock)


def test_a_command_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "one.lock"
    starter = subprocess.Popen([sys.executable, "-c", _STARTER, str(lock)])
    wait_for(lock.with_suffix(".held"))

    starter.send_signal(signal.SIGKILL)
    starter.wait()

    assert comes_free(lock)


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < deadline, "the command never started"
        time.sleep(0.05)


def comes_free(lock: Path) -> bool:
    deadline = time.monotonic() + 10
    while (held := take(lock)) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    if held is not None:
        held.close()
    return held is not None
