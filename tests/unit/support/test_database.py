"""The suite on a real database runs where there is a Java, and says plainly where there is none."""

from pathlib import Path

import pytest

from tests.database.__main__ import main


def test_without_java_the_suite_on_a_real_database_is_skipped_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert main() == 0

    assert capsys.readouterr().out == (
        "Skipped: DynamoDB Local needs a Java development kit of version 17 or newer, "
        "which this machine does not have.\n"
    )
