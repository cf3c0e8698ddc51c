"""How the terminal says instants."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.business_time.instant import Instant


def moment(instant: Instant | None, zone: str) -> str:
    """Say an instant on the clock of `zone`; a dash if there is none."""
    if instant is None:
        return "-"
    return datetime.fromtimestamp(instant, ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
