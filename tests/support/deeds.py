"""Every way in which the table is asked, each made ready over a town and then done once."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from shared.domain.allowance import LedgerEntry
from shared.domain.alteration import Alteration
from shared.domain.configuration_wish import Wish
from shared.domain.contact import Contact
from shared.domain.ending_notice import EndingNotice
from shared.domain.history import Caller, LogEntry
from shared.domain.job import ChunkReport, Job, Place
from shared.domain.mail.delivery import Delivery
from shared.domain.matching import Draft
from shared.domain.reply import ReplyDraft
from shared.domain.task_wish import TaskWish
from shared.domain.visitor import Visitor
from shared.workflows.alter_task import add_task
from shared.workflows.change_case import change_case
from shared.workflows.change_configuration import put_configured
from shared.workflows.documents_beside import Beside
from shared.workflows.grant_entitlements import templates_of
from shared.workflows.jobs.each_entitlement import each_entitlement
from shared.workflows.jobs.kinds import KINDS
from shared.workflows.judge_document import Asked
from shared.workflows.list_tasks import open_tasks
from shared.workflows.portal.own_cases import find_own_case, list_own_cases
from shared.workflows.portal.own_entitlements import list_own_entitlements
from shared.workflows.portal.visitor import visitor_of
from shared.workflows.put_document import change_document
from shared.workflows.record_delivery import record_delivery
from shared.workflows.renew_entitlement import renewal_of
from shared.workflows.reply_by_mail import reply_by_mail
from tests.support.town import Town

Deed: TypeAlias = Callable[[], object]

ANN = "ann@northwind.example"
LEAD = Caller(name="maria", door="api", roles=("managers",))
AGENT = Caller(name="alex", door="api", roles=("agents",))
GOLD = "northwind-gold"


def of_records(town: Town) -> Mapping[str, Deed]:
    """Records and what lies beside them."""
    number = town.post(ANN, key="warm").number
    town.deliver()
    records, directory = town.store.records, town.store.directory
    file = records.load(number)
    saved = file.model_copy(update={"version": file.version + 1})
    card = records.of_account("northwind").items[0]
    fired = LogEntry(
        number=number,
        effect=f"{number}.0.1.0.0",
        due_at=town.clock.now(),
        fired_at=town.clock.now(),
        lateness_seconds=0,
        result="sent",
        attempts=1,
        to=("alex@acme.example",),
    )
    records.log([fired])
    bounced = Delivery(
        kind="bounced",
        message_id="1",
        effect=fired.effect,
        addresses=(ANN,),
        at=town.clock.now(),
        permanent=True,
    )
    draft = Draft(origin="web", email=ANN, serial_number="P200-0017")
    low = Alteration(verb="update", fields={"priority": "Low"})
    return {
        "load a record": lambda: records.load(number),
        "create, round one: configuration and sender": lambda: directory.first_look(draft),
        "create, round two: what covers the account": lambda: directory.coverage(["northwind"]),
        "create: write": lambda: town.post(ANN, key="measured"),
        "change": lambda: change_case(town.world, number, low, AGENT),
        "bookkeeping: claim, mark, arm": lambda: records.save(
            saved, card, town.clock.now() + 60, True, file.version
        ),
        "may an address outside the house be written to": lambda: town.world.mail_states.of([ANN]),
        "news of a sent mail": lambda: record_delivery(town.world, bounced),
        "log of effects": lambda: records.log([fired]),
        "reply by mail": lambda: reply_by_mail(
            town.world, number, ReplyDraft(body="On our way."), AGENT
        ),
        "files of a record": lambda: town.store.mails.attached(number),
        "mails of a record, all or one; its story": lambda: town.store.mails.mails(number),
        "what happened, comments, log, decisions, past": lambda: records.history(number),
        "work of an owner or queue": lambda: records.work("queue:Tier 1"),
        "all open records": lambda: records.work(None),
        "records of an account": lambda: records.of_account("northwind"),
        "open tasks of a user or queue": lambda: open_tasks(town.world, "user:alex", None, 50),
        "make, change or finish a task": lambda: add_task(
            town.world, number, TaskWish(subject="Call Ann"), AGENT
        ),
        "tasks of a record": lambda: records.tasks(number),
        "effects that were given up": records.parked,
    }


def of_timers(town: Town) -> Mapping[str, Deed]:
    """What happens by itself, and what happens twice."""
    number = town.post(key="warm").number
    town.clock.move_to(town.alarm.waiting[0].at)
    return {
        "fire, one mail": lambda: town.wake(number, "schedule", town.clock.now()),
        "sweep": town.sweep,
        "a repeat of a request": lambda: town.post(key="warm"),
    }


def of_visitors(town: Town) -> Mapping[str, Deed]:
    """What customers ask at the portal."""
    number = town.post(ANN, key="warm").number
    caller = Caller(name="ann", door="portal", roles=("customers",), contact="ann")
    visitor = Visitor(contact=Contact(id="ann", account="northwind"), roles=("customers",))
    town.world.shelf.current()

    def every_case() -> object:
        return list_own_cases(
            town.world, visitor_of(town.world, caller), account=None, cursor=None, limit=20
        )

    return {
        "cases of a visitor": every_case,
        "one case of a visitor": lambda: find_own_case(
            town.world, visitor_of(town.world, caller), number
        ),
        "what covers a visitor": lambda: list_own_entitlements(town.world, visitor, None),
    }


def of_the_directory(town: Town) -> Mapping[str, Deed]:
    """Customers, and what they are entitled to."""
    directory = town.store.directory
    held = directory.list("entitlement", of=("account", "northwind")).items
    put(town, "product", "pump", {"name": "Pump"})
    put(town, "entitlement_template", "warranty", {"products": ["pump"]})
    end = Asked("entitlement", GOLD, {"end_date": "2028-12-31"})

    def beside() -> None:
        seen = Beside(town.world)
        seen.look(held)
        seen.count(held)

    phil = {"account": "northwind", "name": "Phil", "email": "phil@northwind.example"}
    return {
        "documents of a kind by name, or by how it begins": lambda: directory.list(
            "account", beginning="n"
        ),
        "documents by their ids": lambda: directory.together(
            [("account", "northwind"), ("contact", "ann")]
        ),
        "what a page of the directory takes beside it": beside,
        "documents that name another one": lambda: directory.list(
            "entitlement", of=("account", "northwind")
        ),
        "put a document": lambda: put(town, "product", "valve", {"name": "Valve"}),
        "change an entitlement": lambda: change_document(town.world, end, LEAD, expected=None),
        "what a new asset or line is owed": lambda: templates_of(directory, "pump"),
        "what an entitlement was renewed as": lambda: renewal_of(town.world, GOLD),
        "audit trail of a document": lambda: directory.changes("account", "northwind"),
        "audit trail of a day": lambda: directory.changes_on("2026-03-02", limit=10),
        "put a contact or asset": lambda: put(town, "contact", "phil", phil),
        "put an account under another parent": lambda: put(
            town, "account", "northwind-berlin", {"parent": "demo", "name": "Berlin"}
        ),
        "balance of an allowance": lambda: directory.balance("northwind", GOLD),
    }


def of_the_rest(town: Town) -> Mapping[str, Deed]:
    """Allowances, notices, jobs and the configuration."""
    jobs, ledger, notices = town.store.jobs, town.store.ledger, town.store.notices
    policies = town.store.policies
    revision = policies.revision()
    job = Job(
        id="3K7Q9WZDD",
        kind="recompute",
        parameters={"calendar": "Office New York"},
        who="maria",
        door="api",
        at=town.clock.now(),
    )
    jobs.create(job)
    told = EndingNotice(
        entitlement=GOLD,
        account="northwind",
        end_date=date(2027, 12, 31),
        days=60,
        days_left=60,
        at=town.clock.now(),
    )
    entry = LedgerEntry(
        entitlement=GOLD, kind="period_reset", amount=-3, at=town.clock.now(), by="daily"
    )

    def anew() -> object:
        ledger.entered("northwind", GOLD, entry.at, "period-case")
        ledger.used_before("northwind", GOLD, entry.at)
        return ledger.enter("northwind", entry, "period-case")

    def tell() -> None:
        notices.of_entitlement(GOLD)
        notices.keep(told, None)
        notices.keep(told.model_copy(update={"state": "sent"}), told)

    report = ChunkReport(place=Place(token="t", chunk=0), changed=25)
    return {
        "begin a month of an allowance anew": anew,
        "tell of an ending": tell,
        "head of a job, before each chunk": lambda: jobs.load(job.id),
        "keep what became of a chunk": lambda: jobs.report(job, report),
        "how far a job is": lambda: (jobs.load(job.id), list(jobs.reports(job.id))),
        "configuration in force": policies.revision,
        "cold load of a configuration": lambda: policies.documents(revision),
        "publish": lambda: put_configured(
            town.world, Wish("queue", "Tier 1", {"members": []}), LEAD, expected=None
        ),
        "a past version": lambda: policies.document("process", "Gold support", 1),
        "all versions of a process": lambda: policies.versions("process", "Gold support"),
    }


def of_many(town: Town) -> Mapping[str, Deed]:
    """What is done to many at once, and mail that has gone out."""
    number = town.post(ANN, key="warm").number
    hours = {"calendar": "Office New York"}
    job = Job(
        id="3K7Q9WZDD",
        kind="recompute",
        parameters=hours,
        who="maria",
        door="api",
        at=1_772_442_000,
    )
    news = Delivery(
        kind="bounced",
        message_id="m-1",
        effect=f"{number}.0.1.0.0",
        addresses=(ANN,),
        at=town.clock.now(),
        permanent=True,
    )
    states, bulk = town.world.mail_states, KINDS["recompute"]
    return {
        "list of a job: records on an old calendar": lambda: [
            list(bulk.found(town.world, hours, part)) for part in range(bulk.parts)
        ],
        "list of a day: entitlements by name": lambda: list(each_entitlement(town.world)),
        "do one item of a job": lambda: bulk.do(town.world, job, number),
        "may an address outside the house be written to": lambda: states.of([ANN]),
        "news of a sent mail": lambda: record_delivery(town.world, news),
    }


ALL: dict[Callable[[Town], Mapping[str, Deed]], str] = {
    of_records: "acme",
    of_timers: "smoke",
    of_visitors: "acme",
    of_the_directory: "acme",
    of_the_rest: "acme",
    of_many: "acme",
}
"""With the example that each is done on."""


def put(town: Town, kind: str, name: str, document: dict[str, Any]) -> bool:
    """Put one document as a manager does."""
    return town.store.directory.put(kind, name, document, who="maria", at=town.clock.now())
