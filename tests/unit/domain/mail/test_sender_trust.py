"""Who is believed to have written: verdicts of the receiving service, never a header (fault 34)."""

import pytest

from shared.domain.mail.envelope import Verdicts, read_notification
from shared.errors import Refused
from tests.support.mails import a_mail, example, read

SIGNED = "v=1; a=rsa-sha256; d={}; s=s1; bh=x; b=y"


@pytest.mark.parametrize(
    ("verdicts", "sender", "believed"),
    [
        ({"dmarc": "pass"}, "anything@else.example", True),
        ({"dmarc": "fail", "spf": "pass", "dkim": "pass"}, "dana@northwind.example", False),
        ({"spf": "pass"}, "dana@northwind.example", True),
        ({"spf": "pass"}, "bounces@mail.northwind.example", False),
        ({"spf": "pass"}, "dana@evil.example", False),
        ({"spf": "pass"}, "", False),
        ({"spf": "gray", "dkim": "gray", "dmarc": "gray"}, "dana@northwind.example", False),
        ({}, "dana@northwind.example", False),
    ],
)
def test_I4_trust_takes_dmarc_or_an_aligned_envelope(
    verdicts: dict[str, str], sender: str, believed: bool
) -> None:
    said = Verdicts.model_validate(verdicts)
    assert read(a_mail(), sender=sender, verdicts=said).verified is believed


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        ({"DKIM_Signature": SIGNED.format("northwind.example")}, True),
        ({"DKIM_Signature": SIGNED.format("NORTHWIND.example")}, True),
        ({"DKIM_Signature": SIGNED.format("evil.example")}, False),
        ({"DKIM_Signature": SIGNED.format("example")}, False),
        ({}, False),
        (
            {
                "DKIM_Signature": SIGNED.format("northwind.example"),
                "dkim_signature": SIGNED.format("evil.example"),
            },
            False,
        ),
        (
            {
                "from": "dana@sales.northwind.example",
                "DKIM_Signature": SIGNED.format("northwind.example"),
            },
            True,
        ),
        (
            {
                "from": "dana@evilnorthwind.example",
                "DKIM_Signature": SIGNED.format("northwind.example"),
            },
            False,
        ),
    ],
)
def test_I4_a_signature_counts_for_its_own_domain_and_only_alone(
    headers: dict[str, str], believed: bool
) -> None:
    assert read(
        a_mail(**headers), sender="x@y.example", verdicts=Verdicts(dkim="pass")
    ).verified is (believed)


def test_I4_fault_34_forged_verdict_headers_are_worth_nothing() -> None:
    mail = read(example("forged"), sender="x@evil.example", verdicts=Verdicts(spf="pass"))
    assert not mail.verified


def test_I4_a_mail_from_two_people_is_from_nobody() -> None:
    raw = a_mail(**{"from": "dana@northwind.example, root@acme.example"})
    assert not read(raw).verified


@pytest.mark.parametrize(
    "second",
    [b"From: eve@evil.example\n", b"FROM: dana@northwind.example\n", b"From: nobody\n", b"from:\n"],
)
@pytest.mark.parametrize("comes_first", [True, False])
def test_I4_a_mail_with_two_from_headers_is_from_nobody(second: bytes, comes_first: bool) -> None:
    raw = a_mail()
    first, _, others = raw.partition(b"\n")
    lines = [second, first + b"\n"] if comes_first else [first + b"\n", second]
    assert read(raw).verified
    assert not read(b"".join(lines) + others).verified


def test_I4_an_address_that_we_cannot_read_counts_as_a_second_one() -> None:
    raw = a_mail(**{"from": 'dana@northwind.example, "e v e"@evil.example'})
    assert not read(raw).verified


def test_a_notification_of_the_receiving_service_becomes_an_envelope() -> None:
    said = {
        "notificationType": "Received",
        "mail": {"messageId": "m-1", "source": "Dana@Northwind.example", "timestamp": "x"},
        "receipt": {
            "recipients": ["Support@acme.example", "Support@acme.example"],
            "spamVerdict": {"status": "PASS"},
            "virusVerdict": {"status": "PROCESSING_FAILED"},
            "dmarcVerdict": {"status": "GRAY"},
            "action": {"type": "S3", "bucketName": "b", "objectKey": "in/m-1"},
        },
    }
    envelope = read_notification(said)
    assert (envelope.identifier, envelope.bucket, envelope.key) == ("m-1", "b", "in/m-1")
    assert envelope.sender == "Dana@northwind.example"
    assert envelope.recipients == ("Support@acme.example",)
    assert envelope.verdicts == Verdicts(spam="pass", dmarc="gray")


@pytest.mark.parametrize("given", [{}, {"notificationType": "AmazonSnsSubscriptionSucceeded"}])
def test_anything_else_is_no_notification(given: dict[str, str]) -> None:
    with pytest.raises(Refused):
        read_notification(given)
