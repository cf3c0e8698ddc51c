"""Assets: the single things that an account has (E1)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen, Value
from shared.domain.written import Day, Id, Ids, OwnFields, Words


class Asset(Frozen):
    """One thing of an account; its product is that of records which name none (R3).

    `templates` are those that its product had when it was created (E5).
    """

    id: Id
    account: Id
    name: Words | None = None
    product: Id | None = None
    serial_number: Words | None = None
    contact: Id | None = None
    purchase_date: Day | None = None
    install_date: Day | None = None
    templates: Ids = ()
    fields: OwnFields = Field(default_factory=dict)

    def related(self) -> dict[str, Value]:
        """Its fields under the paths that criteria and mails read, such as `asset.product` (K5)."""
        own: dict[str, Value] = {"product": self.product, "serial_number": self.serial_number}
        return {f"asset.{name}": value for name, value in {**self.fields, **own}.items()}


def parse_asset(body: Mapping[str, Any]) -> Asset:
    """Read a document of kind `asset`; raises Refused with every fault and its path."""
    return read_document(Asset, body, "asset", EXTERNAL_ID)


def serial_key(serial_number: str) -> str:
    """The one spelling under which a serial number is looked up: case does not count (R2)."""
    return serial_number.strip().lower()
