"""One declared field: its type, its values, and the names under which others send it (K6)."""

import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from shared.domain.value import Frozen
from shared.domain.written import Words

CHOICES = frozenset({"picklist", "multi_picklist"})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def _field_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name[:80]}' is no name such as product_line: a-z, digits and _")
    return name


def _field_type(given: Any) -> Any:
    return "multi_picklist" if given == "multipicklist" else given


FieldName: TypeAlias = Annotated[str, AfterValidator(_field_name)]
FieldType: TypeAlias = Annotated[
    Literal[
        "text",
        "long_text",
        "picklist",
        "multi_picklist",
        "number",
        "checkbox",
        "date",
        "datetime",
        "email",
        "phone",
        "url",
    ],
    BeforeValidator(_field_type),
]


class DeclaredValue(Frozen):
    """One value of a picklist; of a status it says whether the record is closed or waits by it."""

    value: Words
    label: Words | None = None
    is_closed: bool = False
    is_waiting: bool = False


class DeclaredField(Frozen):
    """One field; `salesforce` and `web_id` are the names under which forms and imports send it.

    A public field is seen and set by customers at the portal, unless a rule of access says no (S1).
    """

    name: FieldName
    type: FieldType = "text"
    label: Words | None = None
    salesforce: Words | None = None
    web_id: Words | None = None
    public: Annotated[bool, Field(strict=True)] = False
    values: tuple[DeclaredValue, ...] = ()

    @field_validator("values")
    @classmethod
    def _fit_the_type(
        cls, values: tuple[DeclaredValue, ...], info: ValidationInfo
    ) -> tuple[DeclaredValue, ...]:
        folded = [value.value.casefold() for value in values]
        twice = next((value for value in folded if folded.count(value) > 1), None)
        if twice is not None:
            raise ValueError(f"'{twice}' is listed twice")
        if values and info.data.get("type") not in CHOICES:
            raise ValueError("only a picklist has values")
        return values

    def spelled(self, given: str) -> str | None:
        """The value as it is declared, whatever the case in which it was given."""
        wanted = given.strip().casefold()
        return next((v.value for v in self.values if v.value.casefold() == wanted), None)
