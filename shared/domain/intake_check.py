"""Everything that an intake may not set, told at once."""

from collections.abc import Iterable

from shared.domain.configuration import Configuration
from shared.domain.declared_fields import check_values
from shared.domain.field_access import check_setting
from shared.domain.intake import Intake
from shared.domain.ownership import check_owner
from shared.errors import Fault, Refused


def refuse_bad_intake(
    intake: Intake,
    configuration: Configuration,
    roles: tuple[str, ...],
    unknown: Iterable[Fault] = (),
) -> None:
    """Raise Refused with every fault of its fields, its owner and its business hours.

    `unknown` are names that nothing has: they are told with the others.
    """
    declared = configuration.declared(intake.record_type)
    faults = [
        *unknown,
        *check_setting(intake.fields, declared.open_to, roles),
        *check_values(intake.fields, declared),
        *check_owner(intake.fields, configuration),
        *_check_hours(intake.business_hours, configuration),
    ]
    if faults:
        raise Refused("The record cannot be opened.", faults=tuple(faults))


def _check_hours(name: str | None, configuration: Configuration) -> tuple[Fault, ...]:
    if name is None or configuration.has_calendar(name):
        return ()
    return (Fault("/business_hours", f"There is no calendar '{name}'.", "unknown"),)
