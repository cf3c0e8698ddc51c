"""Entitlements: an account's right to support, from when to when and how much (E2)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from shared.domain.case_file import RecordType
from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.service_contract import ContractLine, ServiceContract, TermStatus, status_on
from shared.domain.value import Frozen, Value
from shared.domain.written import Count, Day, Id, Ids, Words, not_before
from shared.errors import Fault, Refused

Covers: TypeAlias = Literal["account", "account_and_subsidiaries"]
Policy: TypeAlias = Literal["warn", "block"]
AllowancePeriod: TypeAlias = Literal["term", "month"]
"""For how long an allowance is: the whole term, or each month of it anew (E6)."""

DEFAULT_PRECEDENCE = 100


def _version(given: Any) -> Any:
    whole = isinstance(given, int) and not isinstance(given, bool) and given >= 1
    if given is None or given == "default" or whole:
        return given
    raise ValueError("is the number of a version, or 'default'")


VersionWords: TypeAlias = Annotated[int, Field(ge=1)] | Literal["default"] | None
Version: TypeAlias = Annotated[
    int | Literal["default"] | None, BeforeValidator(_version, json_schema_input_type=VersionWords)
]


class Entitlement(Frozen):
    """A right to support; both dates count, in the account's zone, else the organisation's.

    `version` is what was asked for: a number, `default` (follow it), or nothing (pinned to the
    default of the day it was created, kept in `pinned_version`, P3).
    """

    id: Id
    account: Id
    name: Words | None = None
    type: Words | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    process: Words | None = None
    version: Version = None
    pinned_version: Annotated[int, Field(strict=True, ge=1)] | None = None
    business_hours: Words | None = None
    contract: Id | None = None
    line: Id | None = None
    asset: Id | None = None
    contacts: Ids = ()
    template: Id | None = None
    renewed_from: Id | None = None
    cases_per_entitlement: Count | None = None
    work_orders_per_entitlement: Count | None = None
    allowance_period: AllowancePeriod = "term"
    policy: Policy = "warn"
    precedence: Annotated[int, Field(strict=True)] = DEFAULT_PRECEDENCE
    covers: Covers = "account"

    @field_validator("end_date")
    @classmethod
    def _ends_after_it_starts(cls, end: date | None, info: ValidationInfo) -> date | None:
        return not_before(info.data.get("start_date"), end)

    def allowance(self, record_type: RecordType) -> int | None:
        """How many records of a type it includes; None is no limit (E6)."""
        if record_type == "work_order":
            return self.work_orders_per_entitlement
        return self.cases_per_entitlement

    def status(self, day: date) -> TermStatus:
        """Computed on a local date of the owning account's zone, never stored (E3)."""
        return status_on(day, self.start_date, self.end_date)

    def related(self) -> dict[str, Value]:
        """Its fields under the paths that criteria and mails read, such as `entitlement.type`."""
        return {
            "entitlement.name": self.name or self.id,
            "entitlement.type": self.type,
            "entitlement.start_date": self.start_date.isoformat() if self.start_date else None,
            "entitlement.end_date": self.end_date.isoformat() if self.end_date else None,
        }


def parse_entitlement(body: Mapping[str, Any]) -> Entitlement:
    """Read a document of kind `entitlement`; raises Refused with every fault and its path."""
    return read_document(Entitlement, body, "entitlement", EXTERNAL_ID)


def check_contract(
    entitlement: Entitlement, line: ContractLine | None, contract: ServiceContract | None
) -> tuple[Fault, ...]:
    """What E1 refuses on save: a contract that is not its line's, or not its account's."""
    faults: list[Fault] = []
    if line is not None and entitlement.contract not in (None, line.contract):
        faults.append(
            Fault("contract", f"line '{line.id}' belongs to '{line.contract}'", "other_contract")
        )
    if contract is not None and contract.account != entitlement.account:
        faults.append(
            Fault(
                "line" if entitlement.contract is None else "contract",
                f"contract '{contract.id}' belongs to '{contract.account}'",
                "other_account",
            )
        )
    return tuple(faults)


def refuse_other_account(before: Entitlement, after: Entitlement) -> None:
    """The account is fixed for ever (E2); raises Refused."""
    if before.account != after.account:
        words = f"is '{before.account}' for ever: create a new entitlement for '{after.account}'"
        raise Refused(
            "An entitlement cannot move to another account.",
            faults=(Fault("account", words, "fixed"),),
        )
