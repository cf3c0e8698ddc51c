"""What travels to Lambda, and when it is made anew."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from infra.built_folder import keep_current
from infra.bundling import Build
from infra.byte_code import HOST, compile_for
from infra.stages import LOCAL, PROD, Stage
from tests.infra.synthesis import ROOT

UNCHECKED_HASH = 0b01
FAKE_UV = f"""#!{sys.executable}
import json, pathlib, sys
arguments = sys.argv[1:]
with pathlib.Path("uv-calls.jsonl").open("a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
if arguments[0] == "export":
    pathlib.Path(arguments[arguments.index("--output-file") + 1]).write_text("library==1\\n")
else:
    target = pathlib.Path(arguments[arguments.index("--target") + 1])
    (target / "bin").mkdir(parents=True)
    (target / "library-1.dist-info").mkdir()
    (target / "library.py").write_text("ANSWER = 42\\n")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a build reads, with a uv that needs no network."""
    files = {
        "functions/sweep/handler.py": "def lambda_handler(event, context): ...\n",
        "functions/__pycache__/stale.pyc": "stale",
        "shared/names.py": "NAME = 1\n",
        "web/web-to-case.html": "<form></form>\n",
        "docs/openapi.json": "{}\n",
        "docs/glossary.md": "words\n",
        "uv.lock": "library 1\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    shutil.copytree(ROOT / "infra", tmp_path / "infra")
    (tmp_path / "uv").write_text(FAKE_UV)
    (tmp_path / "uv").chmod(0o755)
    return tmp_path


def test_code_travels_with_its_pages_and_the_description_of_the_api(checkout: Path) -> None:
    _build(checkout, PROD)
    code = checkout / "build/prod/code"
    carried = {
        str(path.relative_to(code))
        for path in code.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert carried == {
        "functions/sweep/handler.py",
        "shared/names.py",
        "web/web-to-case.html",
        "docs/openapi.json",
    }


def test_libraries_lie_where_lambda_looks_for_them(checkout: Path) -> None:
    _build(checkout, PROD)
    layer = checkout / "build/prod/layer"
    assert (layer / "python/library.py").is_file()
    assert not (layer / "python/bin").exists()


def test_libraries_come_from_the_lock_with_their_hashes(checkout: Path) -> None:
    _build(checkout, PROD)
    export, install = _calls(checkout)
    assert {"--frozen", "--no-emit-project", "--no-default-groups"} <= set(export)
    assert {"--require-hashes", "--no-deps"} <= set(install)


def test_libraries_for_aws_are_made_for_its_machine(checkout: Path) -> None:
    _build(checkout, PROD)
    install = " ".join(_calls(checkout)[1])
    assert "--python-platform aarch64-manylinux_2_28 --python-version 3.13" in install


def test_libraries_for_this_machine_are_its_own(checkout: Path) -> None:
    _build(checkout, LOCAL)
    install = _calls(checkout)[1]
    assert "--python-platform" not in install
    assert install[install.index("--python") + 1] == sys.executable


def test_byte_code_is_trusted_without_a_look_at_its_source(checkout: Path) -> None:
    done = _build(checkout, LOCAL)
    compiled = [*(checkout / "build/local").rglob("*.pyc")]
    assert done["code"].endswith("with byte code")
    assert len(compiled) == 3
    assert {path.read_bytes()[4] for path in compiled} == {UNCHECKED_HASH}


def test_byte_code_names_the_machine_that_it_will_run_on(checkout: Path) -> None:
    _build(checkout, LOCAL)
    (compiled,) = (checkout / "build/local/code").rglob("handler.*.pyc")
    assert b"/var/task/functions/sweep/handler.py" in compiled.read_bytes()
    assert str(checkout).encode() not in compiled.read_bytes()


def test_missing_byte_code_is_said_plainly(checkout: Path) -> None:
    said = compile_for("3.99", checkout / "shared", mounted_at="/var/task")
    assert said == (f"without byte code: build with Python 3.99 to include it (this is {HOST})")
    assert not [*(checkout / "shared").rglob("*.pyc")]


def test_a_second_build_has_nothing_to_do(checkout: Path) -> None:
    _build(checkout, LOCAL)
    calls = _calls(checkout)
    assert _build(checkout, LOCAL) == {"code": "up to date", "layer": "up to date"}
    assert _calls(checkout) == calls


def test_changed_code_leaves_the_libraries_alone(checkout: Path) -> None:
    _build(checkout, LOCAL)
    (checkout / "shared/names.py").write_text("NAME = 2\n")
    done = _build(checkout, LOCAL)
    assert done["code"].startswith("4 files")
    assert done["layer"] == "up to date"


def test_code_that_was_deleted_does_not_travel(checkout: Path) -> None:
    _build(checkout, LOCAL)
    (checkout / "shared/names.py").unlink()
    _build(checkout, LOCAL)
    assert not (checkout / "build/local/code/shared").exists()


def test_a_changed_lock_makes_the_libraries_anew(checkout: Path) -> None:
    _build(checkout, LOCAL)
    (checkout / "uv.lock").write_text("library 2\n")
    done = _build(checkout, LOCAL)
    assert done == {"code": "up to date", "layer": "1 libraries, with byte code"}


def test_a_failed_build_leaves_what_was_there_and_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "layer"

    def work(fresh: Path) -> str:
        (fresh / "library.py").touch()
        return "made"

    def fail(fresh: Path) -> str:
        (fresh / "half.py").touch()
        raise RuntimeError("no network")

    assert keep_current(folder, "old", work) == "made"
    with pytest.raises(RuntimeError):
        keep_current(folder, "new", fail)
    assert [path.name for path in folder.iterdir()] == ["library.py"]
    assert keep_current(folder, "new", work) == "made"
    assert keep_current(folder, "new", fail) == "up to date"


def _build(checkout: Path, stage: Stage) -> dict[str, str]:
    return Build(stage, checkout, checkout / "uv").run()


def _calls(checkout: Path) -> list[list[str]]:
    return [json.loads(line) for line in (checkout / "uv-calls.jsonl").read_text().splitlines()]
