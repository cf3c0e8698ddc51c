"""Entitlement templates: what everybody is entitled to who has bought a product (E5)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from shared.domain.entitlement import (
    DEFAULT_PRECEDENCE,
    AllowancePeriod,
    Covers,
    Policy,
    Version,
)
from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen
from shared.domain.written import LONGEST_NAME, Count, Id, Ids, Words

GRANTING_KINDS = ("asset", "line")
"""Kinds whose creation gives an entitlement, if their product has a template."""

_MARK = 16
_COPIED = (
    "name",
    "type",
    "process",
    "version",
    "business_hours",
    "cases_per_entitlement",
    "work_orders_per_entitlement",
    "allowance_period",
    "policy",
    "precedence",
    "covers",
)


class EntitlementTemplate(Frozen):
    """Made into an entitlement when an asset or line of one of `products` is created.

    `term_days` counts the first day; without it the entitlement never expires.
    """

    id: Id
    name: Words | None = None
    products: Ids = ()
    type: Words | None = None
    term_days: Annotated[int, Field(strict=True, ge=1, le=36_500)] | None = None
    process: Words | None = None
    version: Version = None
    business_hours: Words | None = None
    cases_per_entitlement: Count | None = None
    work_orders_per_entitlement: Count | None = None
    allowance_period: AllowancePeriod = "term"
    policy: Policy = "warn"
    precedence: Annotated[int, Field(strict=True)] = DEFAULT_PRECEDENCE
    covers: Covers = "account"


def parse_entitlement_template(body: Mapping[str, Any]) -> EntitlementTemplate:
    """Read a document of kind `entitlement_template`; raises Refused with every fault."""
    return read_document(EntitlementTemplate, body, "entitlement template", EXTERNAL_ID)


def granted_id(template: str, thing: str) -> str:
    """The id of what a template gives to an asset or line: one each, for ever (E5)."""
    whole = f"{template}-for-{thing}"
    if len(whole) <= LONGEST_NAME:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:_MARK]
    return f"{whole[: LONGEST_NAME - _MARK - 1]}-{mark}"


def granted(
    template: EntitlementTemplate, kind: str, thing: Mapping[str, Any], account: str, today: date
) -> dict[str, Any]:
    """The entitlement that an asset or line gets, from its install date, purchase date or start.

    Only where it has none of them the term begins `today`, a date of the account's zone.
    """
    written = template.model_dump(mode="json", exclude_defaults=True)
    start = next(_starts(thing), today)
    body: dict[str, Any] = {
        **{name: written[name] for name in _COPIED if name in written},
        "account": account,
        kind: thing["id"],
        "template": template.id,
        "start_date": start.isoformat(),
    }
    if template.term_days is not None:
        body["end_date"] = _last_day(start, template.term_days).isoformat()
    return body


def _starts(thing: Mapping[str, Any]) -> Iterator[date]:
    for name in ("install_date", "purchase_date", "start_date"):
        if thing.get(name):
            yield date.fromisoformat(thing[name])


def _last_day(start: date, days: int) -> date:
    return start + timedelta(days=min(days - 1, (date.max - start).days))
