"""Where webhooks and chat messages go: a name, an https address, and the name of its secret."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, Any, TypeAlias
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from shared.domain.call import URL_GAP, CallKind
from shared.domain.reading import read_document
from shared.domain.value import Frozen
from shared.domain.written import Words

_LONGEST_URL = 2_000
_LONGEST_WORDS = 4_000
_HTTPS = 443
_UNPRIVILEGED = 1_024
_MARKS = re.compile(r"[!-~]+")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_SECRET = re.compile(r"[A-Za-z0-9/_+=.@-]{1,256}")


def _url(text: str) -> str:
    if not _MARKS.fullmatch(text):
        raise ValueError("an address has plain letters only: no blanks, no accents")
    try:
        parts = urlsplit(text)
        wrong = _wrong_with(parts)
    except ValueError:
        raise ValueError("cannot be read as a web address") from None
    if wrong:
        raise ValueError(wrong)
    return text


def _wrong_with(parts: SplitResult) -> str | None:
    port = parts.port
    if parts.scheme != "https":
        return "must begin with https://"
    if "@" in parts.netloc:
        return "must not carry a user or a password"
    if parts.fragment:
        return "must not have a '#' part"
    if port is not None and port != _HTTPS and port < _UNPRIVILEGED:
        return f"the port is 443, or {_UNPRIVILEGED} and above"
    if URL_GAP in parts.netloc or URL_GAP in parts.query:
        return f"{URL_GAP} may stand in the path alone"
    return _wrong_with_host(parts.hostname or "")


def _wrong_with_host(host: str) -> str | None:
    try:
        # only the egress rule of the local stage lets such a call out
        return None if ip_address(host).is_loopback else "must name a host, not an IP address"
    except ValueError:
        pass
    labels = host.removesuffix(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or _NUMBER.fullmatch(labels[-1]):
        return f"'{host}' is no host name"
    if len(labels) == 1 and host != "localhost":
        return f"'{host}' is no full host name such as hooks.{host or 'acme'}.example"
    return None


def _secret(text: str) -> str:
    if not _SECRET.fullmatch(text):
        raise ValueError("is no name of a secret: letters, digits and /_+=.@- only")
    return text


Url: TypeAlias = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_URL),
    AfterValidator(_url),
]
SecretName: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_secret)
]
ChatWords: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_WORDS)]


class CallTarget(Frozen):
    """A document of kind `call_target`; `words` are what a chat says when the action has none."""

    name: Words
    type: CallKind
    url: Url
    secret: Annotated[SecretName | None, Field(validate_default=True)] = None
    words: ChatWords | None = None

    @field_validator("secret")
    @classmethod
    def _has_its_use(cls, secret: str | None, info: ValidationInfo) -> str | None:
        kind, url = info.data.get("type"), info.data.get("url", "")
        if kind == "webhook" and secret is None:
            raise ValueError("is missing: it signs the webhook")
        if kind == "chat" and url and (secret is None) == (URL_GAP in url):
            raise ValueError(f"a chat has a secret if its url has {URL_GAP}, and only then")
        return secret

    @field_validator("url")
    @classmethod
    def _has_no_gap_to_fill(cls, url: str, info: ValidationInfo) -> str:
        if info.data.get("type") == "webhook" and URL_GAP in url:
            raise ValueError(f"{URL_GAP} is for chats: the secret of a webhook signs it")
        return url

    @field_validator("words")
    @classmethod
    def _are_said(cls, words: str | None, info: ValidationInfo) -> str | None:
        if words is not None and info.data.get("type") == "webhook":
            raise ValueError("a webhook says no words: its body is always the same form")
        return words


def parse_call_target(body: Mapping[str, Any]) -> CallTarget:
    """Read a document of kind `call_target`; raises Refused with every fault and its path."""
    return read_document(CallTarget, body, "call target")
