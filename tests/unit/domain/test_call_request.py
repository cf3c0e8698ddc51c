"""What a call looks like on the wire, and what an answer to it means."""

import pytest

from shared.domain.call import Call
from shared.domain.call_request import request_of, result_of, without_secrets
from shared.domain.signature import sign
from shared.errors import Refused
from tests.support.records import NINE

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HOOK = Call(
    number="3K7Q9WZDD",
    effect="3K7Q9WZDD.0.1.0.0",
    kind="webhook",
    target="Pager",
    url="https://hooks.pager.example/in?x=1",
    secret="pager",
    body='{"words":"grüß ☎"}',
    due_at=NINE,
    made_at=NINE,
    attempt=2,
)
CHAT = HOOK.model_copy(update={"kind": "chat", "url": "https://chat.example/hooks/{secret}"})


def test_a_webhook_carries_its_id_the_second_and_the_signature() -> None:
    request = request_of(HOOK, (SECRET,), NINE + 7)
    assert (request.url, request.body) == (HOOK.url, HOOK.body.encode())
    assert request.headers == {
        "Content-Type": "application/json",
        "User-Agent": "Milepost",
        "webhook-id": HOOK.effect,
        "webhook-timestamp": str(NINE + 7),
        "webhook-signature": sign([SECRET], HOOK.effect, NINE + 7, HOOK.body),
    }


def test_a_chat_has_its_secret_in_its_address_and_no_signature() -> None:
    request = request_of(CHAT, ("T00/B00/x-1\n", "before"), NINE)
    assert request.url == "https://chat.example/hooks/T00/B00/x-1"
    assert "webhook-signature" not in request.headers


@pytest.mark.parametrize("secret", ["a?b", "a#b", "a b", "a\r\nX: y", "ä\\b"])
def test_a_secret_stays_in_the_path(secret: str) -> None:
    tail = request_of(CHAT, (secret,), NINE).url.removeprefix("https://chat.example/hooks/")
    assert tail.isascii()
    assert not set(tail) & set("?# \r\n\\")


def test_a_secret_cannot_change_the_host() -> None:
    request = request_of(CHAT, ("@evil.example/",), NINE)
    assert request.url.startswith("https://chat.example/hooks/")


@pytest.mark.parametrize("call", [HOOK, CHAT])
def test_a_call_without_its_secret_is_refused(call: Call) -> None:
    with pytest.raises(Refused, match="secret"):
        request_of(call, (), NINE)


def test_a_chat_without_a_gap_needs_no_secret() -> None:
    plain = CHAT.model_copy(update={"url": "https://chat.example/open", "secret": None})
    assert request_of(plain, (), NINE).url == "https://chat.example/open"


def test_a_request_never_shows_what_is_in_it() -> None:
    assert "T00" not in repr(request_of(CHAT, ("T00/B00",), NINE))


@pytest.mark.parametrize(
    ("status", "result"),
    [
        *((status, "sent") for status in (200, 201, 202, 204, 299)),
        *((status, "failed") for status in (100, 199, 300, 301, 302, 307, 308, 304)),
        *((status, "failed") for status in (408, 425, 429, 500, 502, 503, 504, 599, 600)),
        *((status, "refused") for status in (400, 401, 403, 404, 409, 410, 413, 422, 499)),
    ],
)
def test_A3_what_a_status_means(status: int, result: str) -> None:
    assert result_of(status) == result


def test_an_answer_that_repeats_the_secret_is_blotted() -> None:
    said = "no hook at /hooks/T00/B%2000 or T00/B 00"
    assert without_secrets(said, ("T00/B 00",)) == "no hook at /hooks/[secret] or [secret]"
    assert without_secrets("fine", ("",)) == "fine"
