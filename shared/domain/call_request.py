"""A call as it goes over the wire: address, body and headers, with its secret put in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from shared.business_time.instant import Instant
from shared.domain.call import URL_GAP, Call, CallResult
from shared.domain.signature import sign
from shared.errors import Refused

_HEADERS = {"Content-Type": "application/json", "User-Agent": "Milepost"}
_IN_A_PATH = "/-._~!$&'()*+,;=:@%"
_AGAIN = frozenset({408, 425, 429})
_OK, _MOVED, _REFUSED, _BROKEN = 200, 300, 400, 500


@dataclass(frozen=True, slots=True, repr=False)
class CallRequest:
    """What is posted; never shown, since the address of a chat is a secret by itself."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def request_of(call: Call, secrets: Sequence[str], at: Instant) -> CallRequest:
    """Sign a webhook with every secret, or fill the address of a chat with the first.

    Raises Refused for a call that can never be made.
    """
    headers = {**_HEADERS, "webhook-id": call.effect}
    url = call.url
    if call.kind == "webhook":
        if not secrets:
            raise Refused("the webhook has no secret to be signed with")
        headers["webhook-timestamp"] = str(at)
        headers["webhook-signature"] = sign(secrets, call.effect, at, call.body)
    elif secrets:
        url = url.replace(URL_GAP, quote(secrets[0].strip(), safe=_IN_A_PATH))
    if URL_GAP in url:
        raise Refused("the address needs a secret")
    return CallRequest(url, call.body.encode(), headers)


def result_of(status: int) -> CallResult:
    """What a status means: `failed` may go better later, `refused` never will."""
    if _OK <= status < _MOVED:
        return "sent"
    if _REFUSED <= status < _BROKEN and status not in _AGAIN:
        return "refused"
    return "failed"


def without_secrets(words: str, secrets: Sequence[str]) -> str:
    """Words of the other side, which may repeat the address that it was called at."""
    for secret in secrets:
        for form in {secret.strip(), quote(secret.strip(), safe=_IN_A_PATH)} - {""}:
            words = words.replace(form, "[secret]")
    return words
