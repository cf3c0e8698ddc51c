"""One page of a query over the items of one partition."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from shared.names import Attribute
from tests.support.fakes.capacity import MOST_PAGE_BYTES, size_of
from tests.support.fakes.expressions import BadExpression, comparable, condition
from tests.support.table import INDEXES

Item = dict[str, Any]

_EQUALS = re.compile(r"\s*([#\w]+)\s*=\s*(:\w+)")


def partition_of(request: Mapping[str, Any]) -> str:
    """The value of the partition key that a query asks for."""
    match = _EQUALS.match(request["KeyConditionExpression"])
    if match is None:
        raise BadExpression("Query key condition not supported")
    return str(request["ExpressionAttributeValues"][match[2]]["S"])


def answer_query(partition: Iterable[Item], request: Mapping[str, Any]) -> dict[str, Any]:
    """Items in order, at most `Limit` and 1 MB of them, and where to go on."""
    names = request.get("ExpressionAttributeNames", {})
    holds = condition(
        request["KeyConditionExpression"], names, request["ExpressionAttributeValues"]
    )
    sort = _sort_names(request.get("IndexName"))
    forward = request.get("ScanIndexForward", True)
    found = sorted(
        (item for item in partition if holds(item)),
        key=lambda item: _place(item, sort),
        reverse=not forward,
    )
    start = request.get("ExclusiveStartKey")
    if start is not None:
        found = [item for item in found if _after(item, start, sort, forward=forward)]
    return _page(found, request.get("Limit"), sort)


def _page(found: list[Item], limit: int | None, sort: list[str]) -> dict[str, Any]:
    taken: list[Item] = []
    size = 0
    for item in found:
        size += size_of(item)
        taken.append(item)
        if len(taken) == limit or size > MOST_PAGE_BYTES:
            break
    answer: dict[str, Any] = {"Items": taken, "Count": len(taken)}
    if taken and (len(taken) < len(found) or len(taken) == limit):
        answer["LastEvaluatedKey"] = {name: taken[-1][name] for name in sort}
    return answer


def _sort_names(index: str | None) -> list[str]:
    own = [Attribute.PK.value, Attribute.SK.value]
    if index is None:
        return own
    form = next(form for form in INDEXES if form.name.value == index)
    return [*(entry["AttributeName"] for entry in form.schema()), *own]


def _place(item: Mapping[str, Any], sort: list[str]) -> list[Any]:
    return [comparable(item[name]) for name in sort]


def _after(item: Item, start: Mapping[str, Any], sort: list[str], *, forward: bool) -> bool:
    if set(start) != set(sort):
        raise BadExpression("The provided starting key is invalid")
    here, there = _place(item, sort), _place(start, sort)
    return here > there if forward else here < there
