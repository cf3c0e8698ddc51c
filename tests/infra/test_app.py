"""What somebody hears who calls the app in the wrong way."""

from pathlib import Path

from tests.infra.synthesis import placeholder_assets, run_app


def test_an_unknown_stage_is_answered_with_those_that_exist(tmp_path: Path) -> None:
    done = run_app("stagng", placeholder_assets(tmp_path / "assets"), tmp_path / "out")
    assert done.returncode == 1
    assert _words(done.stderr) == "There is no stage 'stagng'; there are local, dev, prod."


def test_a_missing_build_is_answered_with_how_to_make_it(tmp_path: Path) -> None:
    done = run_app("dev", tmp_path / "dev", tmp_path / "out")
    assert done.returncode == 1
    assert _words(done.stderr).endswith(
        "Do so first: .venv/bin/python -m infra.bundling --stage dev"
    )


def _words(said: str) -> str:
    return said.strip().splitlines()[-1]
