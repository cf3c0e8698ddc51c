"""A put of the directory that dies half-way is repaired by the next one."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from shared.errors import Unavailable
from tests.support.customers import ANN, by_email, family, put
from tests.support.stores import Stores

WRITES = ("put_item", "update_item", "delete_item", "transact_write_items")


def test_a_crash_anywhere_in_a_put_is_repaired_by_putting_again(memory: Stores) -> None:
    put(memory, "account", "old")
    put(memory, "account", "new")
    put(memory, "account", "acme", parent="old", email_domains=["acme.example"])
    put(memory, "contact", "ann", **ANN)
    wanted = {"parent": "new", "email_domains": ["acme.test"]}
    saved = dict(memory.memory.items)
    put(memory, "account", "acme", **wanted)
    whole = _without_editions(memory)
    writes = sum(memory.memory.calls[name] for name in ("PutItem", "UpdateItem", "DeleteItem"))
    crashes = 0

    for place in range(1, writes):
        _restore(memory, saved)
        if not _put_that_crashes(memory, place, "account", "acme", wanted):
            break
        crashes += 1
        put(memory, "account", "acme", **wanted)
        assert _without_editions(memory) == whole, f"after a crash at write {place}"

    assert crashes > 5


def test_a_crash_in_one_put_is_repaired_by_a_later_put_of_something_else(memory: Stores) -> None:
    family(memory, "acme")
    put(memory, "contact", "ann", **ANN)
    saved = dict(memory.memory.items)
    crashes = 0

    for place in range(1, 20):
        _restore(memory, saved)
        moved = {"account": "acme", "email": "ann@second.example"}
        if not _put_that_crashes(memory, place, "contact", "ann", moved):
            break
        crashes += 1
        third = {"account": "acme", "email": "ann@third.example"}
        _put_that_crashes(memory, 1, "contact", "ann", third)
        put(memory, "contact", "ann", **third)
        assert by_email(memory, "ann@acme.example") == {}
        assert by_email(memory, "ann@second.example") == {}
        assert by_email(memory, "ann@third.example") == {"ann": ("acme",)}

    assert crashes > 3


def _put_that_crashes(
    stores: Stores, place: int, kind: str, name: str, document: dict[str, Any]
) -> bool:
    """Put, with the nth write failing after its effect; answers whether it came to that."""
    dynamo = stores.memory
    left = [place]

    def then_crash(call: Callable[..., Any]) -> Callable[..., Any]:
        def calling(*args: Any, **kwargs: Any) -> Any:
            answer = call(*args, **kwargs)
            left[0] -= 1
            if left[0] == 0:
                raise ClientError({"Error": {"Code": "InternalServerError"}}, "PutItem")
            return answer

        return calling

    for name_of_call in WRITES:
        setattr(dynamo, name_of_call, then_crash(getattr(dynamo, name_of_call)))
    try:
        put(stores, kind, name, **document)
    except Unavailable:
        return True
    finally:
        for name_of_call in WRITES:
            delattr(dynamo, name_of_call)
    return False


def _restore(stores: Stores, saved: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    dynamo = stores.memory
    for key in list(dynamo.items):
        dynamo.delete_item(Key={"pk": {"S": key[0]}, "sk": {"S": key[1]}})
    for item in saved.values():
        dynamo.put_item(Item=item)


def _without_editions(stores: Stores) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        key: {name: value for name, value in item.items() if name != "edition"}
        for key, item in stores.memory.items.items()
    }
