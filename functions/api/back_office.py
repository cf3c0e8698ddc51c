"""The themes of managers: customers, configuration, who changed what, and what is done in bulk."""

from functions.api import (
    audit,
    checklist,
    configuration,
    directory,
    entitlements,
    jobs,
    letters,
    processes,
)
from functions.api.resolver import new_resolver

app = new_resolver(
    (directory, entitlements, configuration, letters, processes, audit, checklist, jobs)
)
