"""A process in a file, with the calendars that it counts in, found beside it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cli.configuration_folder import SUFFIXES, read_folder
from cli.days_off import of_calendar
from cli.yaml_text import YamlRefused, read_yaml
from shared.business_time import ALWAYS_OPEN, CalendarRefused, Timetable, timetable
from shared.business_time.history import CalendarHistory
from shared.domain.policies import Policies
from shared.domain.process import EntitlementProcess
from shared.domain.version_words import without_version_words
from shared.errors import Fault, Refused

_FOLDERS_UP = 2
_MOST_FILES = 500

Body = Mapping[str, Any]


def read_process(path: Path, name: str | None, calendars: Path | None, years: range) -> Policies:
    """The process of a file or folder, ready to be tried; raises Refused with every fault.

    Calendars that it names stand in the same file, in `calendars`, or else in the folders around.
    """
    documents = list(_documents(path))
    process = EntitlementProcess.parse(_only_process(documents, name, path))
    wanted = process.calendar_names() - {ALWAYS_OPEN.name}
    known = _by_name(documents)
    for place in [calendars] if calendars else list(_around(path)):
        if wanted <= known.keys():
            break
        known = {**_by_name(list(_documents(place))), **known}
    missing = sorted(wanted - known.keys())
    if missing:
        raise Refused(
            "The calendars are not all at hand.",
            faults=tuple(
                Fault("business_hours", f"there is no calendar '{one}'; name its file: --calendars")
                for one in missing
            ),
        )
    tables = {one: _table(one, known[one], years) for one in sorted(wanted)}
    return Policies(process=process, calendars={ALWAYS_OPEN.name: timetable(ALWAYS_OPEN), **tables})


def _documents(path: Path) -> Iterator[Body]:
    if path.is_dir():
        if sum(1 for _, _ in zip(path.rglob("*"), range(_MOST_FILES), strict=False)) < _MOST_FILES:
            yield from (document.body for document in read_folder(path)[0])
        return
    try:
        found = read_yaml(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, YamlRefused) as wrong:
        raise Refused(f"{path} cannot be read: {wrong}") from wrong
    for document in found:
        inside = document.value if isinstance(document.value, list) else [document.value]
        yield from (body for body in inside if isinstance(body, Mapping))


def _only_process(documents: list[Body], name: str | None, path: Path) -> Body:
    processes = [body for body in documents if body.get("kind", "process") == "process"]
    chosen = [body for body in processes if name in (None, body.get("name"))]
    if len(chosen) == 1:
        return {
            key: value for key, value in without_version_words(chosen[0]).items() if key != "kind"
        }
    names = ", ".join(str(body.get("name")) for body in processes) or "none"
    if name is None and len(processes) > 1:
        raise Refused(f"{path} holds several processes; choose one with --name: {names}.")
    raise Refused(f"{path} holds no process{f' {name!r}' if name else ''}; there are: {names}.")


def _by_name(documents: list[Body]) -> dict[str, Body]:
    return {
        str(body.get("name")).strip(): body
        for body in documents
        if body.get("kind") == "calendar" and body.get("name")
    }


def _around(path: Path) -> Iterator[Path]:
    """The folder of the file and those above it, as far as they look like configuration."""
    folder = path.resolve() if path.is_dir() else path.resolve().parent
    for _ in range(_FOLDERS_UP):
        if any(file.suffix in SUFFIXES for file in folder.iterdir()):
            yield folder
        folder = folder.parent


def _table(name: str, body: Body, years: range) -> Timetable:
    form, faults = of_calendar(body, years)
    if faults:
        raise Refused(f"The calendar '{name}' names what nobody knows.", faults=tuple(faults))
    try:
        hours = {key: value for key, value in form.items() if key not in ("name", "kind")}
        return timetable(CalendarHistory.from_mapping(name, hours))
    except CalendarRefused as refused:
        raise Refused(
            f"The calendar '{name}' cannot be read.",
            faults=tuple(Fault(f.path, f.message) for f in refused.faults),
        ) from refused
