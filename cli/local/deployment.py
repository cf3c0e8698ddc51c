"""Build, bootstrap and deploy onto the local AWS; nothing is done again that has not changed."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from cli.local import toolchain
from cli.local.place import ROOT, Place, read_json

Say = Callable[[str], None]

_SHAPES = (
    "infra/**/*.py",
    "shared/names.py",
    "cdk.json",
    "package-lock.json",
    "build/local/*.stamp",
)


def deploy(place: Place, say: Say) -> bool:
    """Bring the stacks up to the checkout; answers whether anything had to be deployed."""
    extra = place.environment()
    say("building code and libraries")
    toolchain.run(
        toolchain.python("-m", "infra.bundling", "--stage", "local"),
        extra,
        log=place.folder / "build.log",
        what="The build",
    )
    fingerprint = _fingerprint()
    if place.recall("deployed") == fingerprint and place.outputs():
        _write_outputs(place, dict(place.outputs()))
        return False
    common = ("-c", "stage=local", "--output", str(place.folder / "cdk.out"))
    if place.recall("bootstrapped") is None:
        say("bootstrapping the account")
        toolchain.run(
            toolchain.cdk("bootstrap", "aws://000000000000/us-east-1", *common),
            extra,
            log=place.folder / "deploy.log",
            what="The bootstrap",
        )
        place.remember("bootstrapped", value=True)
    say("deploying the stacks")
    found = place.folder / "stack-outputs.json"
    toolchain.run(
        toolchain.cdk(
            "deploy",
            "--all",
            "--require-approval",
            "never",
            # the local AWS knows no change sets of a stack that it has already
            "--method",
            "direct",
            "--outputs-file",
            str(found),
            *common,
        ),
        extra,
        log=place.folder / "deploy.log",
        what="The deploy",
    )
    _write_outputs(place, dict(_flat(found)))
    place.remember("deployed", fingerprint)
    return True


def _flat(path: Path) -> Iterator[tuple[str, str]]:
    for outputs in read_json(path).values():
        for name, value in outputs.items():
            if not name.startswith("ExportsOutput"):
                yield name, value


def _write_outputs(place: Place, outputs: dict[str, str]) -> None:
    """Addresses by path and IP: a name below localhost does not resolve on every machine."""
    api = outputs["ApiUrl"].split("//", 1)[-1].split(".", 1)[0]
    if "_aws" not in outputs["ApiUrl"]:
        outputs["ApiId"] = api
    outputs["ApiUrl"] = f"{place.endpoint}/_aws/execute-api/{outputs['ApiId']}/$default"
    for name in ("WakeQueueUrl", "WakeDlqUrl"):
        queue = outputs[name].rsplit("/", 2)
        outputs[name] = f"{place.endpoint}/{queue[-2]}/{queue[-1]}"
    place.outputs_file.write_text(json.dumps({**outputs, **place.environment()}, indent=1))


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _SHAPES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
