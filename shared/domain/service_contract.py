"""Service contracts and their lines: what was sold, and for how long (E1)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen
from shared.domain.written import Day, Id, Ids, Words, not_before
from shared.errors import Fault, Refused

TermStatus: TypeAlias = Literal["Inactive", "Active", "Expired"]

_MONTHS = 12
_LAST_YEAR = 9999


def status_on(day: date, start: date | None, end: date | None) -> TermStatus:
    """Judge a term on a local date, both ends inclusive; a null end is open (E3)."""
    if start is not None and day < start:
        return "Inactive"
    return "Expired" if end is not None and day > end else "Active"


class ServiceContract(Frozen):
    """A contract of an account; without an end date its term in months tells the last day."""

    id: Id
    account: Id
    parent: Id | None = None
    name: Words | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    term_months: Annotated[int, Field(strict=True, ge=1, le=1200)] | None = None

    @field_validator("end_date")
    @classmethod
    def _ends_after_it_starts(cls, end: date | None, info: ValidationInfo) -> date | None:
        return not_before(info.data.get("start_date"), end)

    @property
    def last_day(self) -> date | None:
        """The last day in force; None is open."""
        if self.end_date is not None or self.start_date is None or self.term_months is None:
            return self.end_date
        return last_day_of_term(self.start_date, self.term_months)


class ContractLine(Frozen):
    """One line of a contract: a product, an asset, or that product of that asset.

    `templates` are those that its product had when it was created (E5).
    """

    id: Id
    contract: Id
    name: Words | None = None
    product: Id | None = None
    asset: Id | None = None
    start_date: Day | None = None
    end_date: Day | None = None
    templates: Ids = ()

    @field_validator("end_date")
    @classmethod
    def _ends_after_it_starts(cls, end: date | None, info: ValidationInfo) -> date | None:
        return not_before(info.data.get("start_date"), end)


def parse_contract(body: Mapping[str, Any]) -> ServiceContract:
    """Read a document of kind `contract`; raises Refused with every fault and its path."""
    contract = read_document(ServiceContract, body, "contract", EXTERNAL_ID)
    told = contract.model_copy(update={"end_date": None}).last_day
    if None not in (told, contract.end_date) and told != contract.end_date:
        words = f"ends on {told}, and the end date says {contract.end_date}: leave one of them out"
        fault = Fault("term_months", words, "contradiction")
        raise Refused("The contract cannot be accepted.", faults=(fault,))
    return contract


def parse_line(body: Mapping[str, Any]) -> ContractLine:
    """Read a document of kind `line`, which names a product or an asset (E1); raises Refused."""
    line = read_document(ContractLine, body, "contract line", EXTERNAL_ID)
    if line.product is None and line.asset is None:
        fault = Fault("product", "a line names a product or an asset", "missing")
        raise Refused("The contract line cannot be accepted.", faults=(fault,))
    return line


def last_day_of_term(start: date, months: int) -> date:
    """The last day of a term of whole months; one that begins on the 15th ends on a 14th."""
    year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
    if year > _LAST_YEAR:
        return date.max
    last = monthrange(year, month + 1)[1]
    if start.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, start.day) - timedelta(days=1)
