"""Products: what assets and contract lines are of (E1)."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from shared.domain.reading import EXTERNAL_ID, read_document
from shared.domain.value import Frozen
from shared.domain.written import Id, OwnFields, Words


class Product(Frozen):
    """Something that is sold; matching knows it by its id alone."""

    id: Id
    name: Words | None = None
    fields: OwnFields = Field(default_factory=dict)


def parse_product(body: Mapping[str, Any]) -> Product:
    """Read a document of kind `product`; raises Refused with every fault and its path."""
    return read_document(Product, body, "product", EXTERNAL_ID)
