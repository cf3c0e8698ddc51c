"""Customers are written side by side, and it comes to the same as one after another."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.applied import Applied
from shared.domain.organisation import organise
from shared.domain.organisation_entry import Entry
from shared.domain.source_document import SourceDocument
from shared.errors import Unavailable
from shared.workflows.apply_organisation import apply_organisation
from shared.workflows.put_entries import put_entries
from tests.unit.workflows.test_apply_organisation import ALL, CALLER, SOLD, Deployment, Document
from tests.unit.workflows.test_versions_in_files import exported_from

FAMILY: tuple[Document, ...] = tuple(
    {
        "kind": "account",
        "external_id": f"a{n}",
        **({"parent": f"a{n // 2}"} if n else {}),
        "email_domains": ["shared.example"],
    }
    for n in range(30)
)
PEOPLE: tuple[Document, ...] = tuple(
    {
        "kind": "contact",
        "external_id": f"p{n}",
        "account": f"a{n % 3}",
        "email": "desk@shared.example",
    }
    for n in range(30)
)
FILES: tuple[Document, ...] = (*SOLD, *FAMILY, *PEOPLE)


def one_at_a_time(deployment: Deployment) -> None:
    """The table in memory takes one call at a time, as a table takes one write of an item."""
    lock = threading.RLock()

    def locked(call: Callable[..., Any]) -> Callable[..., Any]:
        def calling(*args: Any, **kwargs: Any) -> Any:
            with lock:
                return call(*args, **kwargs)

        return calling

    dynamo = deployment.dynamo
    for name in dir(type(dynamo)):
        if name.endswith(("_item", "_items", "query")):
            setattr(dynamo, name, locked(getattr(dynamo, name)))


def test_side_by_side_comes_to_the_same_as_one_after_another() -> None:
    alone, together = Deployment(), Deployment()
    one_at_a_time(together)
    report = alone.apply(*FILES)
    sources = [SourceDocument(f"{n}.yaml", body) for n, body in enumerate(FILES)]
    found = apply_organisation(
        organise(sources),
        directory=together.directory,
        policies=together.policies,
        clock=together.clock,
        caller=CALLER,
        progress=lambda _done, _total, _what: None,
        lanes=8,
    )
    assert found.lines == report.lines
    assert exported_from(together) == exported_from(alone)
    for account in ("a0", "a7", "a29"):
        assert together.directory.coverage([account]) == alone.directory.coverage([account])


def test_nothing_is_written_before_what_it_names() -> None:
    entries = [pair[1] for pair in _ranked()]
    done: set[str] = set()
    lock = threading.Lock()

    def put(entry: Entry) -> Applied:
        named = entry.body.get("parent") or entry.body.get("account")
        with lock:
            assert named is None or named in done, entry.name
            done.add(entry.name)
        return Applied(entry.kind.name, entry.name, "created")

    lines = list(put_entries(entries, [pair[0] for pair in _ranked()], put, lanes=8))
    assert [line.name for line in lines] == [entry.name for entry in entries]


@pytest.mark.parametrize("lanes", [1, 4])
def test_what_fails_ends_it_and_no_later_rank_is_begun(lanes: int) -> None:
    begun: list[str] = []

    def put(entry: Entry) -> Applied:
        begun.append(entry.kind.name)
        if entry.name == "a3":
            raise Unavailable("gone")
        return Applied(entry.kind.name, entry.name, "created")

    ranked = _ranked()
    with pytest.raises(Unavailable):
        list(put_entries([pair[1] for pair in ranked], [pair[0] for pair in ranked], put, lanes))
    assert "contact" not in begun


def _ranked() -> tuple[tuple[tuple[int, int], Entry], ...]:
    documents: tuple[Document, ...] = (*ALL[:4], *FAMILY, *PEOPLE)
    sources = [SourceDocument("f.yaml", body) for body in documents]
    return organise(sources).ranked()
