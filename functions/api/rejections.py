"""Requests that never reach a verb: what HTTP itself finds wrong with them."""

from collections.abc import Mapping
from typing import Any

from shared.errors import MilepostError, Refused, StaleRevision


class Unauthenticated(MilepostError):
    """There is no access token, or the token is not one."""

    kind = "unauthenticated"
    status = 401


class Malformed(Refused):
    """The body cannot be read at all."""

    kind = "malformed"
    status = 400


class MethodNotAllowed(Refused):
    """The address exists, and does not understand the method; `allow` lists what it does."""

    kind = "method_not_allowed"
    status = 405

    def __init__(self, method: str, allow: tuple[str, ...]) -> None:
        super().__init__(f"{method} means nothing here; try {', '.join(allow)}.")
        self.allow = allow


class StaleRecord(StaleRevision):
    """If-Match names an old revision; `current` and `etag` are the record as it now is."""

    def __init__(self, message: str, *, current: Mapping[str, Any], etag: str) -> None:
        super().__init__(message)
        self.current = current
        self.etag = etag


class TooLarge(Refused):
    """The body is larger than any request needs."""

    kind = "too_large"
    status = 413


class UnsupportedMediaType(Refused):
    """The body is in a form that this API does not read."""

    kind = "unsupported_media_type"
    status = 415
