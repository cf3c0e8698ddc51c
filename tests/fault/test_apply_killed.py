"""An apply that is killed at any write is finished by the next one, and readers see no half of it."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.errors import Busy
from tests.unit.workflows.test_apply_organisation import (
    ALL,
    GOLD,
    PUMP,
    PUMP_1,
    QUEUE,
    SOLD,
    TIGHTER,
    WARRANTY,
    Deployment,
    Document,
)
from tests.unit.workflows.test_versions_in_files import exported_from

WRITES = (
    "put_item",
    "update_item",
    "delete_item",
    "transact_write_items",
    "batch_write_item",
)
BEFORE = (*ALL, PUMP)
AFTER: tuple[Document, ...] = (
    *(
        {**TIGHTER, "retired": [1]}
        if one is GOLD
        else {**QUEUE, "address": "desk@acme.example"}
        if one is QUEUE
        else one
        for one in ALL
        if one["kind"] != "assignment_rules"
    ),
    {"kind": "mail_template", "name": "Hello", "subject": "s", "text": "t"},
    {"kind": "account", "external_id": "second", "parent": "acme"},
    PUMP,
    WARRANTY,
    PUMP_1,
)


class Killed(BaseException):
    """The process is gone: nobody catches this."""


def killed_at(deployment: Deployment, place: int, *documents: Document, after: bool) -> bool:
    """Apply with the process killed just before or just `after` its nth write; whether it was."""
    left = [place]

    def then_die(call: Callable[..., Any]) -> Callable[..., Any]:
        def calling(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0 and not after:
                raise Killed
            answer = call(*args, **kwargs)
            if left[0] == 0:
                raise Killed
            return answer

        return calling

    dynamo = deployment.dynamo
    for name in WRITES:
        setattr(dynamo, name, then_die(getattr(type(dynamo), name).__get__(dynamo)))
    try:
        deployment.apply(*documents)
    except Killed:
        return True
    finally:
        for name in WRITES:
            delattr(dynamo, name)
    return False


def standing() -> Deployment:
    deployment = Deployment()
    deployment.apply(*BEFORE)
    return deployment


def seen(deployment: Deployment) -> list[tuple[str, str, object]]:
    found = deployment.policies.documents(deployment.revision())
    return [(one["kind"], one["name"], one["body"]) for one in found]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_apply_that_is_killed_at_any_write_is_finished_by_the_next(after: bool) -> None:
    whole = standing()
    old = seen(whole)
    whole.apply(*AFTER)
    new, wanted = seen(whole), exported_from(whole)
    place, halves = 1, 0

    while killed_at(deployment := standing(), place, *AFTER, after=after):
        assert seen(deployment) in (old, new), f"half a configuration after write {place}"
        still_old = seen(deployment) == old
        halves += still_old
        report = deployment.apply(*AFTER)
        assert exported_from(deployment) == wanted, f"killed at write {place}"
        assert report.count("retired") == still_old
        assert deployment.apply(*AFTER).count("unchanged") == len(AFTER)
        place += 1

    assert place > 20
    assert halves >= 3


def test_more_than_one_transaction_of_configuration_is_seen_whole_or_not_at_all() -> None:
    queues = [{"kind": "queue", "name": f"Q{n}"} for n in range(110)]
    moved = [{**one, "address": "all@acme.example"} for one in queues]
    whole = Deployment()
    whole.apply(*ALL, *queues)
    old = seen(whole)
    whole.apply(*ALL, *moved)
    new = seen(whole)
    place, halves = 1, 0
    while killed_at(deployment := _with(*ALL, *queues), place, *ALL, *moved, after=True):
        now = seen(deployment)
        assert now in (old, new), f"half a configuration after write {place}"
        halves += now == old
        if now == new:
            break
        deployment.apply(*ALL, *moved)
        assert seen(deployment) == new
        place += 1
    assert halves > 110 // 25


def _with(*documents: Document) -> Deployment:
    deployment = Deployment()
    deployment.apply(*documents)
    return deployment


def test_killed_again_and_again_it_still_comes_to_its_end() -> None:
    whole = standing()
    whole.apply(*AFTER)
    deployment = standing()
    place = 1
    while killed_at(deployment, place, *AFTER, after=True):
        place += 1
    assert exported_from(deployment) == exported_from(whole)


def test_of_two_who_write_one_customer_at_once_the_slower_is_told_and_nothing_is_lost() -> None:
    deployment = Deployment()
    deployment.apply(*SOLD)
    faster = Deployment()
    faster.policies, faster.directory = deployment.policies, deployment.directory
    theirs = {**PUMP_1, "serial_number": "T"}
    ours = {**PUMP_1, "serial_number": "O"}
    deployment.between = lambda: faster.apply(*ALL, PUMP, WARRANTY, theirs)

    with pytest.raises(Busy, match="asset 'pump-1' just now"):
        deployment.apply(*ALL, PUMP, WARRANTY, ours)

    found = deployment.directory.get("asset", "pump-1")
    assert found is not None
    assert found["serial_number"] == "T"
    deployment.between = lambda: None
    assert deployment.apply(*ALL, PUMP, WARRANTY, ours).count("changed") == 1
