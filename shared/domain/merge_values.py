"""What the merge fields stand for, for one record and one milestone of it."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from shared.business_time.duration import format_duration
from shared.business_time.instant import Instant, to_datetime
from shared.domain.case_file import CaseFile
from shared.domain.decision import MilestoneFacts
from shared.domain.value import Value

_RELATED = ("account.", "contact.", "asset.", "entitlement.")


def merge_values(
    file: CaseFile,
    milestone: MilestoneFacts | None,
    *,
    zone: str,
    organisation: str,
    description: str | None,
) -> Mapping[str, str | None]:
    """Merge field to text; instants are shown on the clock of `zone`, with its name."""
    own = {f"case.{name}": _text(value) for name, value in file.fields.items() if "." not in name}
    related = {
        name: _text(value) for name, value in file.fields.items() if name.startswith(_RELATED)
    }
    return {
        **own,
        **related,
        "organisation.name": organisation,
        "case.number": file.number,
        "case.origin": file.origin,
        "case.description": description,
        "case.created_at": moment(file.created_at, zone),
        "contact.name": related.get("contact.name") or file.supplied.get("name"),
        "contact.email": related.get("contact.email") or file.supplied.get("email"),
        "process.name": file.process.name if file.process else None,
        "process.version": str(file.process.version) if file.process else None,
        **_of_pause(file, zone),
        **_of_milestone(milestone, zone),
    }


def _of_pause(file: CaseFile, zone: str) -> dict[str, str | None]:
    limit, stop = file.sla.pause_limit, file.sla.stop
    return {
        "pause.since": moment(limit.since, zone) if limit else None,
        "pause.reason": stop.said.reason if stop else None,
    }


def _of_milestone(milestone: MilestoneFacts | None, zone: str) -> dict[str, str | None]:
    if milestone is None:
        return {}
    left = milestone.remaining_seconds
    return {
        "milestone.name": milestone.milestone,
        "milestone.start": moment(milestone.start, zone),
        "milestone.target": moment(milestone.target, zone),
        "milestone.remaining": format_duration(max(left, 0)),
        "milestone.overdue": format_duration(max(-left, 0)),
        "milestone.calendar": milestone.calendar,
    }


def moment(instant: Instant, zone: str) -> str:
    """An instant as letters show it, on the clock of `zone`, with its name."""
    local = to_datetime(instant).astimezone(ZoneInfo(zone))
    return f"{local:%a %d %b %Y, %H:%M:%S} ({zone})"


def _text(value: Value) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
