"""Which case a mail belongs to, and that nobody writes himself onto one."""

import pytest

from shared.domain.mail.header_values import Address
from shared.domain.mail.reply_address import case_in_addresses, case_in_text, reply_address
from shared.domain.mail.reply_keys import OldKey, read_keys
from shared.domain.mail.thread import Claim, claims, is_customers, is_proof, numbers_in
from shared.domain.mail.ties import Ties, known_as, ties_of
from shared.errors import Misconfigured
from tests.support.mails import a_mail, read
from tests.support.records import a_file

CASE = "3K7Q9WZDD"
NEW, OLD = "the present secret of this stage", "the secret before it"
ADDRESS = reply_address(CASE, NEW, "reply.acme.example")


def claimed(
    raw: bytes, known: dict[str, str] | None = None, **given: object
) -> list[tuple[str, str]]:
    found = claims(read(raw, **given), (NEW, OLD), known or {})
    return [(claim.number, claim.by) for claim in found]


def test_I3_a_signed_address_names_its_case_also_in_capitals_and_with_the_old_secret() -> None:
    assert len(ADDRESS.partition("@")[0]) <= 64
    assert case_in_addresses([ADDRESS], (NEW, OLD)) == CASE
    assert case_in_addresses([ADDRESS.upper()], (NEW, OLD)) == CASE
    assert case_in_addresses([reply_address(CASE, OLD, "x.example")], (NEW, OLD)) == CASE
    assert case_in_addresses([reply_address(CASE, "another one", "x.example")], (NEW, OLD)) is None


def test_I3_no_other_signature_opens_a_case() -> None:
    local, _, domain = ADDRESS.partition("@")
    for place in range(len(local) - 16, len(local)):
        other = "a" if local[place] != "a" else "b"
        forged = f"{local[:place]}{other}{local[place + 1 :]}@{domain}"
        assert case_in_addresses([forged], (NEW, OLD)) is None
    assert case_in_addresses([ADDRESS.replace("3k7q9wzdd", "7k7q9wzdd")], (NEW,)) is None
    assert case_in_addresses([ADDRESS], ()) is None


def test_I3_the_strongest_claim_comes_first() -> None:
    raw = a_mail(
        f"> Reply to {ADDRESS}",
        to=ADDRESS,
        subject="Re: [3K7Q-9WZD-D] x",
        in_reply_to="<sent-1@ses.example>",
        references="<a@x.example> <sent-0@ses.example>",
    )
    known = {"sent-1@ses.example": "B", "sent-0@ses.example": "C"}
    assert claimed(raw, known) == [
        (CASE, "address"),
        ("B", "reference"),
        ("C", "reference"),
        (CASE, "text"),
        (CASE, "subject"),
    ]
    assert claimed(a_mail(), known) == []


def test_I3_the_address_of_the_envelope_counts_too() -> None:
    assert claimed(a_mail(), recipients=(ADDRESS,)) == [(CASE, "address")]


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("Re: [3K7Q-9WZD-D] x", (CASE,)),
        ("case 3k7q9wzdd, please", (CASE,)),
        ("Re: 3K7Q-9WZD-E", ()),
        ("order 13K7Q9WZDD", ()),
        ("3K7Q-9WZD-D-7", ()),
        ("123456788", ()),
    ],
)
def test_E8_a_number_in_a_subject_must_check(subject: str, found: tuple[str, ...]) -> None:
    assert numbers_in(subject) == found


@pytest.mark.parametrize(
    ("by", "enough"),
    [("address", True), ("text", True), ("reference", False), ("subject", False)],
)
def test_I3_a_signed_address_alone_proves_the_way(by: str, enough: bool) -> None:
    assert is_proof(Claim.model_validate({"number": CASE, "by": by})) is enough


@pytest.mark.parametrize(
    ("sender", "theirs"),
    [
        ("dana@northwind.example", True),
        ("DANA@Northwind.example", True),
        ("colleague@northwind.example", True),
        ("sue@webmail.example", True),
        ("stranger@evil.example", False),
        ("other@webmail.example", False),
    ],
)
def test_I3_a_customer_is_known_by_address_or_own_domain(sender: str, theirs: bool) -> None:
    file = a_file(
        CASE,
        supplied={"email": "sue@webmail.example"},
        fields={"contact.email": "dana@northwind.example"},
    )
    found = is_customers(Address(address=sender), file, ["webmail.example"])
    assert found is theirs


def test_I3_many_addresses_in_a_text_cost_little() -> None:
    text = f"{'case+3k7q9wzdd.aaaaaaaaaaaaaaaa@x.example ' * 2_000}{ADDRESS}"
    assert case_in_text(text, (NEW, OLD)) == CASE


@pytest.mark.parametrize("evil", ["=?utf-8?q?a=0Ab?=", "a b", "a>b", "a\nb", "ä@b", "", "q" * 251])
def test_I3_a_strangers_id_that_could_break_a_header_is_not_answered(evil: str) -> None:
    assert ties_of(CASE, f"{CASE}.received", evil, NEW, "acme.example").in_reply_to is None


def test_I3_without_a_key_a_mail_has_neither_address_nor_id_of_ours() -> None:
    ties = ties_of(CASE, f"{CASE}.received", "a@b.example", None, "acme.example")
    assert ties == Ties(in_reply_to="a@b.example")
    tied = ties_of(CASE, f"{CASE}.received", None, NEW, "acme.example")
    assert tied.reply_to == reply_address(CASE, NEW, "acme.example")
    assert (tied.message_id or "").endswith("@acme.example")


def test_I3_the_sending_services_id_is_known_bare_and_whole() -> None:
    assert known_as("1@eu-west-1.amazonses.com") == ("1@eu-west-1.amazonses.com", "1")
    assert known_as("1@amazonses.com") == ("1@amazonses.com", "1")
    assert known_as("1@x-amazonses.com") == ("1@x-amazonses.com",)
    assert known_as("odd") == ("odd",)


def test_I3_a_key_that_was_turned_counts_for_its_grace_and_no_longer() -> None:
    keys = read_keys(("first",)).turned("second", 1_000, 60).turned("third", 1_030, 60)
    kept = read_keys((keys.model_dump_json(),))
    assert kept.accepted(1_059) == ("third", "second", "first")
    assert kept.accepted(1_060) == ("third", "second")
    assert kept.accepted(1_090) == ("third",)
    assert kept.turned("fourth", 2_000, 60).before == (OldKey(key="third", until=2_060),)


def test_I3_a_key_that_is_known_to_somebody_is_dropped_at_once() -> None:
    assert read_keys(("first",)).turned("second", 0, 60).without_grace().accepted(1) == ("second",)


@pytest.mark.parametrize("broken", ["{", "{}", '{"present": ""}', '{"present": "x", "more": 1}'])
def test_I3_a_broken_secret_is_said(broken: str) -> None:
    with pytest.raises(Misconfigured):
        read_keys((broken,))
