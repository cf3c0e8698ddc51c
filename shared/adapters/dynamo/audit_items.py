"""Audit entries as items: beside what they are about, and in the list of their day.

Those of a configuration are written before the pointer flips, under the token of their writer: they
count once the head of their revision names it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.batches import get_all
from shared.adapters.dynamo.items import WRITTEN_BY, Item, key, of_model, place_of, text, to_model
from shared.domain.audit import AuditEntry
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def audit_item(entry: AuditEntry, where: Mapping[str, Any]) -> Item:
    """The item of an entry in the partition of what it is about."""
    pk, _ = place_of(where)
    sort = keys.audit_sort(entry.at, entry.kind, entry.id, entry.edition)
    beside = {
        Attribute.WORK_KEY.value: text(keys.audit_day(entry.at)),
        Attribute.NEXT_TARGET.value: text(sort),
    }
    return of_model(pk, keys.audit(entry.edition), entry, **beside)


def audit_item_of_movement(entry: AuditEntry, where: Mapping[str, Any], name: str) -> Item:
    """The item of a movement of an allowance, which stands after the edition that there was."""
    item = audit_item(entry, where)
    sort = f"{item[Attribute.NEXT_TARGET.value]['S']}#{name}"
    sk = f"{keys.audit(entry.edition)}#{name}"
    return {**item, Attribute.SK.value: text(sk), Attribute.NEXT_TARGET.value: text(sort)}


def audit_item_of_writer(entry: AuditEntry, token: str) -> Item:
    """The item of a change of configuration, which counts if its writer wins the flip."""
    where = key(keys.document(entry.kind, entry.id), keys.ITEM)
    sk = f"{keys.audit(entry.edition)}#{token}"
    return {**audit_item(entry, where), Attribute.SK.value: text(sk), WRITTEN_BY: text(token)}


def counted(
    items: Sequence[Item], dynamo: "DynamoDBClient", table: str, pause: Callable[[float], None]
) -> tuple[AuditEntry, ...]:
    """The entries in items, without those of writers who lost the flip."""
    entries = [(to_model(item, AuditEntry), item.get(WRITTEN_BY, {}).get("S")) for item in items]
    heads = {entry.edition: _head(entry.edition) for entry, token in entries if token}
    found = get_all(dynamo, table, list(heads.values()), pause) if heads else {}
    winners = {
        revision: item[WRITTEN_BY]["S"]
        for revision, where in heads.items()
        if (item := found.get(place_of(where))) is not None
    }
    return tuple(
        entry for entry, token in entries if token is None or winners.get(entry.edition) == token
    )


def _head(revision: int) -> Item:
    return key(keys.configuration(revision), keys.HEAD)
