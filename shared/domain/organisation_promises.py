"""Settings that are read and kept, and that nothing acts on yet: said, so that nobody relies on them."""

from collections.abc import Iterator, Sequence

from shared.domain.organisation_entry import Entry
from shared.domain.settings_document import parse_settings
from shared.domain.source_document import FileFault

_SENT = frozenset({"pause_overdue", "entitlement_ending"})


def warn_of_what_comes_later(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """One warning for each setting of the organisation that has no effect yet."""
    for entry in entries:
        if entry.kind.name != "settings" or not entry.body:
            continue
        settings = parse_settings(entry.body)
        for notice in settings.notices.named():
            if notice not in _SENT:
                yield entry.source.fault(f"notices.{notice}", "this notice is not sent yet")
