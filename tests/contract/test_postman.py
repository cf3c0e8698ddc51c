"""Outgoing mail: exact MIME, headers that cannot be split, and failures sorted by what to do next."""

from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.mail import SesPostman, mime_of, tag_of
from shared.domain.mail.header_values import message_ids, raw_value, read_headers
from shared.domain.mail.ties import Ties
from shared.errors import Refused, Unavailable
from shared.ports import OutgoingFile, OutgoingMail
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.failing_client import refusing
from tests.support.fakes.memory_postman import MemoryPostman

if TYPE_CHECKING:
    from types_boto3_ses import SESClient

SENDER = "support@milepost.example"


TIES = Ties(
    reply_to="case+x.y@acme.example", message_id="x.1@acme.example", in_reply_to="q@b.example"
)


def a_mail(**given: Any) -> OutgoingMail:
    filled = {
        "effect": "3K7Q9WZDD-1-0",
        "number": "3K7Q9WZDD",
        "to": ("ann@acme.example",),
        "subject": "Your case 3K7Q-9WZD-D",
        "text": "We have it.\n",
        "html": "<p>We have it.</p>",
        "sender_name": "Acme Support",
    }
    return OutgoingMail(**{**filled, **given})


@pytest.fixture(scope="module")
def ses(aws: None) -> "SESClient":
    client = boto3.client("ses", config=strict("ses"))
    client.verify_email_identity(EmailAddress=SENDER)
    client.create_configuration_set(ConfigurationSet={"Name": "milepost-test"})
    return client


def of_aws(ses: "SESClient") -> SesPostman:
    return SesPostman(
        ses, sender=SENDER, configuration_set="milepost-test", deployment="milepost-test"
    )


def parsed(mail: OutgoingMail) -> Message:
    return message_from_bytes(mime_of(mail, SENDER, "milepost-test").as_bytes(), policy=default)


def test_a_mail_goes_out_raw_with_its_effect_configuration_and_sender(ses: "SESClient") -> None:
    with counted(ses) as calls:
        message_id = of_aws(ses).send(a_mail())

    ((_, request),) = calls.requests
    assert message_id
    assert request["Source"] == SENDER
    assert request["Destinations"] == ["ann@acme.example"]
    assert request["ConfigurationSetName"] == "milepost-test"
    assert request["Tags"] == [{"Name": "effect", "Value": "3K7Q9WZDD-1-0"}]
    assert b"X-Milepost-Effect: 3K7Q9WZDD-1-0" in request["RawMessage"]["Data"]


def test_A4_the_message_says_what_it_is_and_which_effect() -> None:
    message = parsed(a_mail(subject="Störung ✓", sender_name="Büro, Nord"))

    assert message["From"] == f'"Büro, Nord" <{SENDER}>'
    assert message["Subject"] == "Störung ✓"
    assert message["X-Milepost-Effect"] == "3K7Q9WZDD-1-0"
    assert message["X-Milepost-Loop"] == "milepost-test"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message.get_content_type() == "multipart/alternative"
    parts = [part.get_content_type() for part in message.iter_parts()]  # type: ignore[attr-defined]  # EmailMessage
    assert parts == ["text/plain", "text/html"]


def test_I3_the_message_says_where_answers_go_and_what_it_answers() -> None:
    message = parsed(a_mail(ties=TIES, sender_name="Büro, Nord"))

    assert message["Reply-To"] == '"Büro, Nord" <case+x.y@acme.example>'
    assert message["Message-ID"] == "<x.1@acme.example>"
    assert message["In-Reply-To"] == message["References"] == "<q@b.example>"
    assert parsed(a_mail(ties=Ties()))["Reply-To"] is None


@pytest.mark.parametrize(
    "identifier",
    ["q" * 9, "q" * 77, "q" * 250, "we.ird(x)y@z;k", '"quoted~x"@b', "x,y@z:1", "[1.2]@[1.2.3.4]"],
)
def test_I3_an_id_of_any_form_is_written_as_it_was(identifier: str) -> None:
    raw = mime_of(a_mail(ties=Ties(in_reply_to=identifier)), SENDER, "x").as_bytes()

    headers = read_headers(raw)
    assert message_ids(raw_value(headers, "references")) == (identifier,)
    assert message_ids(raw_value(headers, "in-reply-to")) == (identifier,)


def test_a_copy_reaches_whom_it_names(ses: "SESClient") -> None:
    mail = a_mail(cc=("bob@bücher.example",))

    with counted(ses) as calls:
        of_aws(ses).send(mail)

    ((_, request),) = calls.requests
    assert request["Destinations"] == ["ann@acme.example", "bob@xn--bcher-kva.example"]
    assert parsed(mail)["Cc"] == "bob@xn--bcher-kva.example"


def test_a_file_goes_along_whatever_it_says_it_is() -> None:
    files = (
        OutgoingFile("ä\u202e.pdf", "application/pdf", b"%PDF"),
        OutgoingFile("m.eml", "message/rfc822", b"From: x\n\ny"),
        OutgoingFile("t.txt", "text/plain", b"\xff\x00"),
        OutgoingFile("o", "not a type", b""),
    )
    raw = mime_of(a_mail(files=files), SENDER, "x").as_bytes()
    found = list(message_from_bytes(raw, policy=default).iter_attachments())

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) < 1_000
    assert [one.get_content_type() for one in found] == [
        "application/pdf",
        "application/octet-stream",
        "text/plain",
        "application/octet-stream",
    ]
    assert [one.get_payload(decode=True) for one in found] == [one.content for one in files]


