"""Loops end, and a flood drowns nobody but its own sender (faults 27, 28)."""

from collections import Counter
from email import message_from_bytes
from email.utils import parseaddr
from typing import Any

import pytest

from shared.domain.mail.envelope import Verdicts
from shared.domain.mail.reply_address import reply_address
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import TRUSTED, a_mail
from tests.support.town import MAIL_SENDER, MINUTE

FLOOD = 10_000
CALL_SECONDS = 0.01
"""What one call of the table takes, generously."""

AT_A_TIME = 10
LOOPING = ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Milepost-Loop")


def _carried(
    towns: dict[str, MailTown], first: bytes, *, bare: bool, most: int, signed: bool = False
) -> int:
    """Carry mail between towns until nobody writes any more; how many mails there were.

    A `bare` way strips every header that says that a machine wrote; by a `signed` one answers go to
    the address that the mail before asks for.
    """
    waiting = [(first, "support@b.example", "a")]
    carried = 0
    while waiting and carried < most:
        raw, sender, to = waiting.pop(0)
        carried += 1
        town = towns[to]
        seen = len(town.postman.posted)
        town.arrives(raw, sender=sender, to=_answered(raw) if signed else SUPPORT)
        town.deliver()
        for posted in town.postman.posted[seen:]:
            message = posted.message
            for name in LOOPING if bare else ():
                del message[name]
            del message["From"], message["Message-ID"]
            message["From"] = f"support@{to}.example"
            message["Message-ID"] = f"<{to}-{posted.message_id}@ses.example>"
            other = "b" if to == "a" else "a"
            message["X-Answers"] = message_from_bytes(raw).get("Reply-To", SUPPORT)
            waiting.append((message.as_bytes(), f"support@{to}.example", other))
    return carried


def _answered(raw: bytes) -> str:
    return parseaddr(message_from_bytes(raw).get("X-Answers", SUPPORT))[1]


def _towns() -> dict[str, MailTown]:
    towns = {
        "a": MailTown(deployment="milepost-a"),
        "b": MailTown(deployment="milepost-b", seed=2),
    }
    towns["b"].secrets.known["reply"] = ("another secret",)
    return towns


def test_I4_fault_27_two_deployments_that_write_to_each_other_stop_within_three_mails() -> None:
    first = a_mail(**{"from": "support@b.example", "message_id": "<b-0@ses.example>"})
    towns = _towns()
    assert _carried(towns, first, bare=False, most=50) <= 3
    assert len(towns["a"].numbers()) == 1
    assert towns["b"].numbers() == []


def test_I4_two_deployments_that_answer_to_signed_addresses_stop_too() -> None:
    for bare in (False, True):
        first = a_mail(**{"from": "support@b.example", "message_id": "<b-0@ses.example>"})
        towns = _towns()
        assert _carried(towns, first, bare=bare, most=50, signed=True) <= 3


def test_I4_fault_27_a_machine_that_hides_it_is_answered_a_few_times_an_hour() -> None:
    first = a_mail(**{"from": "support@b.example", "message_id": "<b-0@ses.example>"})
    towns = _towns()
    assert _carried(towns, first, bare=True, most=50) <= 11
    assert all(len(town.postman.posted) <= 5 for town in towns.values())


@pytest.mark.parametrize(
    "ours", ["partners@acme.example", "Alex@acme.example", "gone@acme.example", MAIL_SENDER]
)
def test_I4_we_never_answer_an_address_of_our_own(ours: str) -> None:
    town = MailTown()
    assert town.arrives(a_mail(**{"from": ours}), sender=ours).became == "case"
    town.deliver()
    assert town.postman.posted == []


def test_I4_fault_28_ten_thousand_mails_of_one_sender_leave_anothers_served_in_time() -> None:
    town = MailTown()
    bomb = a_mail(**{"from": "bomb@evil.example"})
    became: Counter[str] = Counter()
    before = reads = 0
    for place in range(FLOOD):
        raw = bomb.replace(b"m1@", f"m{place}@".encode())
        if place == 100:
            before = town.store.dynamo.calls.total()
            reads = len(town.mailbox.reads)
        became[town.arrives(raw, sender="bomb@evil.example").became] += 1
    calls = town.store.dynamo.calls.total() - before
    assert became == {"case": 60, "quarantined": FLOOD - 60}
    assert len(town.mailbox.reads) == reads
    waited = calls * CALL_SECONDS / AT_A_TIME
    assert waited < MINUTE
    honest = town.arrives(a_mail(message_id="<honest@northwind.example>"))
    assert honest.became == "case"
    town.deliver()
    assert [posted.mail.to for posted in town.postman.posted if "dana" in posted.mail.to[0]]


