"""Headers and query parameters that several routes share."""

from typing import Annotated, TypeAlias

from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from shared.domain.written import LONGEST_NAME

IdempotencyKey: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key with the same body does the work once; remembered for a day.",
    ),
]
IfMatch: TypeAlias = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the record as you have seen it."),
]
IfNoneMatch: TypeAlias = Annotated[
    str | None,
    Header(alias="If-None-Match", description="`*`: only if there is no such document yet."),
]
Cursor: TypeAlias = Annotated[
    str | None, Query(max_length=2048, description="The `next` of the page before.")
]
Name: TypeAlias = Annotated[str | None, Query(min_length=1, max_length=LONGEST_NAME)]
