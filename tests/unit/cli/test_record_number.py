import click
import pytest
from click.testing import CliRunner

from cli.case import case
from cli.record_number import NUMBER


@pytest.mark.parametrize("written", ["3K7Q-9WZD-D", "3k7q9wzdd", " 3K7Q 9WZD D "])
def test_E8_a_number_is_understood_on_the_command_line_as_people_write_it(written: str) -> None:
    assert NUMBER.convert(written, None, None) == "3K7Q9WZDD"


def test_E8_a_number_with_a_slip_is_told_with_what_is_wrong() -> None:
    with pytest.raises(click.BadParameter, match="is no record number"):
        NUMBER.convert("3K7Q-9WZD-E", None, None)


@pytest.mark.parametrize("command", ["show", "export", "close", "stop", "resume", "complete"])
def test_E8_every_command_about_a_case_reads_its_number_so(command: str) -> None:
    told = CliRunner().invoke(case, [command, "3K7Q-9WZD-E"])
    assert told.exit_code == 2
    assert "is no record number" in told.output
