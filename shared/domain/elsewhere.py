"""What configuration may name although none of its documents is it: the customers in the directory."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.domain.field_name import canonical_field

_RELATED = re.compile(r"\b(?:account|contact|asset)\.\w+", re.IGNORECASE)


def _nothing(_kind: str, _name: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`has` says whether the directory has a document; `fields` are related ones taken for granted."""

    has: Callable[[str, str], bool] = _nothing
    fields: frozenset[str] = field(default_factory=frozenset)


def related_in(bodies: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Every field of a customer that the bodies mention, which any customer may have (K5).

    >>> sorted(related_in([{"formula": "Account.Tier__c = 'Gold'"}, {"text": "{{asset.model}}"}]))
    ['account.tier', 'asset.model']
    """
    found = (_RELATED.findall(json.dumps(body, default=str)) for body in bodies)
    return frozenset(canonical_field(name) for names in found for name in names)
