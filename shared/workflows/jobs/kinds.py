"""Every kind of job by its name."""

from collections.abc import Mapping

from shared.domain.job import JobKind
from shared.workflows.jobs.bulk import Bulk
from shared.workflows.jobs.ending_notices import EndingNotices
from shared.workflows.jobs.period_resets import PeriodResets
from shared.workflows.jobs.recompute_calendar import RecomputeCalendar
from shared.workflows.jobs.refresh_account import RefreshAccount
from shared.workflows.jobs.write_references import WriteReferences

KINDS: Mapping[JobKind, Bulk] = {
    "recompute": RecomputeCalendar(),
    "refresh": RefreshAccount(),
    "notices": EndingNotices(),
    "resets": PeriodResets(),
    "references": WriteReferences(),
}
