"""The themes of customers and partners."""

from functions.api.portal import cases, entitlements, visitor
from functions.api.resolver import new_resolver

app = new_resolver((visitor, cases, entitlements))
