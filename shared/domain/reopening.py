"""Whether a closed record may still be written on, or a new one has to follow it (I3)."""

from shared.business_time.instant import Instant, parse_instant
from shared.domain.case_file import CaseFile


def closed_too_long(file: CaseFile, window: int, now: Instant) -> bool:
    """Whether it was closed longer ago than `window` seconds."""
    closed_at = file.fields.get("closed_at")
    return isinstance(closed_at, str) and now - parse_instant(closed_at) > window
