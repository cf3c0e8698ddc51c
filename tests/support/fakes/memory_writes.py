"""What one write action would do to one item, and what AWS says when it may not."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from shared.names import Attribute
from tests.support.fakes import refusals
from tests.support.fakes.capacity import MOST_ITEM_BYTES, MOST_TRANSACTION_BYTES, size_of
from tests.support.fakes.expressions import BadExpression, condition, update, used_in
from tests.support.table import INDEXES

Item: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[str, str]

_PK, _SK = Attribute.PK.value, Attribute.SK.value
_MOST_ACTIONS = 100
_EXPRESSIONS = ("ConditionExpression", "UpdateExpression")


class Judged:
    """A write action seen against the item that stands there."""

    def __init__(self, kind: str, action: Mapping[str, Any], items: Mapping[Key, Item]) -> None:
        self.kind, self.action = kind, action
        self.key = key_of(action["Item"] if kind == "Put" else action["Key"])
        self.old = items.get(self.key)
        _check_placeholders(action)
        given = action.get("ConditionExpression")
        self.holds = given is None or condition(given, *_parts(action, given))(self.old or {})
        self.new = self._new()

    def reason(self) -> dict[str, Any]:
        """What a cancelled transaction says about this action."""
        if self.holds:
            return {"Code": "None"}
        shown = self.old and self.action.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
        reason = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
        return {**reason, "Item": dict(self.old or {})} if shown else reason

    def _new(self) -> Item | None:
        if self.kind == "Put":
            return dict(self.action["Item"])
        if self.kind == "Delete":
            return None
        if self.kind == "ConditionCheck":
            return self.old
        text = self.action["UpdateExpression"]
        change = update(text, *_parts(self.action, text))
        return change({**self.action["Key"], **(self.old or {})})


def judge(
    operation: str, kind: str, action: Mapping[str, Any], items: Mapping[Key, Item]
) -> Judged:
    """Judge one action; raises the ValidationException of an expression that cannot be read."""
    try:
        return Judged(kind, action, items)
    except BadExpression as wrong:
        raise refusals.invalid(operation, str(wrong)) from wrong


def check_item(operation: str, item: Item | None) -> None:
    """Refuse what no table can hold: empty keys, keys of another type, more than 400 KB."""
    if item is None:
        return
    for name, letter in _KEYS.items():
        if name in item and (letter not in item[name] or item[name][letter] == ""):
            raise refusals.invalid(operation, f"Type mismatch or empty value for key {name}")
    if size_of(item) > MOST_ITEM_BYTES:
        raise refusals.invalid(operation, "Item size has exceeded the maximum allowed size")


def check_transaction(judged: Sequence[Judged]) -> None:
    """Refuse what no transaction can hold."""
    operation = "TransactWriteItems"
    if len(judged) > _MOST_ACTIONS:
        raise refusals.invalid(operation, "Member must have length less than or equal to 100")
    if len({one.key for one in judged}) < len(judged):
        raise refusals.invalid(
            operation, "Transaction request cannot include multiple operations on one item"
        )
    if sum(size_of(one.new or {}) for one in judged) > MOST_TRANSACTION_BYTES:
        raise refusals.invalid(operation, "Transaction request cannot exceed 4 MB")
    for one in judged:
        check_item(operation, one.new)


def key_of(item: Mapping[str, Any]) -> Key:
    """The key of an item."""
    return item[_PK]["S"], item[_SK]["S"]


def stream_record(place: int, key: Key, old: Item | None, new: Item | None) -> dict[str, Any]:
    """The change as a stream with new images tells it."""
    name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    change: dict[str, Any] = {
        "Keys": {_PK: {"S": key[0]}, _SK: {"S": key[1]}},
        "SequenceNumber": f"{place:021}",
        "StreamViewType": "NEW_IMAGE",
    }
    if new is not None:
        change["NewImage"] = dict(new)
    return {"eventName": name, "eventSource": "aws:dynamodb", "dynamodb": change}


def _parts(action: Mapping[str, Any], text: str) -> tuple[dict[str, str], dict[str, Any]]:
    mentioned = used_in(text)
    names = action.get("ExpressionAttributeNames", {})
    values = action.get("ExpressionAttributeValues", {})
    return (
        {name: path for name, path in names.items() if name in mentioned},
        {name: value for name, value in values.items() if name in mentioned},
    )


def _check_placeholders(action: Mapping[str, Any]) -> None:
    mentioned = {place for name in _EXPRESSIONS for place in used_in(action.get(name, ""))}
    names = action.get("ExpressionAttributeNames", {})
    values = action.get("ExpressionAttributeValues", {})
    idle = {*names, *values} - mentioned
    if idle:
        raise BadExpression(f"unused in expressions: {', '.join(sorted(idle))}")


def _key_letters() -> dict[str, str]:
    letters: dict[str, str] = {_PK: "S", _SK: "S"}
    for form in INDEXES:
        letters[form.partition.value] = "S"
        if form.sort is not None:
            letters[form.sort[0].value] = form.sort[1]
    return letters


_KEYS = _key_letters()
