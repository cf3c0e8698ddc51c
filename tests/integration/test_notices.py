"""What is told by itself: to the customer, to a new owner, of an escalation, of an allowance (A1)."""

from typing import Any

import pytest

from shared.domain.alteration import Alteration, Verb
from shared.domain.history import Caller
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.errors import Unavailable
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from tests.support.mail_town import DOCUMENTS
from tests.support.town import AGENT, MINUTE, WEB, Town, an_intake

DANA = "dana@northwind.example"
NOTICES = ("received", "assigned", "escalated", "allowance_low", "allowance_exceeded")
PEOPLE: tuple[dict[str, Any], ...] = (
    {"kind": "user", "name": "maria", "email": "maria@acme.example"},
    {"kind": "user", "name": "bob", "email": "bob@acme.example", "manager": "maria"},
    {"kind": "user", "name": "away", "email": "away@acme.example", "away": True},
    {"kind": "user", "name": "lone", "email": "lone@acme.example"},
)


ESCALATING: dict[str, Any] = {
    "milestones": [
        {
            "milestone": "Answer",
            "within": "3m",
            "actions": [
                {
                    "name": "up",
                    "on": "violation",
                    "after": "0m",
                    "do": [{"escalate": {"queue": "Sales"}}],
                }
            ],
        }
    ]
}


def an_organisation(
    *names: str,
    cases: int | None = None,
    owner: str | None = "lone",
    process: dict[str, Any] | None = None,
    **mail: Any,
) -> Organisation:
    wanted = names or NOTICES
    settings = {
        "kind": "settings",
        "zone": "UTC",
        "default_queue": "Desk",
        "fallback_queue": "Sales",
        "notices": {name: f"t-{name}" for name in wanted},
        "mail": mail,
    }
    templates: list[dict[str, Any]] = [
        {"kind": "mail_template", "name": f"t-{name}", "subject": f"{name} {{{{case.number}}}}"}
        | {"text": "{{contact.name}}: {{case.subject}}"}
        for name in wanted
    ]
    return organise(
        [
            SourceDocument("test", document)
            for document in (settings, *templates, *PEOPLE, *_customers(cases, owner, process))
        ]
    )


