"""A stop by hand that waits for the customer ends with the customer's reply (I3, M10)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from shared.domain.alteration import Alteration
from shared.domain.mail.envelope import Verdicts
from shared.workflows.change_case import change_case
from shared.workflows.show_case import case_timeline
from tests.support.mail_town import MailTown
from tests.support.mails import TRUSTED, a_mail
from tests.support.town import AGENT

HOUR = 3_600


def stopped(town: MailTown, reason: str = "Waiting on customer", **given: Any) -> str:
    number = town.arrives(a_mail(message_id="<first@northwind.example>")).number or ""
    town.clock.tick(60)
    alteration = Alteration(verb="stop", reason=reason, **given)
    change_case(town.world, number, alteration, AGENT)
    town.clock.tick(HOUR)
    return number


def replies(
    town: MailTown,
    number: str,
    verdicts: Verdicts = TRUSTED,
    sign: Mapping[str, str] = MappingProxyType({}),
) -> None:
    filled = {"to": town.address_of(number), "message_id": "<r@northwind.example>", **sign}
    town.arrives(a_mail(**filled), verdicts=verdicts)


def is_stopped(town: MailTown, number: str) -> bool:
    return town.store.records.load(number).sla.stop is not None


@pytest.mark.parametrize("verdicts", [TRUSTED, Verdicts(spf="fail", dmarc="fail")])
def test_I3_a_reply_ends_a_stop_that_waits_for_the_customer_and_says_so(
    verdicts: Verdicts,
) -> None:
    town = MailTown()
    number = stopped(town)
    replies(town, number, verdicts)
    assert not is_stopped(town, number)
    entry = town.store.records.history(number).items[-1]
    assert (entry.who, entry.verb, entry.change.resume) == (
        "dana@northwind.example",
        "customer_reply",
        True,
    )
    assert entry.note == "resume: the customer replied"
    assert any("the customer replied" in line.text for line in case_timeline(town.world, number))


def test_I3_a_reply_leaves_a_stop_for_another_reason() -> None:
    town = MailTown()
    number = stopped(town, "Planned work")
    replies(town, number)
    assert is_stopped(town, number)
    assert len(town.comments(number)) == 1


@pytest.mark.parametrize(
    ("listed", "holds"), [([], True), (["planned WORK"], True), (["waiting ON customer"], False)]
)
def test_I3_which_stops_a_reply_ends_is_a_setting(listed: list[str], holds: bool) -> None:
    town = MailTown(settings={"waiting_reasons": listed})
    number = stopped(town)
    replies(town, number)
    assert is_stopped(town, number) is holds


@pytest.mark.parametrize(
    "sign", [{"auto_submitted": "auto-replied"}, {"precedence": "bulk"}, {"x_autoreply": "yes"}]
)
def test_I3_automatic_mail_never_ends_a_stop(sign: dict[str, str]) -> None:
    town = MailTown()
    number = stopped(town)
    replies(town, number, sign=sign)
    assert is_stopped(town, number)


def test_M10_a_reply_after_a_stop_has_ended_by_itself_lands_all_the_same() -> None:
    town = MailTown()
    number = stopped(town, until=town.clock.now() + HOUR)
    replies(town, number)
    assert not is_stopped(town, number)
    assert len(town.comments(number)) == 1
