"""What somebody asks for when a record is to be opened, whichever door it came through."""

from pydantic import Field

from shared.business_time.instant import Instant
from shared.domain.case_file import Origin, RecordType
from shared.domain.value import Frozen, Value

WEB_REPEAT_SECONDS = 600
"""A repeat within ten minutes makes no second case (I2)."""

API_REPEAT_SECONDS = 86_400
"""An idempotency key of the API is remembered for a day."""


class Intake(Frozen):
    """A validated request for a new record; `fields` are declared ones, `unknown` is kept raw (I1)."""

    record_type: RecordType = "case"
    origin: Origin
    verified: bool = False
    account: str | None = None
    contact: str | None = None
    asset: str | None = None
    serial_number: str | None = None
    product: str | None = None
    entitlement: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    subject: str
    description: str = ""
    fields: dict[str, Value] = Field(default_factory=dict)
    supplied: dict[str, str] = Field(default_factory=dict)
    unknown: dict[str, str] = Field(default_factory=dict)
    business_hours: str | None = None
    repeat_key: str
    repeat_seconds: int = API_REPEAT_SECONDS
    fingerprint: str
    at: Instant | None = None
    follows: str | None = None
    message_id: str | None = None
    acknowledge: str | None = None


class Opened(Frozen):
    """The answer to an intake; `repeated` says that an earlier request had already made it."""

    number: str
    repeated: bool = False
    entitlement: str | None = None
    no_entitlement: str | None = None
    warnings: tuple[str, ...] = ()
