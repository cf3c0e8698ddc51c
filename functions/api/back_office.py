"""The themes of managers: customers, configuration, who changed what, and what is done in bulk."""

from functools import partial

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
from functions.api.names_asked import faults_of_names
from functions.api.resolver import new_resolver

app = new_resolver(
    (directory, entitlements, configuration, letters, processes, audit, checklist, jobs),
    beside=partial(faults_of_names, directory.router),
)
