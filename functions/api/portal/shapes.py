"""What customers and partners may ask for."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from functions.api.shapes import Asked, CustomFields, Short, Subject, Words


class NewOwnCase(Asked):
    """A case to be opened; partners name the account that it is for."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "subject": "Pump 3 has stopped",
                "description": "It stopped at 9:40 and does not start again.",
                "priority": "High",
                "asset": "pump-3",
            }
        }
    )
    subject: Subject
    description: Words = ""
    priority: Short | None = None
    account: Short | None = None
    contact: Short | None = None
    asset: Short | None = None
    product: Short | None = None
    fields: CustomFields = Field(default_factory=dict)


class NewOwnReply(Asked):
    """What is to be said on a case."""

    model_config = ConfigDict(json_schema_extra={"example": {"body": "It runs again, thank you."}})
    body: Annotated[Words, StringConstraints(strip_whitespace=True, min_length=1)]
