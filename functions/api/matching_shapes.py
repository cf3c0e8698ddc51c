"""What people may ask of matching."""

from typing import Literal

from pydantic import ConfigDict, Field

from functions.api.shapes import Asked, At, CustomFields, Flag, MailAddress, Short, Subject, Words


class DraftRecord(Asked):
    """A record that is not opened: what `POST /cases` takes, the channel it would come by, and when.

    `verified` says of a mail that it passed DMARC.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"channel": "email", "email": "ann@acme.example", "priority": "High"}
        }
    )
    channel: Literal["web", "email", "api", "console", "portal"] = "api"
    verified: Flag = True
    at: At | None = None
    record_type: Literal["case", "work_order"] = "case"
    subject: Subject | None = None
    description: Words = ""
    email: MailAddress | None = None
    account: Short | None = None
    contact: Short | None = None
    asset: Short | None = None
    serial_number: Short | None = None
    product: Short | None = None
    entitlement: Short | None = None
    status: Short | None = None
    priority: Short | None = None
    owner: Short | None = None
    queue: Short | None = None
    fields: CustomFields = Field(default_factory=dict)
