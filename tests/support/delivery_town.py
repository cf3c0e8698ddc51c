"""A town whose mails come to an end that is told: delivered, bounced, complained of."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from shared.business_time.instant import format_instant
from shared.domain.history import Caller, LogEntry
from shared.domain.intake import Intake
from shared.domain.mail.delivery import Delivery, DeliveryKind
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.names import EFFECT_HEADER
from shared.workflows.open_case import open_case
from shared.workflows.record_delivery import Recorded, record_delivery
from tests.support.town import Town

ALEX = "alex@acme.example"
DESK = "desk@acme.example"
WATCH = "watch@acme.example"
DANA = "dana@northwind.example"
API = Caller(name="alex", door="api", roles=("agents",))
_WORDING = {"owner": "late", "contact": "got"}
_DOCUMENTS: tuple[Mapping[str, Any], ...] = (
    {"kind": "settings", "zone": "UTC", "default_queue": "Desk", "fallback_queue": "Watch"},
    {"kind": "queue", "name": "Desk", "address": DESK},
    {"kind": "queue", "name": "Watch", "address": WATCH},
    {"kind": "user", "name": "alex", "email": "Alex@acme.example", "roles": ["agents"]},
    {"kind": "mail_template", "name": "late", "subject": "Late: {{case.number}}", "text": "Late."},
    {"kind": "mail_template", "name": "got", "subject": "{{case.number}}", "text": "We have it."},
    {
        "kind": "process",
        "name": "Support",
        "milestones": [
            {
                "milestone": "Answer",
                "within": "10m",
                "actions": [
                    {
                        "name": "breach",
                        "on": "violation",
                        "after": "0m",
                        "do": [],
                    }
                ],
            }
        ],
    },
    {"kind": "account", "external_id": "northwind", "name": "Northwind"},
    {
        "kind": "contact",
        "external_id": "dana",
        "account": "northwind",
        "name": "Dana Vogel",
        "email": DANA,
    },
    {
        "kind": "entitlement",
        "external_id": "nw",
        "account": "northwind",
        "name": "Northwind support",
        "process": "Support",
    },
)


class DeliveryTown(Town):
    """A record of Dana's that Alex owns; ten minutes later both are written to."""

    def __init__(self, *, to: tuple[str, ...] = ("owner", "contact")) -> None:
        super().__init__(_organisation(to))

    def a_late_case(self, key: str = "once", owner: str = "alex") -> str:
        """Opened, violated, and both mails sent; answers its number."""
        number = self.a_case(key, owner)
        self.pass_minutes(11)
        return number

    def a_case(self, key: str = "once", owner: str = "alex") -> str:
        intake = Intake(
            origin="api",
            verified=True,
            email=DANA,
            subject="Belt",
            description="It stands.",
            fields={"owner": owner} if owner else {},
            repeat_key=key,
            repeat_seconds=3_600,
            fingerprint=key,
        )
        return open_case(self.world, intake, API).number

    def effect_to(self, address: str) -> str:
        """The last mail that went there."""
        found = [one.mail for one in self.postman.posted if address in map(str.lower, one.mail.to)]
        return found[-1].effect

    def news(self, kind: DeliveryKind, address: str, **given: Any) -> Delivery:
        """What is said of the last mail to that address."""
        filled = {"effect": self.effect_to(address), "permanent": kind == "bounced", **given}
        return Delivery(
            kind=kind,
            message_id="0100-1",
            addresses=(address,),
            **{"at": self.clock.now(), **filled},
        )

    def said(self, kind: DeliveryKind, address: str, **given: Any) -> Recorded:
        return record_delivery(self.world, self.news(kind, address, **given))

    def log(self, number: str) -> list[LogEntry]:
        return list(self.store.records.action_log(number).items)

    def results(self, number: str) -> list[tuple[str, str]]:
        """Effect without its number, and what became of it, as the log tells it."""
        return [(one.effect.partition(".")[2], one.result) for one in self.log(number)]


def an_event(kind: str, effect: str, address: str, at: int, **about: Any) -> dict[str, Any]:
    """An event as the sending service publishes it."""
    moment = format_instant(at).replace("Z", ".669Z")
    name = f"{kind[0].lower()}{kind[1:]}"
    recipients = {
        "Bounce": "bouncedRecipients",
        "Complaint": "complainedRecipients",
        "DeliveryDelay": "delayedRecipients",
    }
    who = {recipients[kind]: [{"emailAddress": address}]} if kind in recipients else {}
    return {
        "eventType": kind,
        "mail": {
            "timestamp": moment,
            "source": "Acme <support@milepost.example>",
            "messageId": "0100-1",
            "destination": [address],
            "headersTruncated": False,
            "headers": [
                {"name": "Subject", "value": "Late"},
                {"name": EFFECT_HEADER, "value": effect},
            ],
            "tags": {"ses:configuration-set": ["milepost"], "effect": ["x"]},
        },
        name: {} if kind == "Send" else {"timestamp": moment, **who, **about},
    }


def _organisation(to: tuple[str, ...]) -> Organisation:
    mails = [{"email": {"template": _WORDING[who], "to": [who]}} for who in to]
    documents = deepcopy(_DOCUMENTS)
    for one in documents:
        if one["kind"] == "process":
            one["milestones"][0]["actions"][0]["do"] = mails
    return organise([SourceDocument("test", dict(one)) for one in documents])
