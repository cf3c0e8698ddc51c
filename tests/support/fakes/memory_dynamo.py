"""A DynamoDB client in memory, with what moto leaves out: conflicts, tokens, lag, limits, units."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any

from shared.names import Attribute
from tests.support.fakes import refusals
from tests.support.fakes.capacity import read_units, size_of, write_units
from tests.support.fakes.expressions import BadExpression
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.iam import enforce
from tests.support.fakes.memory_query import answer_query, partition_of
from tests.support.fakes.memory_writes import (
    Item,
    Key,
    check_item,
    check_transaction,
    judge,
    key_of,
    stream_record,
)
from tests.support.fakes.views import views
from tests.support.fakes.weather import Weather

TOKEN_SECONDS = 600
_MOST_GETS = 100
_MOST_PUTS = 25


class MemoryDynamo:
    """As much of the client as the adapters call; `calls` counts, `read` and `written` are units."""

    def __init__(self, clock: HandClock, *, lag_seconds: int = 0) -> None:
        self.clock, self.lag_seconds = clock, lag_seconds
        self.weather = Weather()
        self.calls: Counter[str] = Counter()
        self.read = self.written = 0.0
        self.stream: list[dict[str, Any]] = []
        self.items: dict[Key, Item] = {}
        self._partitions: dict[str, dict[Key, Item]] = defaultdict(dict)
        self._views = views()
        self._tokens: dict[str, tuple[str, int]] = {}
        self._lock = RLock()

    def get_item(self, **request: Any) -> dict[str, Any]:
        return self._served("GetItem", request, lambda: self._get(request))

    def batch_get_item(self, **request: Any) -> dict[str, Any]:
        return self._served("BatchGetItem", request, lambda: self._batch_get(request))

    def query(self, **request: Any) -> dict[str, Any]:
        return self._served("Query", request, lambda: self._query(request))

    def put_item(self, **request: Any) -> dict[str, Any]:
        return self._served("PutItem", request, lambda: self._one("PutItem", "Put", request))

    def update_item(self, **request: Any) -> dict[str, Any]:
        return self._served(
            "UpdateItem", request, lambda: self._one("UpdateItem", "Update", request)
        )

    def delete_item(self, **request: Any) -> dict[str, Any]:
        return self._served(
            "DeleteItem", request, lambda: self._one("DeleteItem", "Delete", request)
        )

    def batch_write_item(self, **request: Any) -> dict[str, Any]:
        return self._served("BatchWriteItem", request, lambda: self._batch_write(request))

    def transact_write_items(self, **request: Any) -> dict[str, Any]:
        return self._served("TransactWriteItems", request, lambda: self._transact(request))

    def scan(self, **request: Any) -> None:
        """No request path scans: here whoever tries is found out."""
        raise AssertionError(f"a scan of the whole table: {request}")

    def expire(self) -> int:
        """What TTL does some days after `expires_at`; answers how many items went."""
        now, name = self.clock.now(), Attribute.EXPIRES_AT.value
        late = [
            key for key, item in self.items.items() if name in item and int(item[name]["N"]) < now
        ]
        for key in late:
            self._store(key, None)
        return len(late)

    def _served(
        self, operation: str, request: Mapping[str, Any], serve: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        enforce(operation, request)
        with self._lock:
            self.calls[operation] += 1
            trouble = self.weather.of(operation)
            if trouble == "throttle":
                raise refusals.throttled(operation)
            if trouble == "broken":
                raise refusals.refusal(operation, "InternalServerError")
            if trouble == "conflict":
                raise refusals.conflict(operation)
            try:
                answer = serve()
            except BadExpression as wrong:
                raise refusals.invalid(operation, str(wrong)) from wrong
            if trouble == "lost":
                raise refusals.lost(operation)
            return answer

    def _get(self, request: Mapping[str, Any]) -> dict[str, Any]:
        item = self._read(request["Key"], request)
        return {"Item": item} if item is not None else {}

    def _batch_get(self, request: Mapping[str, Any]) -> dict[str, Any]:
        ((table, wanted),) = request["RequestItems"].items()
        keys = wanted["Keys"]
        if len(keys) > _MOST_GETS or len({key_of(key) for key in keys}) < len(keys):
            raise refusals.invalid("BatchGetItem", "Too many keys, or one of them twice")
        done = len(keys) - self._held_back(len(keys))
        found = [self._read(key, wanted) for key in keys[:done]]
        rest = {table: {**wanted, "Keys": keys[done:]}} if done < len(keys) else {}
        answer = [item for item in found if item is not None]
        return {"Responses": {table: answer}, "UnprocessedKeys": rest}

    def _query(self, request: Mapping[str, Any]) -> dict[str, Any]:
        value = partition_of(request)
        index = request.get("IndexName")
        consistent = request.get("ConsistentRead", False)
        if index is None:
            source = list(self._partitions[value].values())
        elif consistent:
            raise refusals.invalid("Query", "Consistent reads are not supported on indexes")
        else:
            source = self._views[index].partition(value, self.clock.now())
        answer = answer_query(source, request)
        size = sum(size_of(item) for item in answer["Items"])
        self.read += read_units(size, consistent=consistent)
        return answer

    def _one(self, operation: str, kind: str, request: Mapping[str, Any]) -> dict[str, Any]:
        judged = judge(operation, kind, request, self.items)
        if not judged.holds:
            self.written += write_units(size_of(judged.old or {}))
            reason = judged.reason()
            shown = {"Item": reason["Item"]} if "Item" in reason else {}
            raise refusals.refusal(operation, "ConditionalCheckFailedException", **shown)
        check_item(operation, judged.new)
        self._store(judged.key, judged.new)
        asked = request.get("ReturnValues") == "ALL_NEW"
        return {"Attributes": dict(judged.new or {})} if asked else {}

    def _batch_write(self, request: Mapping[str, Any]) -> dict[str, Any]:
        ((table, asked),) = request["RequestItems"].items()
        if len(asked) > _MOST_PUTS:
            raise refusals.invalid("BatchWriteItem", "Member must have length less than 26")
        done = len(asked) - self._held_back(len(asked))
        for action in asked[:done]:
            if "PutRequest" in action:
                item = dict(action["PutRequest"]["Item"])
                check_item("BatchWriteItem", item)
                self._store(key_of(item), item)
            else:
                self._store(key_of(action["DeleteRequest"]["Key"]), None)
        return {"UnprocessedItems": {table: asked[done:]} if done < len(asked) else {}}

    def _transact(self, request: Mapping[str, Any]) -> dict[str, Any]:
        operation, actions = "TransactWriteItems", request["TransactItems"]
        token, fingerprint = request.get("ClientRequestToken"), json.dumps(actions, sort_keys=True)
        now = self.clock.now()
        known, since = self._tokens.get(token or "", ("", now - TOKEN_SECONDS))
        if known and now < since + TOKEN_SECONDS:
            if known != fingerprint:
                raise refusals.refusal(operation, "IdempotentParameterMismatchException")
            return {}
        judged = [judge(operation, *_action(a), self.items) for a in actions]
        check_transaction(judged)
        if not all(one.holds for one in judged):
            sizes = (size_of(one.new or one.old or {}) for one in judged)
            self.written += sum(write_units(size, transactional=True) for size in sizes)
            raise refusals.cancelled(operation, [one.reason() for one in judged])
        for one in judged:
            if one.kind == "ConditionCheck":
                self.written += write_units(size_of(one.old or {}), transactional=True)
            else:
                self._store(one.key, one.new, transactional=True)
        if token is not None:
            self._tokens[token] = fingerprint, now
        return {}

    def _read(self, key: Mapping[str, Any], asked: Mapping[str, Any]) -> Item | None:
        item = self.items.get(key_of(key))
        consistent = asked.get("ConsistentRead", False)
        self.read += read_units(size_of(item or {}), consistent=consistent)
        return dict(item) if item is not None else None

    def _store(self, key: Key, new: Item | None, *, transactional: bool = False) -> None:
        old = self.items.get(key)
        size = max(size_of(new or {}), size_of(old or {}))
        self.written += write_units(size, transactional=transactional)
        if new is None:
            self.items.pop(key, None)
            self._partitions[key[0]].pop(key, None)
        else:
            self.items[key] = self._partitions[key[0]][key] = new
        visible_at = self.clock.now() + self.lag_seconds
        self.written += sum(v.tell(key, old, new, visible_at) for v in self._views.values())
        if new != old:
            self.stream.append(stream_record(len(self.stream), key, old, new))

    def _held_back(self, asked: int) -> int:
        held = min(self.weather.unprocessed, asked - 1)
        self.weather.unprocessed = 0
        return max(0, held)


def _action(part: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return next(iter(part.items()))
