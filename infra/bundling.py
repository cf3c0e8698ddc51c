"""Make the code asset and the dependency layer of a stage, by uv, without a container engine.

What is up to date is left alone, and then no network is needed.
"""

import argparse
import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.built_folder import digest, keep_current
from infra.byte_code import HOST, RUNTIME, compile_for
from infra.stages import STAGES, Architecture, Stage, stage_named

ROOT = Path(__file__).resolve().parent.parent

_PACKAGES = ("functions", "shared", "web")
_DESCRIPTION = Path("docs", "openapi.json")
_RECIPES = ("bundling.py", "built_folder.py", "byte_code.py")
_PLATFORMS: dict[Architecture, str] = {
    "arm64": "aarch64-manylinux_2_28",
    "x86_64": "x86_64-manylinux_2_28",
}
_EXPORT = ("export", "--frozen", "--no-default-groups", "--no-emit-project", "--no-header")
_INSTALL = ("pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:")


@dataclass(frozen=True, slots=True)
class Build:
    """One build: of which stage, from which checkout, with which uv."""

    stage: Stage
    root: Path
    uv: Path

    def run(self) -> dict[str, str]:
        """Bring both folders up to date and answer what was done; one build at a time."""
        folder = self.root / "build" / self.stage.name
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / ".lock"):
            return {"code": self._code(folder / "code"), "layer": self._layer(folder / "layer")}

    def _code(self, folder: Path) -> str:
        sources = list(self._sources())

        def make(fresh: Path) -> str:
            for path in sources:
                target = fresh / path.relative_to(self.root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            compiled = compile_for(self._runtime, fresh, mounted_at="/var/task")
            return f"{len(sources)} files, {compiled}"

        return keep_current(folder, self._digest(*sources), make)

    def _layer(self, folder: Path) -> str:
        def make(fresh: Path) -> str:
            wanted = folder.with_name("requirements.txt")
            self._run_uv(*_EXPORT, "--output-file", str(wanted))
            libraries = fresh / "python"
            self._run_uv(*_INSTALL, *self._wheels, "--target", str(libraries), "-r", str(wanted))
            shutil.rmtree(libraries / "bin", ignore_errors=True)
            (libraries / ".lock").unlink(missing_ok=True)
            compiled = compile_for(self._runtime, fresh, mounted_at="/opt")
            return f"{len(list(libraries.glob('*.dist-info')))} libraries, {compiled}"

        return keep_current(folder, self._digest(self.root / "uv.lock"), make)

    def _sources(self) -> Iterator[Path]:
        for package in _PACKAGES:
            for path in sorted((self.root / package).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path
        if (self.root / _DESCRIPTION).is_file():
            yield self.root / _DESCRIPTION

    def _digest(self, *sources: Path) -> str:
        recipes = [self.root / "infra" / name for name in _RECIPES]
        return digest([*sources, *recipes], self.root, HOST, self._runtime, *self._wheels)

    @property
    def _runtime(self) -> str:
        return HOST if self.stage.host_wheels else RUNTIME

    @property
    def _wheels(self) -> tuple[str, ...]:
        """Which wheels to take: the host's, or those of the machine that functions run on."""
        host = ("--python", sys.executable)
        if self.stage.host_wheels:
            return host
        platform = _PLATFORMS[self.stage.architecture]
        return (*host, "--python-platform", platform, "--python-version", RUNTIME)

    def _run_uv(self, *arguments: str) -> None:
        command = [str(self.uv), *arguments, "--quiet"]
        subprocess.run(command, check=True, cwd=self.root)  # noqa: S603 - our own uv


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main(arguments: list[str] | None = None) -> None:
    """Build the assets of one stage and say what was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", required=True, choices=sorted(STAGES))
    given = parser.parse_args(arguments)
    uv = ROOT / ".tools" / "bin" / "uv"
    try:
        done = Build(stage_named(given.stage), ROOT, uv).run()
    except subprocess.CalledProcessError as failed:
        sys.exit(f"uv could not make the layer (exit code {failed.returncode}).")
    for name, said in done.items():
        print(f"{name}: {said}")


if __name__ == "__main__":
    main()
