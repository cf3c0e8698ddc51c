"""Where calls may go: an https address of a named host, with the secret that it needs."""

from typing import Any

import pytest

from shared.domain.call_target import parse_call_target
from shared.errors import Refused

HOOK = {"name": "Pager", "type": "webhook", "url": "https://hooks.pager.example/in?team=1"}
CHAT = {"name": "Room", "type": "chat", "url": "https://chat.example/hooks/{secret}"}


def faults(**given: Any) -> dict[str, str]:
    body = {**HOOK, "secret": "milepost/pager", **given}
    with pytest.raises(Refused) as refused:
        parse_call_target({key: value for key, value in body.items() if value is not None})
    return {fault.pointer: fault.message for fault in refused.value.faults}


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.pager.example",
        "https://hooks.pager.example:8443/in",
        "https://127.0.0.1:9443/in",
        "https://localhost:9443/in",
        "https://xn--bcher-kva.example/in",
    ],
)
def test_a_target_is_an_https_address(url: str) -> None:
    target = parse_call_target({**HOOK, "url": url, "secret": "milepost/pager"})
    assert target.url == url


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://hooks.pager.example/in", "must begin with https://"),
        ("hooks.pager.example", "must begin with https://"),
        ("https://ann:pw@hooks.pager.example", "must not carry a user or a password"),
        ("https://@hooks.pager.example", "must not carry a user or a password"),
        ("https://hooks.pager.example/#top", "must not have a '#' part"),
        ("https://hooks.pager.example:22/in", "the port is 443, or 1024 and above"),
        ("https://hooks.pager.example:0/in", "the port is 443, or 1024 and above"),
        ("https://hooks.pager.example:99999/in", "cannot be read as a web address"),
        ("https://hooks.pager.example:x/in", "cannot be read as a web address"),
        ("https://169.254.169.254/latest", "must name a host, not an IP address"),
        ("https://[fe80::1]/in", "must name a host, not an IP address"),
        ("https://[::1/in", "cannot be read as a web address"),
        ("https://2130706433/in", "'2130706433' is no host name"),
        ("https://127.1/in", "'127.1' is no host name"),
        ("https://0x7f.0x1/in", "'0x7f.0x1' is no host name"),
        ("https:///in", "'' is no host name"),
        ("https://-a.example/in", "'-a.example' is no host name"),
        ("https://a..example/in", "'a..example' is no host name"),
        ("https://hooks/in", "'hooks' is no full host name such as hooks.hooks.example"),
        ("https://hooks.pager.example/a b", "plain letters only: no blanks, no accents"),
        ("https://bücher.example/", "plain letters only: no blanks, no accents"),
        ("https://hooks.pager.example/a\nb", "plain letters only: no blanks, no accents"),
        ("https://hooks.pager.example/" + "a" * 2_000, "more than 2000 characters"),
        ("https://hooks.pager.example/{secret}", "{secret} is for chats"),
        ("https://hooks.pager.example/?{secret}", "{secret} may stand in the path alone"),
        ("https://{secret}.example/", "{secret} may stand in the path alone"),
    ],
)
def test_any_other_address_is_a_fault_with_its_path(url: str, says: str) -> None:
    assert says in faults(url=url)["url"]


def test_a_webhook_is_signed_and_says_no_words() -> None:
    assert faults(secret=None) == {"secret": "is missing: it signs the webhook"}
    assert faults(secret="no name!").keys() == {"secret"}
    assert faults(words="Hello").keys() == {"words"}


def test_a_chat_has_a_secret_only_where_its_address_has_a_gap() -> None:
    assert parse_call_target({**CHAT, "secret": "milepost/room"}).secret == "milepost/room"
    open_one = parse_call_target({**CHAT, "url": "https://chat.example/hooks/1"})
    assert open_one.secret is None
    assert faults(**CHAT, secret=None).keys() == {"secret"}
    assert faults(type="chat").keys() == {"secret"}


def test_all_faults_of_a_target_come_at_once() -> None:
    assert faults(type="fax", url="http://x", secret="", colour="red").keys() == {
        "type",
        "url",
        "secret",
        "colour",
    }