def test_a_mail_without_html_is_plain() -> None:
    assert parsed(a_mail(html=None)).get_content_type() == "text/plain"


def test_lines_end_as_mail_servers_want_them() -> None:
    raw = mime_of(a_mail(text="one\ntwo\n"), SENDER, "x").as_bytes()

    assert raw.count(b"\n") == raw.count(b"\r\n")


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=60))
def test_a_mail_is_seven_bits_in_short_lines_whatever_its_words(
    text: str, html: str, subject: str
) -> None:
    try:
        raw = mime_of(a_mail(text=text, html=html, subject=subject), SENDER, "x").as_bytes()
    except Refused:
        return

    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) < 1_000


def test_a_long_line_of_words_arrives_as_it_was() -> None:
    words = "Ärger im Lager ✓ " * 200

    (plain, html) = parsed(a_mail(text=words, html=f"<p>{words}</p>")).iter_parts()  # type: ignore[attr-defined]  # EmailMessage

    assert plain.get_content().rstrip("\r\n") == words
    assert html.get_content().rstrip("\r\n") == f"<p>{words}</p>"


def test_a_domain_in_any_script_is_written_as_name_servers_know_it(ses: "SESClient") -> None:
    mail = a_mail(to=("ann@bücher.example",))

    with counted(ses) as calls:
        of_aws(ses).send(mail)

    ((_, request),) = calls.requests
    assert request["Destinations"] == ["ann@xn--bcher-kva.example"]
    assert parsed(mail)["To"] == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["jürgen@acme.example", f"ann@{'ü' * 64}.example"])
def test_an_address_that_mail_cannot_be_sent_to_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="addressed"):
        mime_of(a_mail(to=(address,)), SENDER, "x")


@pytest.mark.parametrize("evil", ["\r", "\n", "\0", "\r\nBcc: all@example.com"])
@pytest.mark.parametrize("place", ["subject", "sender_name", "effect", "to", "auto_submitted"])
def test_A1_fault_33_a_header_is_never_split_in_two(place: str, evil: str) -> None:
    words = f"before{evil}after@example.com"
    mail = a_mail(**{place: (words,) if place == "to" else words})

    with pytest.raises(Refused):
        mime_of(mail, SENDER, "x")
    with pytest.raises(Refused):
        MemoryPostman().send(mail)


def test_other_breaks_in_the_words_of_customers_become_blanks() -> None:
    message = parsed(a_mail(subject="a\x0bb\u2028c\x85d\te", sender_name="f\x1cg"))

    assert message["Subject"] == "a b c d e"
    assert message["From"] == f"f g <{SENDER}>"


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_A1_fault_33_no_words_make_a_new_header(subject: str, name: str) -> None:
    try:
        mail = a_mail(subject=subject, sender_name=name, ties=TIES)
        raw = mime_of(mail, SENDER, "x").as_bytes()
    except Refused:
        return
    head = raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
    names = {line.split(b":")[0] for line in head if not line.startswith((b" ", b"\t"))}
    assert names <= {
        b"From",
        b"To",
        b"Subject",
        b"X-Milepost-Effect",
        b"X-Milepost-Loop",
        b"Auto-Submitted",
        b"X-Auto-Response-Suppress",
        b"Reply-To",
        b"Message-ID",
        b"In-Reply-To",
        b"References",
        b"MIME-Version",
        b"Content-Type",
        b"Content-Transfer-Encoding",
    }


@pytest.mark.parametrize("many", [0, 51])
def test_nobody_and_more_than_fifty_are_refused(many: int) -> None:
    with pytest.raises(Refused):
        mime_of(a_mail(to=("ann@acme.example",) * many), SENDER, "x")


def test_a_tag_has_only_letters_that_tags_may_have() -> None:
    assert tag_of("case/1#warn 2") == "case_1_warn_2"
    assert len(tag_of("x" * 300)) == 256


@pytest.mark.parametrize("code", ["MessageRejected", "InvalidParameterValue"])
def test_what_can_never_be_sent_is_refused(aws: None, code: str) -> None:
    with pytest.raises(Refused, match=code):
        of_aws(refusing("ses", code)).send(a_mail())


@pytest.mark.parametrize(
    "code",
    [
        "Throttling",
        "LimitExceeded",
        "ConfigurationSetSendingPausedException",
        "AccountSendingPausedException",
        "MailFromDomainNotVerifiedException",
        "ConfigurationSetDoesNotExist",
    ],
)
def test_A3_fault_48_what_may_be_sent_later_is_unavailable(aws: None, code: str) -> None:
    with pytest.raises(Unavailable, match=code):
        of_aws(refusing("ses", code)).send(a_mail())


def test_a_mail_whose_answer_is_lost_is_not_repeated_behind_our_back(aws: None) -> None:
    client = boto3.client("ses", config=strict("ses"))
    tries = []

    def lose(**_: Any) -> None:
        tries.append(1)
        raise ReadTimeoutError(endpoint_url="https://email")

    client.meta.events.register_first("before-send", lose)

    with pytest.raises(Unavailable):
        of_aws(client).send(a_mail())
    assert len(tries) == 1


def test_the_fake_fails_on_demand_and_counts_by_effect() -> None:
    postman = MemoryPostman()
    postman.fail(Unavailable("throttled"))

    with pytest.raises(Unavailable):
        postman.send(a_mail())
    postman.send(a_mail())
    postman.send(a_mail(effect="other"))

    assert postman.count_by_effect == {"3K7Q9WZDD-1-0": 1, "other": 1}
    assert postman.posted[0].message["Subject"] == "Your case 3K7Q-9WZD-D"
