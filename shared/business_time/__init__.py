"""Business-hours arithmetic: how much working time lies between two instants, and what is due when."""

from shared.business_time.calendar import ALWAYS_OPEN, Calendar
from shared.business_time.closing import ClosedSpan
from shared.business_time.duration import format_duration, parse_duration
from shared.business_time.faults import CalendarRefused, Fault, NotEnoughOpenTime
from shared.business_time.history import CalendarHistory, Revision
from shared.business_time.holiday import Holiday, PublicHolidays
from shared.business_time.instant import (
    Instant,
    format_instant,
    from_datetime,
    local_date,
    local_to_instant,
    parse_instant,
    to_datetime,
)
from shared.business_time.pauses import add_with_pauses, elapsed_with_pauses
from shared.business_time.timetable import Timetable, timetable

__all__ = [
    "ALWAYS_OPEN",
    "Calendar",
    "CalendarHistory",
    "CalendarRefused",
    "ClosedSpan",
    "Fault",
    "Holiday",
    "Instant",
    "NotEnoughOpenTime",
    "PublicHolidays",
    "Revision",
    "Timetable",
    "add_with_pauses",
    "elapsed_with_pauses",
    "format_duration",
    "format_instant",
    "from_datetime",
    "local_date",
    "local_to_instant",
    "parse_duration",
    "parse_instant",
    "timetable",
    "to_datetime",
]
