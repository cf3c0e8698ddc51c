"""The door to the world outside, with real messages, real sockets and real certificates."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from functions.call_out.answer import ENOUGH_MILLISECONDS, answer_calls
from shared import telemetry
from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import HttpsOutgoing
from shared.domain.call import Call, CallReport, write_call
from shared.errors import Misconfigured
from shared.names import NEEDS, Door
from shared.ports import Posted
from shared.settings import Settings, read
from shared.wiring import egress_of
from shared.workflows.call_world import CallWorld
from tests.support.door_events import CalmContext, sqs_event
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_outgoing import MemoryOutgoing
from tests.support.fakes.memory_queue import MemoryQueue
from tests.support.fakes.memory_secrets import MemorySecrets
from tests.support.receiver import HOST, Answer, Received, Receiver, receiver, said
from tests.support.records import NINE

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BEFORE = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "webhooks.md"


@pytest.fixture(autouse=True)
def no_metrics_left() -> Any:
    telemetry.metrics.clear_metrics()
    yield
    telemetry.metrics.clear_metrics()


class Booth:
    """The door, with what is around it in memory and the world outside as a test wants it."""

    def __init__(self, outgoing: Any) -> None:
        self.clock = HandClock(int(time.time()))
        self.queue = MemoryQueue(self.clock)
        self.secrets = MemorySecrets(pager=(SECRET, BEFORE), room=("T00/B00/hidden",))
        self.world = CallWorld(outgoing, self.secrets, self.queue, self.clock)

    def answer(self, *bodies: str, milliseconds: int = 20_000) -> list[str]:
        """What comes back."""
        context = CalmContext(milliseconds)
        answered = answer_calls(
            sqs_event(*bodies), self.world, context.get_remaining_time_in_millis
        )
        return [failed["itemIdentifier"] for failed in answered["batchItemFailures"]]

    def reports(self) -> list[CallReport]:
        assert {(sent.source, sent.due_at) for sent in self.queue.sent} <= {("call", None)}
        return [sent.report for sent in self.queue.sent if sent.report is not None]

    def report(self, call: Call) -> CallReport:
        """The one report of a call."""
        assert self.answer(write_call(call)) == []
        (report,) = self.reports()
        assert (report.effect, report.attempt) == (call.effect, call.attempt)
        return report


def a_call(port: int = 443, **other: Any) -> Call:
    given: dict[str, Any] = {
        "number": "3K7Q9WZDD",
        "effect": "3K7Q9WZDD.0.1.1.0",
        "kind": "webhook",
        "target": "Pager",
        "url": f"https://{HOST}:{port}/in",
        "secret": "pager",
        "body": '{"words":"grüß ☎"}',
        "due_at": NINE,
        "made_at": NINE,
        "attempt": 1,
    }
    return Call(**{**given, **other})


def a_chat(port: int = 443) -> Call:
    there = f"https://{HOST}:{port}/hooks/{{secret}}"
    return a_call(port, kind="chat", url=there, secret="room", body='{"text":"Hello"}')


def booth(known: Receiver, *addresses: str) -> Booth:
    egress = Egress(loopback=True, authority=known.authority)
    found = addresses or ("127.0.0.1",)
    return Booth(HttpsOutgoing(egress, resolver=lambda _host, _port: found, seconds=0.5))


def is_ours() -> Any:
    """The receiver's check, out of the manual."""
    (_, code) = MANUAL.read_text(encoding="utf-8").split("```python\n")
    found: dict[str, Any] = {}
    exec(code.partition("```")[0], found)  # noqa: S102 - what the manual tells people to run
    return found["is_ours"]


def received(known: Receiver) -> Received:
    (got,) = known.received
    return got


