"""What merge fields stand for when there is no record yet: one believable case, to look at a wording."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.business_time.instant import Instant, from_datetime
from shared.domain.declared_fields import DeclaredFields
from shared.domain.field_declaration import DeclaredField
from shared.domain.merge_values import moment

_RECEIVED = (2026, 3, 3, 9, 12)
_DUE = (2026, 3, 3, 13, 12)
_BY_TYPE = {
    "number": "42",
    "checkbox": "yes",
    "date": "2026-03-03",
    "datetime": "2026-03-03T08:12:00Z",
    "email": "someone@customer.example",
    "phone": "+49 30 5550100",
    "url": "https://customer.example",
}

EXAMPLES: Mapping[str, str] = {
    "organisation.name": "Acme Support",
    "case.number": "7K2M9QXRD",
    "case.subject": "The milling machine stops with error E42",
    "case.description": "Since this morning it stops after about ten minutes.\nThe display says E42.",
    "case.status": "New",
    "case.priority": "High",
    "case.origin": "email",
    "case.owner": "bob",
    "case.queue": "Support",
    "case.escalation_level": "1",
    "contact.name": "Ann Lee",
    "contact.email": "ann.lee@customer.example",
    "account.name": "Northwind Traders",
    "account.tier": "Gold",
    "asset.product": "Milling machine",
    "asset.serial_number": "SN-2041-77",
    "entitlement.name": "Northwind Gold support",
    "entitlement.type": "Phone and e-mail",
    "entitlement.end_date": "2026-12-31",
    "entitlement.days_left": "30",
    "process.name": "Gold support",
    "process.version": "3",
    "pause.reason": "Waiting for a spare part",
    "milestone.name": "First Response",
    "milestone.remaining": "30m",
    "milestone.overdue": "0m",
    "milestone.calendar": "Office hours",
}
"""Merge field to example; instants are added on the clock of the organisation."""


def example_values(
    zone: str, organisation: str, declared: Iterable[DeclaredFields] = ()
) -> Mapping[str, str]:
    """Merge field to example text, the declared fields and the related ones of records among them."""
    received, due = _instant(_RECEIVED, zone), _instant(_DUE, zone)
    return {
        **{f"case.{one.name}": _value(one) for every in declared for one in every.fields},
        **EXAMPLES,
        "organisation.name": organisation,
        "case.created_at": moment(received, zone),
        "pause.since": moment(received, zone),
        "milestone.start": moment(received, zone),
        "milestone.target": moment(due, zone),
    }


def _value(declared: DeclaredField) -> str:
    if declared.values:
        return declared.values[0].value
    return _BY_TYPE.get(declared.type, f"[{declared.label or declared.name}]")


def _instant(wall: tuple[int, int, int, int, int], zone: str) -> Instant:
    return from_datetime(datetime(*wall, tzinfo=ZoneInfo(zone)))
