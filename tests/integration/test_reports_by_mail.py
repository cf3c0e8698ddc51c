"""A report of non-delivery that comes by mail: kept, heeded if it is about a mail of ours, else not."""

import pytest

from shared.business_time.instant import Instant
from shared.domain.history import LogEntry
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail, example

DANA = "dana@northwind.example"


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def a_case_with_a_sent_mail(town: MailTown, to: str = DANA) -> tuple[str, str]:
    """The number, and the effect of a mail that went to Dana."""
    number = town.arrives(a_mail()).number or ""
    effect = f"{number}.0.1.0.0"
    town.store.records.log((a_sent(number, effect, to, town.clock.now()),))
    return number, effect


def a_sent(number: str, effect: str, to: str, at: Instant) -> LogEntry:
    return LogEntry(
        number=number,
        effect=effect,
        due_at=at,
        fired_at=at,
        lateness_seconds=0,
        result="sent",
        attempts=1,
        to=(to,),
        template="received",
    )


def a_report(effect: str, *, status: str = "5.1.1") -> bytes:
    raw = example("bounce").replace(b"3K7Q9WZDD.0.1.0.0", effect.encode())
    return raw.replace(b"3K7Q-9WZD-D", b"your case").replace(b"5.1.1\n", f"{status}\n".encode())


def results(town: MailTown, number: str) -> list[str]:
    return [one.result for one in town.store.records.action_log(number).items]


def test_A3_fault_49_a_report_by_mail_marks_whom_we_wrote_to_and_lies_with_the_case(
    town: MailTown,
) -> None:
    number, effect = a_case_with_a_sent_mail(town)
    received = town.arrives(a_report(effect), sender="")
    assert (received.became, received.number, received.automatic) == ("kept", number, "bounce")
    state = town.world.mail_states.of([DANA])[DANA]
    assert (state.state, state.effect) == ("bounced", effect)
    assert results(town, number) == ["sent", "bounced"]
    assert town.numbers() == [number]


def test_A3_the_same_report_twice_is_kept_once(town: MailTown) -> None:
    number, effect = a_case_with_a_sent_mail(town)
    for _ in range(2):
        town.arrives(a_report(effect), sender="")
    assert results(town, number) == ["sent", "bounced"]


def test_A3_a_report_that_names_somebody_else_marks_nobody(town: MailTown) -> None:
    number, effect = a_case_with_a_sent_mail(town, to="omar@northwind.example")
    town.arrives(a_report(effect), sender="mallory@evil.example")
    assert town.world.mail_states.of([DANA]) == {}
    assert results(town, number) == ["sent"]


def test_A3_a_report_of_a_delay_marks_nobody(town: MailTown) -> None:
    number, effect = a_case_with_a_sent_mail(town)
    town.arrives(a_report(effect, status="4.4.1"), sender="")
    assert town.world.mail_states.of([DANA]) == {}
    assert results(town, number) == ["sent", "delayed"]


@pytest.mark.parametrize("effect", ["", "x", "7K2M9QXRD.0.1.0.0", "ABCDEFGHJ.0"])
def test_A3_a_report_of_no_mail_of_ours_waits_in_quarantine(town: MailTown, effect: str) -> None:
    received = town.arrives(a_report(effect), sender="")
    assert (received.became, received.why) == ("quarantined", "automatic_answer")
    assert town.world.mail_states.of([DANA]) == {}


def test_A3_who_is_marked_by_a_report_is_not_answered_when_he_writes_again(town: MailTown) -> None:
    _, effect = a_case_with_a_sent_mail(town)
    town.deliver()
    town.arrives(a_report(effect), sender="")
    before = len(town.postman.posted)
    second = town.arrives(a_mail(message_id="<m2@northwind.example>")).number or ""
    town.deliver()
    assert len(town.postman.posted) == before
    assert results(town, second) == ["suppressed"]
