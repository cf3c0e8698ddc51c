"""What people are told of the configuration: documents in their file form, with editions and authors."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from functions.api.answers import Doubt, Moment, Told
from shared.business_time.instant import format_instant
from shared.domain.configuration_row import edition_of, published_versions, status_of
from shared.domain.configuration_wish import Document
from shared.domain.file_form import file_form
from shared.errors import Fault
from shared.workflows.calendar_use import CalendarUse


def _is_none(value: Any) -> bool:
    return value is None


class ProcessVersion(Told):
    """A version of a process: `published`, `default` or `retired`."""

    version: int
    status: str


class JobToStart(Told):
    """What to send to `POST /jobs`."""

    kind: str
    parameters: dict[str, str]


class CalendarCount(Told):
    """Who counts by a calendar that was changed, and stays on its revision until `job` is run.

    Unless it is `complete`, there may be more.
    """

    records: int
    milestones: int
    complete: bool
    job: JobToStart


class ConfigurationDocument(Told):
    """One document; `edition` is its ETag, `versions` are those of a process.

    `counting` is told of a calendar that was changed.
    """

    kind: str
    name: str
    version: int
    edition: int
    created_at: Moment | None
    created_by: str | None
    changed_at: Moment | None
    changed_by: str | None
    document: dict[str, Any]
    versions: list[ProcessVersion] | None = Field(None, exclude_if=_is_none)
    warnings: list[Doubt] | None = Field(None, exclude_if=_is_none)
    counting: CalendarCount | None = Field(None, exclude_if=_is_none)


class ConfigurationPage(Told):
    """Documents of a kind, by name."""

    items: list[ConfigurationDocument]
    next: str | None


def told_row(
    row: Document, warnings: Iterable[Fault] | None = None, use: CalendarUse | None = None
) -> ConfigurationDocument:
    """A document of a revision, as it is told."""
    made, changed = row.get("created"), row.get("changed")
    return ConfigurationDocument(
        kind=row["kind"],
        name=row["name"],
        version=int(row["version"]),
        edition=edition_of(row),
        created_by=made[0] if made else None,
        created_at=format_instant(made[1]) if made else None,
        changed_by=changed[0] if changed else None,
        changed_at=format_instant(changed[1]) if changed else None,
        document=file_form(row["kind"], row["name"], row["body"], int(row["version"])),
        versions=_versions(row) if row["kind"] == "process" else None,
        warnings=None if warnings is None else [_doubt(one) for one in warnings],
        counting=None if use is None else _counting(row["name"], use),
    )


def _counting(name: str, use: CalendarUse) -> CalendarCount:
    job = JobToStart(kind="recompute", parameters={"calendar": name})
    return CalendarCount(
        records=use.records, milestones=use.milestones, complete=use.complete, job=job
    )


def _versions(row: Document) -> list[ProcessVersion]:
    return [
        ProcessVersion(version=number, status=str(status_of(row, number)))
        for number in published_versions(row)
    ]


def _doubt(fault: Fault) -> Doubt:
    return Doubt(pointer=fault.pointer, detail=fault.message, code=fault.code)
