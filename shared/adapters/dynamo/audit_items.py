"""Audit entries as items: beside what they are about, and in the list of their day."""

from collections.abc import Mapping
from typing import Any

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.items import Item, of_model, place_of, text
from shared.domain.audit import AuditEntry
from shared.names import Attribute


def audit_item(entry: AuditEntry, where: Mapping[str, Any]) -> Item:
    """The item of an entry in the partition of what it is about."""
    pk, _ = place_of(where)
    sort = keys.audit_sort(entry.at, entry.kind, entry.id, entry.edition)
    beside = {
        Attribute.WORK_KEY.value: text(keys.audit_day(entry.at)),
        Attribute.NEXT_TARGET.value: text(sort),
    }
    return of_model(pk, keys.audit(entry.edition), entry, **beside)
