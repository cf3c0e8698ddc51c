"""The kinds of documents that a folder may hold: how each is named, read and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from shared.business_time.faults import CalendarRefused
from shared.business_time.history import CalendarHistory
from shared.domain.account import parse_account
from shared.domain.asset import parse_asset
from shared.domain.assignment import parse_assignment_rules, parse_queue, parse_user
from shared.domain.call_target import parse_call_target
from shared.domain.contact import parse_contact
from shared.domain.declared_fields import parse_fields
from shared.domain.entitlement import parse_entitlement
from shared.domain.entitlement_template import parse_entitlement_template
from shared.domain.mail.route import parse_route
from shared.domain.mail_template import parse_template
from shared.domain.matching.settings import parse_entitlement_rules
from shared.domain.milestone_rules import parse_milestone_rules
from shared.domain.milestone_types import parse_milestone_types
from shared.domain.product import parse_product
from shared.domain.service_contract import parse_contract, parse_line
from shared.domain.settings_document import parse_settings
from shared.domain.value import Frozen
from shared.domain.version_words import read_process
from shared.errors import Fault, Refused

Body: TypeAlias = Mapping[str, Any]

_WRITTEN = {"record_type": "for"}


@dataclass(frozen=True, slots=True)
class Kind:
    """`read` answers the form that is kept, or raises Refused; `named_by` None: there is but one."""

    name: str
    named_by: str | None
    read: Callable[[Body], Body]
    in_directory: bool = False


def _kept(parse: Callable[[Body], Frozen]) -> Callable[[Body], Body]:
    def read(body: Body) -> Body:
        written = parse(body).model_dump(mode="json", exclude_defaults=True)
        return {_WRITTEN.get(key, key): value for key, value in written.items()}

    return read


def _calendar(body: Body) -> Body:
    name = str(body["name"]).strip()
    try:
        hours = {key: value for key, value in body.items() if key != "name"}
        history = CalendarHistory.from_mapping(name, hours)
    except CalendarRefused as refused:
        faults = tuple(Fault(fault.path, fault.message) for fault in refused.faults)
        raise Refused(str(refused), faults=faults) from refused
    if not any(history.latest.week):
        words = "has no weekly hours: milestones that count in it would run out of open time"
        raise Refused(f"The calendar '{name}' {words}.", faults=(Fault("week", words),))
    return history.to_mapping()


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("settings", None, _kept(parse_settings)),
        Kind("calendar", "name", _calendar),
        Kind("milestone_types", None, _kept(parse_milestone_types)),
        Kind("process", "name", read_process),
        Kind("mail_template", "name", _kept(parse_template)),
        Kind("call_target", "name", _kept(parse_call_target)),
        Kind("mail_route", "address", _kept(parse_route)),
        Kind("queue", "name", _kept(parse_queue)),
        Kind("user", "name", _kept(parse_user)),
        Kind("assignment_rules", None, _kept(parse_assignment_rules)),
        Kind("entitlement_rules", None, _kept(parse_entitlement_rules)),
        Kind("milestone_rules", None, _kept(parse_milestone_rules)),
        Kind("fields", "for", _kept(parse_fields)),
        Kind("product", "external_id", _kept(parse_product), in_directory=True),
        Kind(
            "entitlement_template",
            "external_id",
            _kept(parse_entitlement_template),
            in_directory=True,
        ),
        Kind("account", "external_id", _kept(parse_account), in_directory=True),
        Kind("contact", "external_id", _kept(parse_contact), in_directory=True),
        Kind("asset", "external_id", _kept(parse_asset), in_directory=True),
        Kind("contract", "external_id", _kept(parse_contract), in_directory=True),
        Kind("line", "external_id", _kept(parse_line), in_directory=True),
        Kind("entitlement", "external_id", _kept(parse_entitlement), in_directory=True),
    )
}
"""Every kind by its name, in an order in which nothing names what comes later."""
