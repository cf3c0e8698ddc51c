"""Models to items and back; every item carries its schema, readers accept N and N-1."""

import json
from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel

from shared.adapters.dynamo import keys
from shared.business_time.instant import Instant
from shared.domain.case_file import SCHEMA, CaseFile
from shared.domain.history import Card
from shared.errors import Misconfigured
from shared.names import Attribute

Item: TypeAlias = dict[str, Any]
"""An item in the attribute-value form of the wire."""

M = TypeVar("M", bound=BaseModel)

BODY = "body"
_OWN = {"schema_version", "version", "revision"}
_CARD_BYTES = 1_024


def text(value: str) -> dict[str, str]:
    """A string attribute."""
    return {"S": value}


def number(value: int) -> dict[str, str]:
    """A number attribute."""
    return {"N": str(value)}


def key(pk: str, sk: str) -> Item:
    """The key of an item."""
    return {Attribute.PK.value: text(pk), Attribute.SK.value: text(sk)}


def with_body(pk: str, sk: str, body: object, **more: dict[str, str]) -> Item:
    """An item whose content is one JSON text."""
    return {**key(pk, sk), "schema": number(SCHEMA), BODY: text(compact(body)), **more}


def of_model(pk: str, sk: str, model: BaseModel, **more: dict[str, str]) -> Item:
    """An item of a model, without what has its default."""
    return with_body(pk, sk, model.model_dump(mode="json", exclude_defaults=True), **more)


def to_model(item: Mapping[str, Any], model: type[M]) -> M:
    """The model in an item's body; raises Misconfigured for a schema that this code can't read."""
    return model.model_validate(body_of(item))


def body_of(item: Mapping[str, Any]) -> Any:
    """The JSON in an item's body."""
    schema = int(item["schema"]["N"])
    if not SCHEMA - 1 <= schema <= SCHEMA:
        raise Misconfigured(
            f"An item has schema {schema}, and this code reads {SCHEMA - 1} and {SCHEMA}."
        )
    return json.loads(item[BODY]["S"])


def compact(value: object) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def of_file(
    file: CaseFile, card: Card, wake_at: Instant | None, token: str, *, is_open: bool
) -> Item:
    """The case file as one item, with what the indexes need beside its body."""
    body = file.model_dump(mode="json", exclude_defaults=True, exclude=_OWN)
    item = with_body(
        keys.record(file.number),
        keys.FILE,
        body,
        version=number(file.version),
        revision=number(file.revision),
        token=text(token),
    )
    item[Attribute.CARD.value] = text(card_text(card))
    if wake_at is not None:
        item[Attribute.DUE_SHARD.value] = text(keys.due_shard(keys.shard(file.number)))
        item[Attribute.WAKE_AT.value] = number(wake_at)
    if is_open:
        item[Attribute.WORK_KEY.value] = text(keys.work_of(keys.owner_of(card)))
        item[Attribute.ALL_KEY.value] = text(keys.all_open(keys.shard(file.number)))
        item[Attribute.NEXT_TARGET.value] = text(keys.target_sort(card))
    if file.account is not None:
        item[Attribute.ACCOUNT_KEY.value] = text(keys.account(file.account))
        item[Attribute.ACCOUNT_SORT.value] = text(keys.account_sort(file.created_at, file.number))
    return item


def to_file(item: Mapping[str, Any]) -> CaseFile:
    """The case file in its item."""
    body = body_of(item)
    body["version"] = int(item["version"]["N"])
    body["revision"] = int(item["revision"]["N"])
    return CaseFile.model_validate(body)


def card_text(card: Card) -> str:
    """The card as JSON of at most 1 KB; a subject in wide letters is cut until it fits."""
    while True:
        written = compact(card.model_dump(mode="json", exclude_defaults=True))
        if len(written.encode()) <= _CARD_BYTES or not card.subject:
            return written
        card = card.model_copy(update={"subject": card.subject[: len(card.subject) // 2]})


def to_card(item: Mapping[str, Any]) -> Card:
    """The card that an index projects."""
    return Card.model_validate_json(item[Attribute.CARD.value]["S"])
