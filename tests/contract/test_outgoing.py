"""Calls leave for public addresses alone, over verified TLS, once, within their time: on sockets."""

import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from typing_extensions import override

from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import MOST_BYTES, HttpsOutgoing
from shared.adapters.outgoing.resolution import Resolver
from shared.errors import Misconfigured, Refused, Unavailable
from shared.ports import Outgoing, Posted
from tests.support.fakes.memory_outgoing import MemoryOutgoing
from tests.support.receiver import HOST, Receiver, receiver, said

pytestmark = pytest.mark.enable_socket

JSON = {"Content-Type": "application/json"}
PATIENT = 3.0
"""Seconds for an answer that comes at once, also on a busy machine."""

SOON = 1.5
"""Seconds within which a call of half a second must have ended, also on a busy machine."""


def resolving(*addresses: str) -> Resolver:
    return lambda _host, _port: addresses


def outgoing(
    known: Receiver, resolver: Resolver | None = None, *, seconds: float = PATIENT
) -> HttpsOutgoing:
    egress = Egress(loopback=True, authority=known.authority)
    return HttpsOutgoing(egress, resolver=resolver or resolving("127.0.0.1"), seconds=seconds)


def url(known: Receiver, path: str = "/hook?x=1") -> str:
    return f"https://{HOST}:{known.port}{path}"


def test_a_call_is_posted_once_under_the_name_of_its_host() -> None:
    with receiver() as known:
        assert outgoing(known).post(url(known), b'{"a": 1}', JSON) == Posted(200, "thank you")
    (got,) = known.received
    assert got.line == "POST /hook?x=1 HTTP/1.1"
    assert got.headers["host"] == f"{HOST}:{known.port}"
    assert got.headers["content-type"] == "application/json"
    assert got.body == b'{"a": 1}'


def test_the_status_is_answered_whatever_it_is() -> None:
    with receiver(said("503 Busy", b"later", "Retry-After: 30")) as known:
        assert outgoing(known).post(url(known), b"{}", {}) == Posted(503, "later", "30")


def test_a_redirect_is_answered_and_never_followed() -> None:
    answer = said("302 Found", b"", "Location: https://169.254.169.254/latest/meta-data")
    with receiver(answer) as known:
        assert outgoing(known).post(url(known), b"{}", {}).status == 302
    assert len(known.received) == 1


@pytest.mark.parametrize(
    "addresses",
    [
        ("169.254.169.254",),
        ("127.0.0.1", "10.0.0.7"),
        ("10.0.0.7", "127.0.0.1"),
        ("127.0.0.1", "::ffff:127.0.0.1"),
        ("::1",),
    ],
)
def test_one_address_that_is_not_admitted_refuses_the_call(addresses: Sequence[str]) -> None:
    with receiver() as known, pytest.raises(Refused, match="not public"):
        outgoing(known, resolving(*addresses)).post(url(known), b"{}", {})
    assert known.received == []


def test_a_name_is_resolved_once_so_that_it_cannot_move_after_it_was_judged() -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.7",)

    with receiver() as known:
        assert outgoing(known, rebinding).post(url(known), b"{}", {}).status == 200
    assert asked == [HOST]


def test_without_the_local_rule_this_machine_is_not_called() -> None:
    with receiver() as known:
        public = HttpsOutgoing(Egress(authority=known.authority), resolver=resolving("127.0.0.1"))
        with pytest.raises(Refused, match="not public"):
            public.post(url(known), b"{}", {})
    assert known.received == []


