"""Make the code asset and the dependency layer, by uv, without a container engine.

`python -m infra.bundling --stage local` writes build/local/{code,layer}; work that is up to date is
not done again.
"""

import argparse
import compileall
import hashlib
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

from infra.stages import Stage, stage_named

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "3.13"
_TARGET = ("--python-platform", "aarch64-manylinux_2_28", "--python-version", RUNTIME)
_PACKAGES = ("functions", "shared", "web")
_STAMP = ".stamp"


def main(arguments: list[str] | None = None) -> int:
    """Build the assets of one stage and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--uv", default=str(ROOT / ".tools" / "bin" / "uv"))
    given = parser.parse_args(arguments)
    stage = stage_named(given.stage)
    out = ROOT / "build" / stage.name
    print(f"code: {_code(out / 'code')}")
    print(f"layer: {_layer(out / 'layer', stage, given.uv)}")
    return 0


def _code(folder: Path) -> str:
    sources = [
        path
        for package in _PACKAGES
        for path in sorted((ROOT / package).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    document = ROOT / "docs" / "openapi.json"
    digest = _digest([*sources, *([document] if document.exists() else [])])
    if _is_stamped(folder, digest):
        return "up to date"
    shutil.rmtree(folder, ignore_errors=True)
    for path in sources:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    if document.exists():
        (folder / "docs").mkdir()
        shutil.copyfile(document, folder / "docs" / "openapi.json")
    compiled = _compile(folder)
    _stamp(folder, digest)
    return f"{len(sources)} files, {compiled}"


def _layer(folder: Path, stage: Stage, uv: str) -> str:
    digest = _digest([ROOT / "uv.lock", Path(__file__)]) + _interpreter(stage)
    if _is_stamped(folder, digest):
        return "up to date"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wanted = folder.parent / "requirements.txt"
    export = ("export", "--frozen", "--no-default-groups", "--no-emit-project", "--quiet")
    subprocess.run([uv, *export, "-o", str(wanted)], check=True, cwd=ROOT)  # noqa: S603 - our own uv
    target = () if stage.host_wheels else _TARGET
    install = ("pip", "install", "--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:")
    command = [
        uv,
        *install,
        *target,
        "--python",
        sys.executable,
        "--target",
        str(folder / "python"),
        "-r",
        str(wanted),
    ]
    subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603 - our own uv
    _strip(folder / "python")
    compiled = _compile(folder) if stage.host_wheels or _is_runtime() else _missing()
    _stamp(folder, digest)
    return compiled


def _compile(folder: Path) -> str:
    """Byte code that is trusted without looking at time stamps: the folder is read-only later."""
    if not folder.parent.name.startswith("local") and not _is_runtime():
        return _missing()
    compileall.compile_dir(
        folder, quiet=2, workers=2, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )
    return "byte code included"


def _missing() -> str:
    return f"byte code is missing: build with Python {RUNTIME} to include it"


def _is_runtime() -> bool:
    return f"{sys.version_info.major}.{sys.version_info.minor}" == RUNTIME


def _interpreter(stage: Stage) -> str:
    return f"-{sys.version_info.major}.{sys.version_info.minor}-{stage.host_wheels}"


def _strip(folder: Path) -> None:
    """Commands and type stubs are of no use in a function."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _is_stamped(folder: Path, digest: str) -> bool:
    stamp = folder.parent / f"{folder.name}{_STAMP}"
    return folder.is_dir() and stamp.is_file() and stamp.read_text() == digest


def _stamp(folder: Path, digest: str) -> None:
    (folder.parent / f"{folder.name}{_STAMP}").write_text(digest)


if __name__ == "__main__":
    raise SystemExit(main())
