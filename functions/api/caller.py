"""Who is calling: an access token's claims, and nothing that the caller could have written."""

import re
from collections.abc import Mapping
from typing import Any

from functions.api.rejections import Unauthenticated
from shared.domain.history import Caller

_SEPARATORS = re.compile(r"[\s,]+")


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Read the authorizer's verified claims; raises Unauthenticated for anything but an access token."""
    claims = _claims(event)
    if claims.get("token_use") != "access":
        raise Unauthenticated("Sign in and send the access token, not the ID token.")
    name = str(claims.get("username") or claims.get("sub") or "")
    if not name:
        raise Unauthenticated("The token names nobody.")
    return Caller(name=name, door="api", roles=groups_of(claims.get("cognito:groups")))


def groups_of(claim: Any) -> tuple[str, ...]:
    """Parse groups in any form that gateways give them: a list, `[agents managers]`, `agents,managers`."""
    if isinstance(claim, list):
        return tuple(str(group) for group in claim)
    text = str(claim or "").strip().removeprefix("[").removesuffix("]")
    return tuple(group.strip("\"'") for group in _SEPARATORS.split(text) if group)


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any]:
    authorizer = (event.get("requestContext") or {}).get("authorizer") or {}
    return (authorizer.get("jwt") or {}).get("claims") or {}