def test_a_certificate_of_another_name_an_unknown_authority_or_an_old_one_is_no_answer() -> None:
    with receiver(host="other.example") as known, pytest.raises(Unavailable, match="certificate"):
        outgoing(known).post(url(known), b"{}", {})
    with receiver() as known:
        stranger = HttpsOutgoing(Egress(loopback=True), resolver=resolving("127.0.0.1"))
        with pytest.raises(Unavailable, match="certificate"):
            stranger.post(url(known), b"{}", {})
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with receiver(not_after=yesterday) as known, pytest.raises(Unavailable, match="certificate"):
        outgoing(known).post(url(known), b"{}", {})
    assert known.received == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("http://hooks.acme.example/", "only https"),
        ("https://user:pw@hooks.acme.example/", "a user"),
        ("https:///hook", "no host"),
        ("https://hooks.acme.example:99999/", "cannot be read"),
    ],
)
def test_what_is_no_https_address_is_refused_before_anything_is_asked(
    wrong: str, words: str
) -> None:
    def never(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError("was resolved")

    with pytest.raises(Refused, match=words):
        HttpsOutgoing(Egress(), resolver=never).post(wrong, b"{}", {})


def test_a_body_over_64_kb_is_refused() -> None:
    with pytest.raises(Refused, match="64 KB"):
        HttpsOutgoing(Egress()).post("https://hooks.acme.example/", b"x" * (MOST_BYTES + 1), {})


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with receiver() as known:
        assert outgoing(known).post(url(known), b"{}", {}).status == 200


def drip(connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        connection.sendall(b"X: y\r\n")
        time.sleep(0.1)


def drip_body(connection: ssl.SSLSocket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.1)


def silence(_connection: ssl.SSLSocket) -> None:
    time.sleep(10)


@pytest.mark.parametrize("answer", [drip, drip_body, silence])
def test_slow_answers_end_with_the_time_however_they_drip(answer: object) -> None:
    with receiver(answer) as known:  # type: ignore[arg-type] # parametrize keeps no types
        started = time.monotonic()
        with pytest.raises(Unavailable, match=r"no answer within 0\.5 s"):
            outgoing(known, seconds=0.5).post(url(known), b"{}", {})
        assert time.monotonic() - started < SOON


def test_a_server_that_never_begins_tls_ends_with_the_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        known = Receiver("", mute.getsockname()[1])
        started = time.monotonic()
        with pytest.raises(Unavailable, match="no answer within"):
            outgoing(known, seconds=0.5).post(url(known), b"{}", {})
        assert time.monotonic() - started < SOON


def test_a_name_server_that_hangs_ends_with_the_time() -> None:
    released = threading.Event()

    def hanging(_host: str, _port: int) -> Sequence[str]:
        released.wait(10)
        return ("127.0.0.1",)

    started = time.monotonic()
    with pytest.raises(Unavailable, match="not resolved in time"):
        HttpsOutgoing(Egress(), resolver=hanging, seconds=0.5).post("https://a.example/", b"", {})
    assert time.monotonic() - started < SOON
    released.set()


def test_a_name_that_does_not_exist_is_unavailable() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(Unavailable, match="cannot be resolved"):
        HttpsOutgoing(Egress(), resolver=unknown).post("https://a.example/", b"", {})


def test_plain_http_behind_the_port_rubbish_and_a_closed_port_are_unavailable() -> None:
    def plain(door: socket.socket) -> None:
        connection, _ = door.accept()
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=plain, args=(door,), daemon=True).start()
        known = Receiver("", door.getsockname()[1])
        with pytest.raises(Unavailable):
            outgoing(known).post(url(known), b"{}", {})
    with pytest.raises(Unavailable):
        outgoing(known).post(url(known), b"{}", {})
    rubbish = receiver(lambda connection: connection.sendall(b"\x00\x01rubbish\r\n\r\n"))
    with rubbish as known, pytest.raises(Unavailable):
        outgoing(known).post(url(known), b"{}", {})


def test_a_huge_answer_is_read_no_further_than_its_beginning() -> None:
    with receiver(said("200 OK", b"y" * 5_000_000)) as known:
        answer = outgoing(known).post(url(known), b"{}", {})
    assert (answer.status, answer.detail) == (200, "y" * 200)


class Neighbours(Egress):
    """A rule that admits all of loopback, so that one of two addresses can be dead."""

    @override
    def admits(self, address: str) -> bool:
        return address.startswith("127.")


def test_a_dead_address_leaves_time_for_the_next() -> None:
    with receiver() as known:
        rule = Neighbours(authority=known.authority)
        both = resolving("127.0.0.2", "127.0.0.1")
        answer = HttpsOutgoing(rule, resolver=both, seconds=2).post(url(known), b"{}", {})
    assert answer.status == 200


def test_an_address_that_lets_nobody_in_leaves_time_for_the_next() -> None:
    with receiver() as known, socket.socket() as full, ExitStack() as queued:
        full.bind(("127.0.0.2", known.port))
        full.listen(0)
        for _ in range(2):  # nobody accepts: what comes now gets no answer at all
            waiting = queued.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.2", known.port))
        rule = Neighbours(authority=known.authority)
        both = resolving("127.0.0.2", "127.0.0.1")
        answer = HttpsOutgoing(rule, resolver=both, seconds=3).post(url(known), b"{}", {})
    assert answer.status == 200


def test_a_host_that_ends_with_a_dot_is_the_same_host() -> None:
    with receiver() as known:
        dotted = f"https://{HOST}.:{known.port}/hook"
        assert outgoing(known).post(dotted, b"{}", {}).status == 200


def test_a_certificate_for_an_address_is_checked_against_the_address() -> None:
    with receiver(host="127.0.0.1") as known:
        there = f"https://127.0.0.1:{known.port}/"
        egress = Egress(loopback=True, authority=known.authority)
        assert HttpsOutgoing(egress).post(there, b"{}", {}).status == 200
    with receiver() as known:
        there = f"https://127.0.0.1:{known.port}/"
        strict = HttpsOutgoing(Egress(loopback=True, authority=known.authority))
        with pytest.raises(Unavailable, match="certificate"):
            strict.post(there, b"{}", {})


def test_an_authority_that_is_no_certificate_is_said() -> None:
    wrong = Egress(loopback=True, authority="no certificate")
    with receiver() as known, pytest.raises(Misconfigured):
        HttpsOutgoing(wrong, resolver=resolving("127.0.0.1")).post(url(known), b"{}", {})


@pytest.mark.parametrize("world", ["memory", "sockets"])
def test_the_world_outside_and_its_fake_keep_the_same_rules(world: str) -> None:
    with receiver() as known:
        real = outgoing(known)
        there: Outgoing = MemoryOutgoing() if world == "memory" else real
        assert there.post(url(known), b"{}", JSON) == Posted(200, "thank you")
        with pytest.raises(Refused):
            there.post(f"http://{HOST}/", b"{}", JSON)
        with pytest.raises(Refused):
            there.post(url(known), b"x" * (MOST_BYTES + 1), JSON)
        private: Outgoing = outgoing(known, resolving("10.0.0.7"))
        if world == "memory":
            private = MemoryOutgoing(addresses=("10.0.0.7",))
        with pytest.raises(Refused):
            private.post(url(known), b"{}", JSON)
    silent = MemoryOutgoing(answer=None) if world == "memory" else real
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable):
            silent.post(f"https://{HOST}:{deaf.getsockname()[1]}/", b"{}", JSON)
