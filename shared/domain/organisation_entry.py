"""One document of an organisation, named and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.document_kinds import Kind
from shared.domain.source_document import SourceDocument


@dataclass(frozen=True, slots=True)
class Entry:
    """A document by the name that others know it by; `body` is empty unless it `is_sound`."""

    kind: Kind
    name: str
    body: Mapping[str, Any]
    source: SourceDocument
    is_sound: bool = True