def _many(town: MailTown, most: int, who: str, sender: str, **given: Any) -> list[str]:
    """What became of mails of one From, each with an id of its own."""
    return [
        town.arrives(
            a_mail(**{"from": who, "message_id": f"<{place}-{sender}-{who}>"}),
            sender=sender,
            **given,
        ).became
        for place in range(most)
    ]


OMAR = "omar@fabrikam.example"
NOTHING = Verdicts(spam="pass", virus="pass", spf="fail", dkim="fail", dmarc="fail")
FORWARDED = TRUSTED.model_copy(update={"spf": "fail"})


@pytest.mark.parametrize("real", [TRUSTED, FORWARDED])
@pytest.mark.parametrize("envelope", [OMAR, ""])
def test_I4_a_flood_in_somebodys_name_does_not_keep_out_the_one_who_has_it(
    envelope: str, real: Verdicts
) -> None:
    town = MailTown(mails_per_sender=3)
    forged = _many(town, 5, OMAR, envelope, verdicts=NOTHING)
    assert forged[-1] == "quarantined"
    assert town.arrives(a_mail(**{"from": OMAR}), sender=OMAR, verdicts=real).became == "case"


def test_I4_a_flood_under_an_envelope_of_anothers_does_not_keep_out_its_forwarded_mail() -> None:
    town = MailTown(mails_per_sender=3)
    assert _many(town, 5, "eve@evil.example", OMAR, verdicts=FORWARDED)[-1] == "quarantined"
    mail = a_mail(**{"from": OMAR})
    assert town.arrives(mail, sender=OMAR, verdicts=FORWARDED).became == "case"


def test_I4_mail_without_an_envelope_sender_counts_for_whom_it_is_from_and_for_its_case() -> None:
    town = MailTown(mails_per_sender=3)
    numbers = [
        town.arrives(a_mail(message_id=f"<{name}@northwind.example>")).number or "" for name in "ab"
    ]
    for name, number in zip("ab", numbers, strict=True):
        reports = [
            town.arrives(
                a_mail(
                    **{"from": "mailer-daemon@relay.example"},
                    in_reply_to=f"<{name}@northwind.example>",
                    message_id=f"<{name}{place}@relay.example>",
                ),
                sender="",
            )
            for place in range(4)
        ]
        assert [one.became for one in reports] == ["kept", "kept", "kept", "quarantined"]
        assert (reports[0].number, reports[-1].why) == (number, "flood")
    for who in ("vacation@a.example", "vacation@b.example"):
        stray = [
            town.arrives(a_mail(**{"from": who, "message_id": f"<{turn}-{who}>"}), sender="")
            for turn in range(4)
        ]
        assert [one.why for one in stray] == [*["automatic_answer"] * 3, "flood"]


def test_I4_mail_to_a_signed_address_counts_for_its_case_alone() -> None:
    town = MailTown(mails_per_sender=3)
    number = town.arrives(a_mail(message_id="<first@northwind.example>")).number or ""
    _many(town, 4, "dana@northwind.example", "dana@northwind.example")
    signed = _many(
        town, 4, "dana@northwind.example", "dana@northwind.example", to=town.address_of(number)
    )
    assert signed == ["comment"] * 3 + ["quarantined"]
    badly_signed = reply_address(number, "no key of ours", "acme.example")
    assert town.arrives(a_mail(), to=badly_signed).why == "flood"


def test_I4_after_an_hour_the_sender_is_heard_again() -> None:
    town = MailTown(mails_per_sender=2)
    for place in range(4):
        town.arrives(a_mail(message_id=f"<m{place}@northwind.example>"))
    assert len(town.numbers()) == 2
    town.clock.tick(60 * MINUTE)
    assert town.arrives(a_mail(message_id="<late@northwind.example>")).became == "case"
