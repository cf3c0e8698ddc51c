"""A deployment that receives mail: a town with a mailbox, routes, and the service in front of them."""

from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from shared.adapters.dynamo.mails import DynamoMails
from shared.domain.history import Comment
from shared.domain.mail.envelope import Envelope, Verdicts
from shared.domain.mail.reply_address import reply_address
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import Received, receive_mail
from tests.support.mails import TRUSTED
from tests.support.table import TABLE
from tests.support.town import REPLY_KEY, Town

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SUPPORT = "support@acme.example"
DOCUMENTS: tuple[dict[str, Any], ...] = (
    {"kind": "queue", "name": "Desk"},
    {"kind": "queue", "name": "Sales"},
    {"kind": "user", "name": "alex", "email": "alex@acme.example", "roles": ["agents"]},
    {"kind": "user", "name": "gone", "email": "gone@acme.example", "active": False},
    {
        "kind": "mail_template",
        "name": "received",
        "subject": "We have it: {{case.number}}",
        "text": "Your case is {{case.number}}.",
    },
    {
        "kind": "mail_route",
        "address": "Support@acme.example",
        "priority": "Medium",
        "queue": "Sales",
        "acknowledge": "received",
    },
    {
        "kind": "mail_route",
        "address": "partners@acme.example",
        "authorized_senders": ["@northwind.example", "omar@fabrikam.example"],
        "machines": "quarantine",
        "contact": "leave",
    },
    {
        "kind": "process",
        "name": "Support",
        "milestones": [
            {"milestone": "Answer", "within": "4h", "complete": {"event": "first_public_reply"}},
            {"milestone": "Wait", "within": "8h", "complete": {"event": "customer_reply"}},
        ],
    },
    {"kind": "account", "external_id": "northwind", "name": "Northwind"},
    {
        "kind": "contact",
        "external_id": "dana",
        "account": "northwind",
        "name": "Dana Vogel",
        "email": "dana@northwind.example",
    },
    {
        "kind": "entitlement",
        "external_id": "nw-support",
        "account": "northwind",
        "name": "Northwind support",
        "process": "Support",
    },
)


def an_organisation(settings: Mapping[str, Any] | None = None, **mail: Any) -> Organisation:
    """Northwind is a customer, Alex a user; `mail` are settings of mail."""
    usual = {"kind": "settings", "zone": "UTC", "default_queue": "Desk", "mail": mail}
    documents = ({**usual, **(settings or {})}, *DOCUMENTS)
    return organise([SourceDocument("test", document) for document in documents])


class MailTown(Town):
    """Hands mails over as the receiving service does, each with an id of its own."""

    def __init__(
        self,
        *,
        deployment: str = "milepost-test",
        seed: int = 1,
        settings: Mapping[str, Any] | None = None,
        **mail: Any,
    ) -> None:
        super().__init__(an_organisation(settings, **mail), seed=seed)
        self.kept = DynamoMails(cast("DynamoDBClient", self.store.dynamo), TABLE)
        self.mail_world = MailWorld(
            world=self.world,
            mails=self.kept,
            mailbox=self.mailbox,
            secrets=self.secrets,
            deployment=deployment,
        )
        self._ids = count(1)

    def arrives(
        self,
        raw: bytes,
        *,
        sender: str = "dana@northwind.example",
        to: str = SUPPORT,
        verdicts: Verdicts = TRUSTED,
        identifier: str | None = None,
    ) -> Received:
        """A mail is stored, and its notification comes."""
        return receive_mail(self.mail_world, self.stored(raw, sender, to, verdicts, identifier))

    def stored(
        self,
        raw: bytes,
        sender: str = "dana@northwind.example",
        to: str = SUPPORT,
        verdicts: Verdicts = TRUSTED,
        identifier: str | None = None,
    ) -> Envelope:
        """What the receiving service does before anybody hears of it."""
        name = identifier or f"ses-{next(self._ids)}"
        self.mailbox.put(f"in/{name}", raw, self.clock.now())
        return Envelope(
            identifier=name, key=f"in/{name}", sender=sender, recipients=(to,), verdicts=verdicts
        )

    def address_of(self, number: str) -> str:
        """Where this case is answered."""
        return reply_address(number, REPLY_KEY, "acme.example")

    def comments(self, number: str) -> tuple[Comment, ...]:
        return self.store.records.comments(number).items

    def status(self, number: str) -> str:
        return str(self.store.records.load(number).fields["status"])

    def numbers(self) -> list[str]:
        """Every open case."""
        return [card.number for card in self.store.records.work(None).items]
