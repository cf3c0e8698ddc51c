"""Build, bootstrap and deploy onto the local AWS; nothing is done again that has not changed."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.local import toolchain
from cli.local.browsers import admit_browsers
from cli.local.clients import client
from cli.local.memory import Memory
from cli.local.place import ROOT, Place
from cli.local.steps import Steps
from cli.stage import CALLS_PORT

_SHAPES = (
    "infra/**/*.py",
    "shared/names.py",
    "cdk.json",
    "package-lock.json",
    "build/local/*.stamp",
)
_OURS = "Milepost-local-"
_DEPLOY = (
    *("deploy", "--all", "--require-approval", "never"),
    # the local AWS knows no change sets of a stack that it has already
    *("--method", "direct"),
)


def deploy(place: Place, steps: Steps, calls_port: int) -> str:
    """Bring the stacks up to the checkout; answers the fingerprint of what stands now.

    `calls_port` is written down with the outputs.
    """
    with steps.step("building code and libraries"):
        _command(place, "build", toolchain.python("-m", "infra.bundling", "--stage", "local"))
    memory = Memory(place)
    fingerprint = fingerprint_of(ROOT)
    if memory.recall("deployed") != fingerprint:
        common = ("-c", "stage=local", "--output", str(place.folder / "cdk.out"))
        if "CDKToolkit" not in _stacks(place):
            with steps.step("bootstrapping the local account"):
                account = "aws://000000000000/us-east-1"
                _command(place, "bootstrap", toolchain.cdk("bootstrap", account, *common))
        memory.remember("deployed", "in part")
        with steps.step("deploying the stacks"):
            _command(place, "deploy", toolchain.cdk(*_DEPLOY, *common))
        memory.remember("deployed", fingerprint)
    _write_outputs(place, calls_port)
    admit_browsers(place)
    return fingerprint


def fingerprint_of(root: Path) -> str:
    """A digest of everything that the templates and the functions are made of."""
    digest = hashlib.sha256()
    for pattern in _SHAPES:
        for path in sorted(root.glob(pattern)):
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _command(place: Place, name: str, command: list[str]) -> None:
    log = place.folder / f"{name}.log"
    toolchain.run(command, place.environment(), log=log, what=f"The {name}")


def _stacks(place: Place) -> dict[str, Any]:
    found = client(place, "cloudformation").describe_stacks()["Stacks"]
    return {stack["StackName"]: stack for stack in found}


def _write_outputs(place: Place, calls_port: int) -> None:
    """Write down where everything is; by path and IP, since not every machine resolves more."""
    outputs = dict(_flat(_stacks(place)))
    api = outputs["ApiUrl"].split("//", 1)[-1].split(".", 1)[0]
    outputs[CALLS_PORT] = str(calls_port)
    outputs["ApiUrl"] = f"{place.endpoint}/_aws/execute-api/{api}"
    for name in ("WakeQueueUrl", "WakeDlqUrl", "MailQueueUrl", "DeliveryQueueUrl"):
        account, queue = outputs[name].rsplit("/", 2)[1:]
        outputs[name] = f"{place.endpoint}/{account}/{queue}"
    place.outputs_file.write_text(json.dumps({**outputs, **place.environment()}, indent=1))


def _flat(stacks: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, stack in stacks.items():
        for output in stack.get("Outputs", []) if name.startswith(_OURS) else []:
            yield output["OutputKey"], output["OutputValue"]
