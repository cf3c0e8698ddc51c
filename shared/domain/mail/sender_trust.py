"""Whether a mail comes from whom it says: DMARC passed, or SPF or DKIM aligned with the From (I4)."""

import re

from shared.domain.mail.envelope import Envelope
from shared.domain.mail.header_values import Address, Headers, has_one_author, raw_values

_SIGNING_DOMAIN = re.compile(r"(?:^|;)\s*d\s*=\s*([a-z0-9.-]{1,253})\s*(?:;|$)", re.IGNORECASE)


def is_verified(envelope: Envelope, senders: tuple[Address, ...], headers: Headers) -> bool:
    """Whether the one address in From may be believed.

    Of a DKIM verdict we do not learn whose signature it judged, so it counts only if there is one.
    """
    if len(senders) != 1 or not has_one_author(headers):
        return False
    domain = senders[0].address.rpartition("@")[2]
    said = envelope.verdicts
    if said.dmarc == "fail":
        return False
    if said.dmarc == "pass":
        return True
    aligned_spf = said.spf == "pass" and _aligned(envelope.sender.rpartition("@")[2], domain)
    return aligned_spf or (said.dkim == "pass" and _aligned(_signed_by(headers), domain))


def _signed_by(headers: Headers) -> str:
    signatures = raw_values(headers, "dkim-signature")
    found = _SIGNING_DOMAIN.search(signatures[0]) if len(signatures) == 1 else None
    return found[1].lower() if found else ""


def _aligned(proven: str, claimed: str) -> bool:
    """Whether the proven domain is the claimed one or above it; one word is nobody's domain."""
    bare = proven.lower().rstrip(".")
    return "." in bare and (claimed == bare or claimed.endswith(f".{bare}"))
