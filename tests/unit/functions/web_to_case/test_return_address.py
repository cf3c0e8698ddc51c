from string import printable
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.web_to_case.return_address import allowed_return

HOSTS = ("www.acme.example", "help.acme.example")
TRICKS = [
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///www.acme.example",
    "http://www.acme.example/thanks",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://www.acme.example@evil.example/",
    "https://www.acme.example:pw@evil.example/",
    "https://evil.example\\@www.acme.example/",
    "https://www.acme.example\\.evil.example/",
    "https://www.acme.example.evil.example/",
    "https://evilwww.acme.example/",
    "https://evil.example/www.acme.example",
    "https://evil.example#www.acme.example",
    " https://www.acme.example/",
    "https://www.acme.example/ ",
    "ht\ntps://www.acme.example/",
    "https://www.acme.example/\r\nSet-Cookie: a=b",
    "https://www.acme.example\t/",
    "https://www.acme.example:8443/",
    "https://www.acme.example:/",
    "https://www.acme.example.",
    "https://www%2eacme.example/",
    "https://wwẁ.acme.example/",
    "https://www.acme.example/\u2028",
    "https://[::1]/",
    "https://-www.acme.example",
    "https://www.acme.example;@evil.example/",
    "https://www.acme.example/" + "a" * 2_000,
    "",
    "www.acme.example",
    "/thanks",
]


@pytest.mark.parametrize("address", TRICKS)
def test_a_trick_is_never_followed(address: str) -> None:
    assert allowed_return(address, HOSTS) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.acme.example",
        "https://www.acme.example/",
        "https://WWW.Acme.example:443/thanks?from=form#top",
        "https://help.acme.example?x=1",
    ],
)
def test_an_address_on_an_allowed_host_is_followed_as_it_is(address: str) -> None:
    assert allowed_return(address, HOSTS) == address


def test_nothing_is_followed_when_no_host_is_allowed() -> None:
    assert allowed_return("https://www.acme.example/", ()) is None
    assert allowed_return(None, HOSTS) is None


PIECES = st.sampled_from(
    [
        "https://",
        "//",
        "\\",
        "@",
        ":",
        "/",
        ".",
        "www.acme.example",
        "evil.example",
        "443",
        " ",
        "\n",
        "%0a",
    ]
)


@given(st.lists(PIECES | st.text(printable, max_size=3), max_size=8).map("".join))
def test_whatever_is_followed_has_an_allowed_host_for_the_strictest_reader(address: str) -> None:
    followed = allowed_return(address, HOSTS)
    if followed is not None:
        parts = urlsplit(followed)
        assert parts.scheme.lower() == "https"
        assert parts.hostname in HOSTS
        assert parts.port in (None, 443)
        assert parts.username is None
        assert followed.isprintable()
        assert not {"\\", " "} & set(followed)
