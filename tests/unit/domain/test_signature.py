"""A receiver can tell our webhooks from anybody else's, as the standard says it."""

import base64

import pytest

from shared.domain.signature import SHORTEST_KEY, key_of, sign
from shared.errors import Refused

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "an old secret, kept as plain text"


def test_the_signature_is_the_one_of_the_standards_own_libraries() -> None:
    signed = sign([SECRET], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_is_replaced_there_are_two_signatures() -> None:
    both = sign([SECRET, OTHER], "id", 1, "{}")
    assert both == f"{sign([SECRET], 'id', 1, '{}')} {sign([OTHER], 'id', 1, '{}')}"


@pytest.mark.parametrize(
    ("identifier", "at", "body"), [("ie", 1, "{}"), ("id", 2, "{}"), ("id", 1, "{ }")]
)
def test_every_part_is_signed(identifier: str, at: int, body: str) -> None:
    assert sign([SECRET], identifier, at, body) != sign([SECRET], "id", 1, "{}")


def test_a_key_is_base64_after_its_prefix_and_plain_text_without() -> None:
    key = bytes(range(30))
    text = base64.b64encode(key).decode()
    assert key_of(f"whsec_{text}") == key
    assert key_of(f"  whsec_{text.rstrip('=')}\n") == key
    assert key_of(f"{OTHER}\n") == OTHER.encode()


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("", "shorter"),
        ("x" * (SHORTEST_KEY - 1), "shorter"),
        ("whsec_", "shorter"),
        ("whsec_" + base64.b64encode(b"short").decode(), "shorter"),
        ("whsec_not base64, as anybody can see", "not base64"),
        ("whsec_AAAAA", "not base64"),
        ('{"secret": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}', "JSON"),
    ],
)
def test_what_is_no_key_is_refused_and_never_shown(secret: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        key_of(secret)
    assert not secret or secret not in refused.value.message
