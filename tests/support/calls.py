"""What the real adapters ask of AWS: calls by operation, and capacity units where they are told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Calls:
    """Calls by `Service.Operation`, and consumed units by operation (zero where none are told)."""

    made: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    requests: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def of(self, operation: str) -> int:
        """How often an operation of any service was called."""
        return sum(n for name, n in self.made.items() if name.endswith(f".{operation}"))


_TELL_CAPACITY = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    }
)


@contextmanager
def counted(*clients: Any, capacity: bool = False) -> Iterator[Calls]:
    """Count every request of these botocore clients; `capacity` asks DynamoDB for its units."""
    calls = Calls()

    def before(params: dict[str, Any], model: Any, **_: Any) -> None:
        if capacity and model.name in _TELL_CAPACITY:
            params["ReturnConsumedCapacity"] = "TOTAL"
        calls.made[f"{model.service_model.service_name}.{model.name}"] += 1
        calls.requests.append((model.name, dict(params)))

    def after(parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        told: Any = parsed.get("ConsumedCapacity") or []
        for one in told if isinstance(told, list) else [told]:
            calls.units[model.name] += one.get("CapacityUnits", 0)

    for client in clients:
        client.meta.events.register("before-parameter-build", before, unique_id=id(calls))
        client.meta.events.register("after-call", after, unique_id=-id(calls))
    try:
        yield calls
    finally:
        for client in clients:
            client.meta.events.unregister("before-parameter-build", unique_id=id(calls))
            client.meta.events.unregister("after-call", unique_id=-id(calls))
