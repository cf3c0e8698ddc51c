"""What people changed by themselves, and applying files would undo."""

from dataclasses import dataclass

from shared.business_time.instant import Instant, format_instant
from shared.domain.applied import Applied
from shared.domain.audit import EDITS
from shared.domain.document_kinds import KINDS
from shared.ports import Directory

_OF_PEOPLE = frozenset({"api", "console"})
_UNDOING = frozenset({"changed", "withdrawn"})
_NEWEST = 20


@dataclass(frozen=True, slots=True)
class Edit:
    """The last change of a document, which a person made through another door than files."""

    by: str
    door: str
    at: Instant
    verb: str

    @property
    def words(self) -> str:
        """Who did what and when, in words."""
        past = {"create": "created", "change": "changed", "delete": "deleted"}[self.verb]
        return f"{self.by} {past} it through the {self.door} at {format_instant(self.at)}"


def edit_undone(directory: Directory, applied: Applied) -> Edit | None:
    """The edit that would be undone, if any; one query where something would change."""
    # a deletion is looked for among the few documents of the configuration alone
    created = applied.fate == "created" and not KINDS[applied.kind].in_directory
    if not created and applied.fate not in _UNDOING:
        return None
    newest = directory.changes(applied.kind, applied.name, limit=_NEWEST).items
    last = next((one for one in newest if one.verb in EDITS), None)
    if last is None or last.door not in _OF_PEOPLE or (created and last.verb != "delete"):
        return None
    return Edit(last.by, last.door, last.at, last.verb)
