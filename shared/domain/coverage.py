"""What one narrow range of an account's items tells matching: who it is and what covers it (§2)."""

from datetime import date

from shared.domain.account import Account
from shared.domain.case_file import RecordType
from shared.domain.entitlement import Entitlement
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.domain.value import Frozen


class CoverageEntitlement(Frozen):
    """An entitlement with what matching needs of its contract, line and process copied in."""

    entitlement: Entitlement
    used: int = 0
    used_work_orders: int = 0
    process_type: RecordType | None = None
    contract_start: date | None = None
    contract_end: date | None = None
    line_start: date | None = None
    line_end: date | None = None
    line_product: str | None = None
    line_asset: str | None = None

    def used_by(self, record_type: RecordType) -> int:
        """How much records of a type have used of its allowance."""
        return self.used_work_orders if record_type == "work_order" else self.used


class AccountCoverage(Frozen):
    """An account, those above it (at most five, nearest first), and the entitlements it owns."""

    account: Account
    ancestors: tuple[str, ...] = ()
    entitlements: tuple[CoverageEntitlement, ...] = ()


def contract_of(entitlement: Entitlement, line: ContractLine | None) -> str | None:
    """The contract that counts: its own, else its line's, which brings it along (R3)."""
    return entitlement.contract or (line.contract if line is not None else None)


def cover(
    entitlement: Entitlement,
    *,
    line: ContractLine | None = None,
    contract: ServiceContract | None = None,
    used: int = 0,
    process_type: RecordType | None = None,
) -> CoverageEntitlement:
    """Copy the terms of the line and of `contract_of` it beside the entitlement."""
    return CoverageEntitlement(
        entitlement=entitlement,
        used=used,
        process_type=process_type,
        contract_start=contract.start_date if contract else None,
        contract_end=contract.last_day if contract else None,
        line_start=line.start_date if line else None,
        line_end=line.end_date if line else None,
        line_product=line.product if line else None,
        line_asset=line.asset if line else None,
    )
