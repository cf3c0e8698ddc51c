"""A harbour that promises different things to the same customer, and the desk that works there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.configuration_folder import read_folder
from shared.domain.allowance import LedgerEntry
from shared.domain.alteration import Alteration
from shared.domain.case_view import CaseView
from shared.domain.decision import MilestoneFacts
from shared.domain.intake import Intake
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.change_case import change_case
from shared.workflows.open_case import open_case
from tests.support.town import AGENT, Town

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"


def a_call(key: str = "once", **given: Any) -> Intake:
    """What an agent writes down on the phone."""
    body = {"origin": "api", "verified": True, "subject": "The crane is stuck", **given}
    return Intake(repeat_key=key, fingerprint=key, **body)


def the_harbour(*more: dict[str, Any], **settings: Any) -> Organisation:
    """The organisation of the harbour with other settings, and more documents or others in place."""
    known, _ = read_folder(HARBOUR)
    given = {(one["kind"], _name(one)): one for one in more}
    kept = [one for one in known if (one.body["kind"], _name(one.body)) not in given]
    documents = [
        SourceDocument(one.file, {**one.body, **settings})
        if one.body["kind"] == "settings"
        else one
        for one in kept
    ]
    return organise([*documents, *(SourceDocument("more.yaml", one) for one in more)])


def _name(body: Mapping[str, Any]) -> Any:
    return body.get("external_id") or body.get("name")


class Harbour(Town):
    """The town by the water, with other settings and documents where a test needs them."""

    def __init__(self, *more: dict[str, Any], **settings: Any) -> None:
        super().__init__(the_harbour(*more, **settings))

    def open(self, key: str = "once", **given: Any) -> str:
        """Open a record for Ida of Shipping, unless something else is given; answers its number."""
        asked = a_call(key, **({"contact": "ida"} | given))
        return open_case(self.world, asked, AGENT).number

    def change(self, number: str, **given: Any) -> CaseView:
        """Change a record as an agent does."""
        alteration = Alteration.model_validate({"verb": "update", **given})
        return change_case(self.world, number, alteration, AGENT)

    def clear(self, number: str) -> CaseView:
        """Take the entitlement away."""
        return self.change(number, clear=("entitlement",))

    def used(self, entitlement: str, account: str = "shipping") -> int:
        """How much of an allowance is used."""
        return self.store.directory.balance(account, entitlement)

    def ledger(self, entitlement: str, account: str = "shipping") -> list[tuple[str, int]]:
        """Every movement of an allowance, oldest first."""
        prefix = f"LEDGER#{entitlement}#"
        items = self.store.dynamo.items
        bodies = [
            LedgerEntry.model_validate_json(items[place]["body"]["S"])
            for place in sorted(items)
            if place[0] == f"ACCOUNT#{account}" and place[1].startswith(prefix)
        ]
        return [(entry.kind, entry.amount) for entry in bodies]

    def put(self, kind: str, **document: Any) -> None:
        """Write one document of the directory."""
        identifier = document.pop("external_id")
        self.store.directory.put(kind, identifier, document, who="test", at=self.clock.now())


def outcomes(view: CaseView) -> dict[tuple[str, int], str]:
    """Every occurrence of a record with its outcome."""
    return {
        (known.facts.milestone, known.facts.occurrence): known.facts.outcome
        for known in view.milestones
    }


def the(view: CaseView, milestone: str, occurrence: int) -> MilestoneFacts:
    """The facts of one occurrence."""
    return next(
        known.facts
        for known in view.milestones
        if (known.facts.milestone, known.facts.occurrence) == (milestone, occurrence)
    )