@pytest.mark.enable_socket
@pytest.mark.parametrize("secret", [SECRET, BEFORE])
def test_A4_a_receiver_that_follows_the_manual_takes_our_webhook_and_no_other(secret: str) -> None:
    with receiver() as known:
        report = booth(known).report(a_call(known.port))
    got = received(known)
    assert (report.result, report.status, report.detail) == ("sent", 200, "thank you")
    assert got.headers["webhook-id"] == a_call().effect
    check = is_ours()
    assert check(secret, got.headers, got.body)
    assert not check(secret, got.headers, got.body + b" ")
    assert not check(secret, {**got.headers, "webhook-id": "another"}, got.body)
    assert not check("whsec_" + "A" * 32, got.headers, got.body)
    assert not check(secret, got.headers, got.body, now=time.time() + 301)


@pytest.mark.enable_socket
def test_a_chat_is_posted_to_its_secret_address_which_nobody_repeats() -> None:
    answer = said("404 Not Found", b"no such hook: /hooks/T00/B00/hidden")
    with receiver(answer) as known:
        report = booth(known).report(a_chat(known.port))
    assert received(known).line == "POST /hooks/T00/B00/hidden HTTP/1.1"
    assert json.loads(received(known).body) == {"text": "Hello"}
    assert report.result == "refused"
    assert report.detail == "no such hook: /hooks/[secret]"


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answer", "result", "status"),
    [
        (said("204 No Content"), "sent", 204),
        (said("302 Found", b"", "Location: https://169.254.169.254/latest"), "failed", 302),
        (said("404 Not Found"), "refused", 404),
        (said("410 Gone"), "refused", 410),
        (said("429 Too Many Requests", b"", "Retry-After: 7"), "failed", 429),
        (said("503 Service Unavailable"), "failed", 503),
        (said("200 OK", b"y" * 3_000_000), "sent", 200),
        (lambda _connection: time.sleep(3), "failed", None),
        (lambda connection: connection.sendall(b"rubbish\r\n\r\n"), "failed", None),
    ],
)
def test_A3_every_answer_is_reported(answer: Answer, result: str, status: int | None) -> None:
    with receiver(answer) as known:
        report = booth(known).report(a_call(known.port))
    assert (report.result, report.status) == (result, status)
    assert len(known.received) == 1


@pytest.mark.enable_socket
def test_A3_addresses_certificates_and_secrets_that_are_wrong_are_reported() -> None:
    with receiver() as known:
        assert booth(known, "10.0.0.7").report(a_call(known.port)).result == "refused"
        assert booth(known, "127.0.0.1", "::1").report(a_call(known.port)).result == "refused"
        plain = a_call(url=f"http://{HOST}:{known.port}/")
        assert booth(known).report(plain).result == "refused"
        missing = booth(known).report(a_call(known.port, secret="nobody"))
        assert (missing.result, missing.detail) == ("refused", "there is no secret 'nobody'")
        weak = booth(known)
        weak.secrets.known["pager"] = ("weak",)
        assert weak.report(a_call(known.port)).detail == "the secret is shorter than 24 bytes"
        silent = booth(known)
        silent.secrets.is_broken = True
        assert silent.report(a_call(known.port)).result == "failed"
    assert known.received == []
    with receiver(host="other.example") as known:
        assert booth(known).report(a_call(known.port)).result == "failed"


def test_a_report_that_is_not_taken_gives_the_call_back_and_it_goes_again_with_its_id() -> None:
    outside = MemoryOutgoing()
    door = Booth(outside)
    door.queue.is_broken = True
    assert door.answer(write_call(a_call())) == ["m0"]
    door.queue.is_broken = False
    assert door.answer(write_call(a_call())) == []
    assert [post.headers["webhook-id"] for post in outside.posted] == [a_call().effect] * 2
    assert len(door.reports()) == 1


def test_what_never_was_a_call_comes_back_alone_and_its_neighbours_go() -> None:
    outside = MemoryOutgoing()
    door = Booth(outside)
    large = a_call(body=json.dumps("x" * 70_000))
    broken = ["no json", "{}", write_call(large)]
    assert door.answer(write_call(a_call()), *broken, write_call(a_chat())) == ["m1", "m2", "m3"]
    assert len(outside.posted) == 2


