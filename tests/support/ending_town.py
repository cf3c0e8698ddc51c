"""A town whose entitlements come to their end: days pass, and each day's jobs are run."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from shared.business_time.instant import parse_instant
from shared.domain.job import Job
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.jobs.begin_day import begin_day
from shared.workflows.jobs.run_job import run_job
from tests.support.town import Town

TEMPLATE = {
    "kind": "mail_template",
    "name": "ending",
    "subject": "{{account.name}}: {{entitlement.name}} ends on {{entitlement.end_date}}",
    "text": "{{entitlement.days_left}} days are left of {{entitlement.type|it}}.",
}


class EndingTown(Town):
    """Two accounts, one of them owned by maria and on the clock of Auckland."""

    def __init__(self, *entitlements: dict[str, Any], **settings: Any) -> None:
        super().__init__(organisation(*entitlements, **settings))

    def morning(self, day: str) -> list[Job]:
        """It is four in the morning, UTC: the jobs of the day are begun and run to their end."""
        self.clock.move_to(parse_instant(f"{day}T04:00:00Z"))
        return [run_job(self.world, identifier) for identifier in begin_day(self.world)]

    def told(self) -> list[tuple[str, str]]:
        """Every mail: to whom, and its subject."""
        return [(",".join(one.mail.to), one.mail.subject) for one in self.postman.posted]

    def states(self, entitlement: str) -> dict[int, str]:
        """Notice by its days, with what became of it."""
        found = self.store.notices.of_entitlement(entitlement)
        return {notice.days: notice.state for notice in found}


def an_entitlement(name: str, end: str | None, **given: Any) -> dict[str, Any]:
    """An entitlement of acme, unless another account is named."""
    body = {
        "kind": "entitlement",
        "external_id": name,
        "account": "acme",
        "name": name.title(),
        "end_date": None if end is None else date.fromisoformat(end).isoformat(),
        **given,
    }
    return {key: value for key, value in body.items() if value is not None}


def organisation(*entitlements: dict[str, Any], **settings: Any) -> Organisation:
    """One that tells its people of endings, unless the settings say otherwise."""
    told = {"notices": {"entitlement_ending": "ending"}, **settings}
    documents = [*_documents(told), *entitlements]
    return organise([SourceDocument("ending.yaml", document) for document in documents])


def _documents(settings: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"kind": "settings", "name": "Ends", "zone": "UTC", "default_queue": "Desk", **settings}
    yield {"kind": "queue", "name": "Desk", "address": "desk@ends.example"}
    yield {"kind": "user", "name": "maria", "email": "maria@ends.example"}
    yield TEMPLATE
    yield {"kind": "account", "external_id": "acme", "name": "Acme", "owner": "maria"}
    kiwi = {"kind": "account", "external_id": "kiwi", "name": "Kiwi"}
    yield {**kiwi, "zone": "Pacific/Auckland"}
