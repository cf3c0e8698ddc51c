"""A town whose calendar is revised while many cases run on it: what bulk jobs are made for."""

from collections.abc import Iterator
from typing import Any

from shared.domain.history import Caller
from shared.domain.intake import Intake
from shared.domain.job import Job
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.jobs.start_job import make_job
from shared.workflows.open_case import open_case
from tests.support.town import Town

LEAD = Caller(name="maria", door="api", roles=("managers",))
DESK = {"calendar": "Desk"}
ACME = {"account": "acme"}
HOUR = 3_600


def organisation(*, closes: str = "17:00", tier: str = "Gold") -> Organisation:
    """Two calendars, of which one may be revised, and two accounts, of which one may change."""
    found = documents(closes=closes, tier=tier)
    return organise([SourceDocument("town.yaml", document) for document in found])


class RevisedTown(Town):
    """Cases of two accounts: those of acme count by the calendar Desk, those of beta do not."""

    def __init__(self) -> None:
        super().__init__(organisation())

    def open(self, count: int, account: str = "acme", **fields: Any) -> list[str]:
        """Open cases of an account, all at once."""
        return [
            open_case(
                self.world,
                Intake(
                    origin="api",
                    verified=True,
                    account=account,
                    subject=f"Case {place}",
                    description="It does not work.",
                    fields={"status": "New", **fields},
                    repeat_key=f"{account}-{place}-{fields}",
                    fingerprint="once",
                ),
                LEAD,
            ).number
            for place in range(count)
        ]

    def revise(self, closes: str = "20:00") -> None:
        """From now on the Desk closes at another hour."""
        self.clock.tick(60)
        self.apply(organisation(closes=closes))

    def promote(self, tier: str = "Platinum") -> None:
        """From now on acme is of another tier."""
        self.clock.tick(60)
        self.apply(organisation(tier=tier))

    def revision_of(self, number: str) -> int:
        """By which revision of Desk a case counts."""
        return self.store.records.load(number).calendars["Desk"]

    def job(self, kind: Any = "recompute", **parameters: str) -> Job:
        """A job that nobody runs yet."""
        return make_job(self.world, kind, parameters or DESK, LEAD, reason="new hours")


def documents(*, closes: str = "17:00", tier: str = "Gold") -> Iterator[dict[str, Any]]:
    """The same as they stand in files."""
    yield {"kind": "settings", "name": "Town", "zone": "UTC", "default_queue": "Front"}
    yield {"kind": "queue", "name": "Front", "address": "front@town.example"}
    for name, hours in (("Desk", closes), ("Night", "17:00")):
        week = {day: [["09:00", hours]] for day in ("mon", "tue", "wed", "thu", "fri")}
        yield {"kind": "calendar", "name": name, "zone": "UTC", "week": week}
    for name, hours in (("Days", "Desk"), ("Nights", "Night")):
        reply = {"milestone": "Reply", "within": "10h"}
        yield {
            "kind": "process",
            "name": name,
            "business_hours": hours,
            "milestones": [reply],
            "exit": {"items": [{"field": "priority", "operator": "equals", "value": "Low"}]},
        }
    for account, process in (("acme", "Days"), ("beta", "Nights")):
        yield {
            "kind": "account",
            "external_id": account,
            "name": account.title(),
            "tier": tier if account == "acme" else "Silver",
        }
        yield {
            "kind": "entitlement",
            "external_id": f"{account}-support",
            "account": account,
            "name": "Support",
            "process": process,
        }
