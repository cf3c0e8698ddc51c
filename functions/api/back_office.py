"""The themes of managers: customers, who changed what, and what is done in bulk."""

from functions.api import audit, checklist, directory, entitlements, jobs
from functions.api.resolver import new_resolver

app = new_resolver((directory, entitlements, audit, checklist, jobs))