def test_a_call_that_could_not_end_in_time_is_not_begun() -> None:
    outside = MemoryOutgoing()
    door = Booth(outside)
    assert door.answer(write_call(a_call()), milliseconds=ENOUGH_MILLISECONDS - 1) == ["m0"]
    assert outside.posted == []


def test_each_call_leaves_one_line_without_address_body_or_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(telemetry.logger.handlers[0], "stream", stream)
    door = Booth(MemoryOutgoing(answer=Posted(500, "T00/B00/hidden is unknown")))
    door.answer(write_call(a_chat()))
    door.secrets.is_broken = True
    door.answer("no call", write_call(a_call()))
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["message"] for line in lines] == ["call made", "call not made", "call made"]
    assert lines[0]["target"] == "Pager"
    assert (lines[0]["result"], lines[0]["status"]) == ("failed", 500)
    for hidden in ("hidden", "hooks", "Hello", SECRET, "grüß"):
        assert hidden not in stream.getvalue()


def test_calls_are_counted_by_what_became_of_them() -> None:
    for answer in (Posted(200), Posted(500), Posted(400), None):
        Booth(MemoryOutgoing(answer=answer)).answer(write_call(a_call()))
    counted: dict[str, Any] = {**telemetry.metrics.serialize_metric_set()}
    assert (counted["CallSent"], counted["CallFailed"]) == ([1.0], [1.0, 1.0])
    assert counted["CallRefused"] == [1.0]
    assert len(counted["CallLateness"]) == 4


@pytest.mark.parametrize(
    ("stage", "egress"), [("dev", "loopback"), ("prod", "loopback"), ("local", "all"), ("dev", "")]
)
def test_no_stage_but_local_calls_this_machine(stage: str, egress: str) -> None:
    with pytest.raises(Misconfigured, match="egress"):
        egress_of(Settings(stage=stage, call_egress=egress))


def test_only_the_local_stage_reads_an_authority_of_its_own() -> None:
    given: dict[str, str] = {key.value: "20" for key in NEEDS[Door.CALL_OUT]}
    deployed = {**given, "CALL_EGRESS": "public", "CALL_AUTHORITY": "PEM", "STAGE": "prod"}
    assert egress_of(read(Door.CALL_OUT, deployed)) == Egress()
    local = {**deployed, "CALL_EGRESS": "loopback", "STAGE": "local"}
    assert egress_of(read(Door.CALL_OUT, local)) == Egress(loopback=True, authority="PEM")


KILLED = """
import sys
from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import HttpsOutgoing
from tests.integration.test_call_out import Booth, a_call, write_call
port, authority = int(sys.argv[1]), open(sys.argv[2]).read()
egress = Egress(loopback=True, authority=authority)
out = HttpsOutgoing(egress, resolver=lambda host, port: ("127.0.0.1",), seconds=20)
Booth(out).answer(write_call(a_call(port)))
"""


@pytest.mark.enable_socket
def test_A4_a_door_that_is_killed_in_the_middle_makes_the_call_again_with_its_id(
    tmp_path: Path,
) -> None:
    with receiver(lambda _connection: time.sleep(20)) as known:
        authority = tmp_path / "authority.pem"
        authority.write_text(known.authority)
        command = [sys.executable, "-c", KILLED, str(known.port), str(authority)]
        with subprocess.Popen(command, cwd=ROOT) as door:
            until = time.monotonic() + 30
            while not known.received and time.monotonic() < until:
                time.sleep(0.05)
            os.kill(door.pid, signal.SIGKILL)
        assert len(known.received) == 1
        # nothing was reported, so the queue brings the message again
        again = booth(known)
        assert again.report(a_call(known.port)).result == "failed"
        first, second = known.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == a_call().effect
