import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from shared import telemetry
from tests.support.door_events import CalmContext


@pytest.fixture(autouse=True)
def no_metrics_left() -> Iterator[None]:
    telemetry.metrics.clear_metrics()
    yield
    telemetry.metrics.clear_metrics()


def test_a_mail_address_never_reaches_a_line() -> None:
    line = telemetry.line(
        {
            "message": "mail to ann@acme.example failed",
            "nested": {"to": ["Bob <bob.x+y@mail.acme.example>"]},
            "trace": 'File "x.py"\nValueError: käthe@bücher.example',
        }
    )
    assert "@" not in line
    assert json.loads(line)["message"] == "mail to [address] failed"


def published(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    lines = capsys.readouterr().out.splitlines()
    return [json.loads(line) for line in lines if '"_aws"' in line]


def test_metrics_of_a_call_are_sent_when_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    @telemetry.observed
    def door(event: dict[str, Any], context: Any) -> str:
        telemetry.case_opened()
        telemetry.action_fired(3)
        telemetry.action_fired(5)
        return "done"

    assert door({}, CalmContext()) == "done"
    (sent,) = published(capsys)
    assert sent["CaseOpened"] == [1.0]
    assert sent["ActionFired"] == [1.0, 1.0]
    assert sent["ActionLateness"] == [3.0, 5.0]
    assert sent["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Milepost"


def test_metrics_are_sent_even_when_a_call_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    @telemetry.observed
    def door(event: dict[str, Any], context: Any) -> None:
        telemetry.sweep_found(2, 120)
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        door({}, CalmContext())
    (sent,) = published(capsys)
    assert (sent["SweepFound"], sent["SweepOldest"]) == ([2.0], [120.0])


def test_a_call_without_metrics_sends_none_and_does_not_complain(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @telemetry.observed
    def door(event: dict[str, Any], context: Any) -> None:
        """Do nothing."""

    door({}, CalmContext())
    assert published(capsys) == []


def test_a_line_names_its_request(monkeypatch: pytest.MonkeyPatch) -> None:
    @telemetry.observed
    def door(event: dict[str, Any], context: Any) -> None:
        telemetry.logger.info("said")

    stream = io.StringIO()
    monkeypatch.setattr(telemetry.logger.handlers[0], "stream", stream)
    door({}, CalmContext())
    line = json.loads(stream.getvalue())
    assert (line["message"], line["function_request_id"]) == ("said", CalmContext().aws_request_id)
