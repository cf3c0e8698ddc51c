"""What agents may ask to be sent: an answer by mail, bounded part by part."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from functions.api.shapes import Asked, MailAddress, Short, SomeWords, Subject
from shared.domain.attached import MOST_WITH_A_MAIL

_MOST_RECIPIENTS = 20
_LONGEST_SUBJECT = 200


def _each_once(addresses: list[str]) -> list[str]:
    folded = [address.casefold() for address in addresses]
    for place, address in enumerate(folded):
        if address in folded[:place]:
            raise ValueError(f"'{addresses[place]}' stands in it twice.")
    return addresses


Recipients: TypeAlias = Annotated[
    list[MailAddress],
    AfterValidator(_each_once),
    Field(
        max_length=_MOST_RECIPIENTS,
        description="Addresses of people of the record, or that the settings list.",
    ),
]


Files: TypeAlias = Annotated[
    list[Short],
    AfterValidator(_each_once),
    Field(max_length=MOST_WITH_A_MAIL, description="Ids of files of the record."),
]


class NewReply(Asked):
    """An answer by mail; left out, it goes to the customer, under the subject of the record."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "body": "We **are on our way**.\n\n- Pump: tomorrow\n- Belt: in stock",
                "format": "markdown",
                "cc": ["dana@northwind.example"],
            }
        }
    )
    body: SomeWords
    format: Literal["text", "markdown"] = "text"
    to: Recipients = Field(default_factory=list)
    cc: Recipients = Field(default_factory=list)
    attachments: Files = Field(default_factory=list)
    subject: Annotated[Subject, StringConstraints(max_length=_LONGEST_SUBJECT)] | None = None
