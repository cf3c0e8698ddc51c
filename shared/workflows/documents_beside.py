"""What has to be known of other documents to tell of some: read together, and once a request."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from shared.business_time.instant import Instant, local_date
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import HeldDocument
from shared.domain.service_contract import ContractLine, ServiceContract, TermStatus, status_on
from shared.workflows.world import World

Name = tuple[str, str]
"""Kind and id."""

_LIMITED: tuple[RecordType, ...] = ("case", "work_order")


class Beside:
    """Documents and balances, each batch of them read in one call and kept until the answer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[Name, HeldDocument | None] = {}
        self._used: dict[Name, Mapping[RecordType, int]] = {}

    def documents(self, wanted: Iterable[Name]) -> Mapping[Name, HeldDocument | None]:
        """Documents by kind and id; None for what is not there."""
        new = [one for one in dict.fromkeys(wanted) if one not in self._known]
        if new:
            found = self._world.directory.together(new)
            self._known |= {one: found.get(one) for one in new}
        return self._known

    def look(self, held: Sequence[HeldDocument]) -> None:
        """Read what the status of these takes: contracts of lines, and accounts for their zones."""
        self.documents(("contract", one.document["contract"]) for one in held if one.kind == "line")
        self.documents(("account", name) for one in held if (name := self._account_of(one)))

    def count(self, held: Sequence[HeldDocument]) -> None:
        """Read the balances of these entitlements, as far as they are limited at all."""
        read = (Entitlement.model_validate(one.document) for one in held)
        limited = [
            (one.account, one.id)
            for one in read
            if any(one.allowance(of) is not None for of in _LIMITED)
        ]
        new = [one for one in limited if one not in self._used]
        if new:
            self._used |= self._world.directory.balances(new)

    def status_of(self, held: HeldDocument) -> TermStatus | None:
        """Whether it is in force on its account's date (E3); None for what has no term."""
        if held.kind == "entitlement":
            return Entitlement.model_validate(held.document).status(self._today(held))
        if held.kind == "contract":
            contract = ServiceContract.model_validate(held.document)
            return status_on(self._today(held), contract.start_date, contract.last_day)
        if held.kind == "line":
            line = ContractLine.model_validate(held.document)
            return status_on(self._today(held), line.start_date, line.end_date)
        return None

    def used(self, entitlement: Entitlement, record_type: RecordType) -> int | None:
        """How much of an allowance is used; None if there is no limit."""
        if entitlement.allowance(record_type) is None:
            return None
        return self._used[entitlement.account, entitlement.id][record_type]

    def _today(self, held: HeldDocument) -> date:
        """Dates count in the account's zone, else the organisation's (E2)."""
        account = self._known.get(("account", self._account_of(held) or ""))
        own: Mapping[str, Any] = account.document if account else {}
        return local_date(own.get("zone") or self._zone, self._now)

    @cached_property
    def _zone(self) -> str:
        return self._world.shelf.current().settings.zone

    @cached_property
    def _now(self) -> Instant:
        return self._world.clock.now()

    def _account_of(self, held: HeldDocument) -> str | None:
        if held.kind in ("entitlement", "contract"):
            return str(held.document["account"])
        if held.kind != "line":
            return None
        contract = self._known.get(("contract", held.document["contract"]))
        return None if contract is None else str(contract.document["account"])