def _customers(
    cases: int | None, owner: str | None, process: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """The town's documents, with addresses of queues, an owner of the account, and an allowance."""
    found = []
    for document in DOCUMENTS:
        more: dict[str, Any] = {}
        if document["kind"] == "queue":
            more = {"address": f"{document['name'].lower()}@acme.example"}
        if document["kind"] == "account" and owner:
            more = {"owner": owner}
        if document["kind"] == "entitlement" and cases is not None:
            more = {"cases_per_entitlement": cases}
        if document["kind"] == "process" and process:
            more = process
        found.append({**document, **more})
    return found


def opened(town: Town, *, key: str = "once", **given: Any) -> str:
    intake = an_intake(DANA, key=key).model_copy(update=given)
    return open_case(town.world, intake, WEB).number


def do(town: Town, number: str, verb: Verb, who: str = "lead", **given: Any) -> None:
    caller = Caller(name=who, door="api", roles=("managers",))
    change_case(town.world, number, Alteration(verb=verb, **given), caller)


def told(town: Town) -> list[tuple[str, str]]:
    """Every notice that went out: its kind, and to whom."""
    town.pass_minutes(2)
    return [(one.mail.subject.split()[0], one.mail.to[0]) for one in town.postman.posted]


def test_A1_who_fills_in_the_form_is_told_that_it_has_come() -> None:
    town = Town(an_organisation("received"))
    number = opened(town)
    assert told(town) == [("received", DANA)]
    (posted,) = town.postman.posted
    assert posted.message["Auto-Submitted"] == "auto-replied"
    assert posted.mail.subject == f"received {number}"


def test_A1_who_signed_in_is_answered_in_their_own_words() -> None:
    town = Town(an_organisation("received"))
    opened(town, origin="portal", verified=True, contact="dana", email=None)
    assert told(town) == [("received", DANA)]
    assert town.postman.posted[0].mail.text == "Dana Vogel: Is it burning?"


@pytest.mark.parametrize("origin", ["api", "console"])
def test_A1_a_case_that_an_agent_opens_tells_the_customer_nothing(origin: str) -> None:
    town = Town(an_organisation("received"))
    opened(town, origin=origin)
    assert told(town) == []


def test_I4_an_answer_to_a_form_carries_no_words_of_a_stranger() -> None:
    town = Town(an_organisation("received"))
    opened(town, subject="Buy now at evil.example", name="Click here")
    told(town)
    (posted,) = town.postman.posted
    assert posted.mail.text == "Dana Vogel: your request"
    stranger = an_intake("victim@other.example", key="2").model_copy(update={"name": "Click"})
    open_case(town.world, stranger, WEB)
    told(town)
    assert town.postman.posted[-1].mail.text == "customer: your request"


def test_I4_a_form_mails_nobody_more_than_a_few_times_an_hour() -> None:
    town = Town(an_organisation("received", answers_per_sender=3))
    for turn in range(6):
        opened(town, key=f"k{turn}")
    assert told(town) == [("received", DANA)] * 3
    town.clock.tick(60 * MINUTE)
    opened(town, key="later")
    assert len(told(town)) == 4


def test_I4_all_answers_together_have_a_budget_of_an_hour() -> None:
    town = Town(an_organisation("received", answers_in_all=2))
    for turn in range(5):
        intake = an_intake(f"p{turn}@other.example", key=f"k{turn}")
        open_case(town.world, intake, WEB)
    assert len(told(town)) == 2
    numbers = [card.number for card in town.store.records.work(None).items]
    logs = [town.store.records.action_log(number).items[-1] for number in numbers]
    assert sorted(log.result for log in logs) == ["sent"] * 2 + ["suppressed"] * 3
    assert {log.detail for log in logs} == {None, "enough automatic answers for an hour"}


@pytest.mark.parametrize(
    "address",
    [
        "support@acme.example",
        "no-reply@x.example",
        "mailer-daemon@x.example",
        "case+3k7q9wzdd.abcdefghijklmnop@x.example",
    ],
)
def test_I4_a_form_makes_us_write_to_no_machine_and_not_to_ourselves(address: str) -> None:
    town = Town(an_organisation("received"))
    open_case(town.world, an_intake(address), WEB)
    assert told(town) == []


def test_I4_an_answer_that_is_tried_again_is_counted_once() -> None:
    town = Town(an_organisation("received", answers_per_sender=1))
    town.postman.fail(Unavailable("throttled"), Unavailable("throttled"))
    opened(town)
    town.pass_minutes(5)
    assert told(town) == [("received", DANA)]


def test_A1_a_new_owner_is_told_once() -> None:
    town = Town(an_organisation("assigned"))
    number = opened(town)
    do(town, number, "update", fields={"owner": "bob"})
    do(town, number, "update", fields={"priority": "Low"})
    assert told(town) == [("assigned", "bob@acme.example")]
    do(town, number, "update", fields={"owner": "maria"})
    assert told(town)[1:] == [("assigned", "maria@acme.example")]


def test_A1_nobody_is_told_of_what_they_took_themselves() -> None:
    town = Town(an_organisation("assigned"))
    number = opened(town)
    change_case(town.world, number, Alteration(verb="accept"), AGENT)
    assert told(town) == []


def test_A1_a_case_that_is_born_with_an_owner_tells_them() -> None:
    town = Town(an_organisation("assigned"))
    opened(town, fields={"owner": "bob"})
    assert told(town) == [("assigned", "bob@acme.example")]


def test_O2_an_owner_who_is_away_is_told_by_way_of_the_fallback_queue() -> None:
    town = Town(an_organisation("assigned"))
    number = opened(town)
    do(town, number, "update", fields={"owner": "away"})
    assert told(town) == [("assigned", "sales@acme.example")]


def test_A1_an_escalation_tells_the_manager_of_whom_it_was_taken_from() -> None:
    town = Town(an_organisation("escalated"))
    number = opened(town, fields={"owner": "bob"})
    do(town, number, "update", fields={"escalated": True, "owner": None, "queue": "Desk"})
    assert told(town) == [("escalated", "maria@acme.example")]
    do(town, number, "update", fields={"priority": "Low"})
    assert len(told(town)) == 1
    do(town, number, "update", fields={"escalated": False})
    do(town, number, "update", fields={"escalated": True})
    assert len(told(town)) == 2


@pytest.mark.parametrize("fields", [{"owner": "lone"}, {"queue": "Desk"}])
def test_O2_an_escalation_above_whom_nobody_stands_goes_to_the_fallback_queue(
    fields: dict[str, Any],
) -> None:
    town = Town(an_organisation("escalated"))
    number = opened(town, fields=fields)
    do(town, number, "update", fields={"escalated": True})
    assert told(town) == [("escalated", "sales@acme.example")]


def test_E6_crossings_of_an_allowance_are_told_once_each_to_the_owner_of_the_account() -> None:
    town = Town(an_organisation(cases=5))
    for turn in range(8):
        opened(town, key=f"k{turn}", origin="api")
    found = [line for line in told(town) if line[0].startswith("allowance")]
    assert found == [
        ("allowance_low", "lone@acme.example"),
        ("allowance_exceeded", "lone@acme.example"),
    ]


@pytest.mark.parametrize("owner", [None, "away"])
def test_O2_an_allowance_that_nobody_looks_after_is_told_to_the_fallback_queue(
    owner: str | None,
) -> None:
    town = Town(an_organisation("allowance_exceeded", cases=0, owner=owner))
    opened(town)
    assert told(town) == [("allowance_exceeded", "sales@acme.example")]


def test_A4_a_change_that_is_asked_for_twice_tells_once() -> None:
    town = Town(an_organisation())
    for _ in range(2):
        opened(town, key="same", fields={"owner": "bob"})
    assert sorted(told(town)) == [("assigned", "bob@acme.example"), ("received", DANA)]


def test_a_notice_without_a_template_is_not_sent() -> None:
    town = Town(an_organisation("entitlement_ending", cases=0))
    number = opened(town)
    do(town, number, "update", fields={"owner": "bob", "escalated": True})
    assert told(town) == []


def test_no_notice_of_the_settings_is_warned_of_any_more() -> None:
    assert an_organisation().warnings == ()


def test_A2_an_escalation_by_a_timer_tells_the_manager_of_the_former_owner_once() -> None:
    town = Town(an_organisation("escalated", "assigned", process=ESCALATING))
    opened(town, fields={"owner": "bob"})
    assert told(town) == [("assigned", "bob@acme.example")]
    town.pass_minutes(5)
    assert told(town)[1:] == [("escalated", "maria@acme.example")]
