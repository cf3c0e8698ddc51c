"""Who is calling: a token's verified claims, and nothing that the caller could have written."""

import re
from collections.abc import Mapping
from typing import Any

from functions.api.rejections import Unauthenticated
from shared.domain.history import Caller
from shared.names import CONTACT_ATTRIBUTE, OUTSIDERS

_SEPARATORS = re.compile(r"[\s,]+")


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Read the authorizer's verified claims: our people's access token, or a customer's ID token.

    Each kind of token gives the roles of its own people alone. Raises Unauthenticated.
    """
    claims = _claims(event)
    groups = groups_of(claims.get("cognito:groups"))
    if claims.get("token_use") == "id":
        return _customer(claims, tuple(group for group in groups if group in OUTSIDERS))
    if claims.get("token_use") != "access":
        raise Unauthenticated("Sign in and send the access token.")
    name = str(claims.get("username") or claims.get("sub") or "")
    if not name:
        raise Unauthenticated("The token names nobody.")
    ours = tuple(group for group in groups if group not in OUTSIDERS)
    if groups and not ours:
        raise Unauthenticated("Customers and partners send the ID token.")
    return Caller(name=name, door="api", roles=ours)


def _customer(claims: Mapping[str, Any], roles: tuple[str, ...]) -> Caller:
    if not roles:
        raise Unauthenticated("Sign in and send the access token, not the ID token.")
    name = str(claims.get("cognito:username") or claims.get("sub") or "")
    contact = str(claims.get(f"custom:{CONTACT_ATTRIBUTE}") or "")
    if not name or not contact:
        raise Unauthenticated("The token does not say which contact you are.")
    return Caller(name=name, door="portal", roles=roles, contact=contact)


def groups_of(claim: Any) -> tuple[str, ...]:
    """Parse groups in any form that gateways give them: a list, `[agents managers]`, `agents,managers`."""
    if isinstance(claim, list):
        return tuple(str(group) for group in claim)
    text = str(claim or "").strip().removeprefix("[").removesuffix("]")
    return tuple(group.strip("\"'") for group in _SEPARATORS.split(text) if group)


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any]:
    authorizer = (event.get("requestContext") or {}).get("authorizer") or {}
    return (authorizer.get("jwt") or {}).get("claims") or {}
