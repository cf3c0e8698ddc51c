"""`python -m cli.local.packages`: install the CDK command into the checkout, as its lock file says."""

import subprocess
import sys
from pathlib import Path

from cli.local import toolchain
from cli.local.place import ROOT

_NPM = ("lib", "node_modules", "npm", "bin", "npm-cli.js")


def main() -> int:
    """Run `npm ci` with the Node that the CDK will run on."""
    command = [*_npm(), "ci", "--silent", "--no-audit", "--no-fund"]
    return subprocess.run(command, cwd=ROOT, env=toolchain.environment({}), check=False).returncode  # noqa: S603 - our own npm


def _npm() -> list[str]:
    folder = toolchain.node_folder()
    script = Path(folder.parent, *_NPM)
    return [str(folder / "node"), str(script)] if script.exists() else [str(folder / "npm")]


if __name__ == "__main__":
    sys.exit(main())
