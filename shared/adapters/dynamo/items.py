"""Models to items and back; every item carries its schema, readers accept N and N-1."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from shared.adapters.dynamo import keys
from shared.business_time.instant import Instant
from shared.domain.case_file import SCHEMA, CaseFile
from shared.domain.history import Card, LogEntry
from shared.errors import Misconfigured
from shared.names import Attribute

Item: TypeAlias = dict[str, Any]
"""An item in the attribute-value form of the wire."""

Key: TypeAlias = tuple[str, str]
"""Partition and sort key."""

M = TypeVar("M", bound=BaseModel)

BODY = "body"
WRITTEN_BY = "token"
_BESIDE = {"schema_version", "version", "revision"}
_CARD_BYTES = 1_024
_CUT_MARGIN = 4
_DETAIL_LENGTH = 300


def text(value: str) -> dict[str, str]:
    """A string attribute."""
    return {"S": value}


def number(value: int) -> dict[str, str]:
    """A number attribute."""
    return {"N": str(value)}


def key(pk: str, sk: str) -> Item:
    """The key of an item."""
    return {Attribute.PK.value: text(pk), Attribute.SK.value: text(sk)}


def place_of(item: Mapping[str, Any]) -> Key:
    """The key of an item, as text."""
    return item[Attribute.PK.value]["S"], item[Attribute.SK.value]["S"]


def number_of(item: Mapping[str, Any], name: str) -> int:
    """A number attribute; 0 where there is none."""
    return int(item[name]["N"]) if name in item else 0


def with_body(pk: str, sk: str, body: object, **more: dict[str, str]) -> Item:
    """An item whose content is one JSON text."""
    return _written(pk, sk, compact(body), more)


def of_model(pk: str, sk: str, model: BaseModel, **more: dict[str, str]) -> Item:
    """An item of a model, without what has its default."""
    return _written(pk, sk, model.model_dump_json(exclude_defaults=True), more)


def to_model(item: Mapping[str, Any], model: type[M]) -> M:
    """The model in an item's body; raises Misconfigured for a schema that this code can't read."""
    return model.model_validate_json(_text_of(item))


def body_of(item: Mapping[str, Any]) -> Any:
    """The JSON in an item's body; raises Misconfigured for a schema that this code can't read."""
    # numbers that are none were once let in; read as blank they break no list
    return json.loads(_text_of(item), parse_constant=_blank)


def _blank(_: str) -> None:
    return None


def _written(pk: str, sk: str, body: str, more: Mapping[str, dict[str, str]]) -> Item:
    return {**key(pk, sk), "schema": number(SCHEMA), BODY: text(body), **more}


def _text_of(item: Mapping[str, Any]) -> str:
    schema = int(item["schema"]["N"])
    if not SCHEMA - 1 <= schema <= SCHEMA:
        place = " ".join(item[name.value]["S"] for name in (Attribute.PK, Attribute.SK))
        raise Misconfigured(
            f"The item {place} has schema {schema}, and this code reads {SCHEMA - 1} and {SCHEMA}."
        )
    return str(item[BODY]["S"])


def compact(value: object) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def of_log(entry: LogEntry) -> Item:
    """An outcome as an item; one that was given up stands in the list of those."""
    item = of_model(keys.record(entry.number), keys.log(entry), entry)
    if entry.result == "parked":
        detail = (entry.detail or "")[:_DETAIL_LENGTH] or None
        card = entry.model_copy(update={"parked": None, "detail": detail, "to": entry.to[:3]})
        item[Attribute.WORK_KEY.value] = text(keys.PARKED)
        item[Attribute.NEXT_TARGET.value] = text(keys.parked_sort(entry))
        item[Attribute.CARD.value] = text(card.model_dump_json(exclude_defaults=True))
    return item


def of_file(
    file: CaseFile, card: Card, wake_at: Instant | None, token: str, *, is_open: bool
) -> Item:
    """The case file as one item, with what the indexes need beside its body."""
    body = file.model_dump_json(exclude_defaults=True, exclude=_BESIDE)
    own = {
        "version": number(file.version),
        "revision": number(file.revision),
        WRITTEN_BY: text(token),
        Attribute.CARD.value: text(card_text(card)),
    }
    item = _written(keys.record(file.number), keys.FILE, body, own)
    if wake_at is not None:
        item[Attribute.DUE_SHARD.value] = text(keys.due_shard(keys.shard(file.number)))
        item[Attribute.WAKE_AT.value] = number(wake_at)
    owner = keys.owner_of(card)
    if is_open and owner is not None:
        item[Attribute.WORK_KEY.value] = text(keys.work_of(owner))
    if is_open:
        item[Attribute.ALL_KEY.value] = text(keys.all_open(keys.shard(file.number)))
        item[Attribute.NEXT_TARGET.value] = text(keys.target_sort(card))
    if file.account is not None:
        item[Attribute.ACCOUNT_KEY.value] = text(keys.account(file.account))
        item[Attribute.ACCOUNT_SORT.value] = text(keys.account_sort(file.created_at, file.number))
    if file.account is not None and file.contact is not None:
        item[Attribute.CONTACT_KEY.value] = text(keys.contact(file.contact))
    return item


def to_file(item: Mapping[str, Any]) -> CaseFile:
    """The case file in its item."""
    body = body_of(item)
    body["version"] = int(item["version"]["N"])
    body["revision"] = int(item["revision"]["N"])
    return CaseFile.model_validate(body)


def card_text(card: Card) -> str:
    """The card as JSON of at most 1 KB, for which a subject in wide letters is cut."""
    written = card.model_dump_json(exclude_defaults=True)
    over = len(written.encode()) - _CARD_BYTES
    if over <= 0 or not card.subject:
        return written
    kept = card.subject.encode()[: max(0, len(card.subject.encode()) - over - _CUT_MARGIN)]
    subject = kept.decode(errors="ignore").rstrip()
    cut = card.model_copy(update={"subject": f"{subject}\N{HORIZONTAL ELLIPSIS}"})
    return cut.model_dump_json(exclude_defaults=True)


def to_card(item: Mapping[str, Any]) -> Card:
    """The card that an index projects."""
    return Card.model_validate_json(item[Attribute.CARD.value]["S"])
