"""What people may ask of matching."""

from typing import Literal

from pydantic import ConfigDict, Field

from functions.api.shapes import (
    Asked,
    At,
    CustomFields,
    Flag,
    MailAddress,
    Named,
    Short,
    Subject,
    Words,
)


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
    account: Named | None = None
    contact: Named | None = None
    asset: Named | None = None
    serial_number: Named | None = None
    product: Named | None = None
    entitlement: Named | None = None
    status: Short | None = None
    priority: Short | None = None
    owner: Named | None = None
    queue: Named | None = None
    fields: CustomFields = Field(default_factory=dict)
