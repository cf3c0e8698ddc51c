"""Formulas are parsed when they are published; what was stored before that still works (K3)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.domain.criteria import holds
from shared.domain.history import Caller
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.domain.value import Value
from shared.names import Door
from shared.workflows.apply_organisation import ApplyReport, apply_organisation
from shared.workflows.shelf import Shelf
from tests.contract.test_imports import ROOT, environment
from tests.support.fakes.memory_store import MemoryStore

TEXT_ONLY = Path(__file__).parents[1] / "fixtures" / "stored" / "text-only-formulas.json"
NOW = 1_772_442_000
GOLD: dict[str, Value] = {"priority": "high", "account.tier": "gold", "seats": 20}

SCRIPT = """
import json, sys, time
sys.path.insert(0, {root!r})
import functions.{door}.handler
from shared.domain.case_file import CaseFile
from shared.domain.pin import Pin
from shared.domain.change import Change
from shared.domain.engine import decide, next_instant
from shared.workflows.shelf import Shelf
from tests.support.fakes.memory_store import MemoryStore
store = MemoryStore()
for item in json.load(open({items!r})):
    store.dynamo.put_item(Item=item)
shelf = Shelf(store.policies)
began = time.process_time()
configuration = shelf.current()
file = CaseFile(number="1", origin="api", created_at={now}, changed_at={now}, fields={fields!r},
                process=Pin(name="Formulas", version=1))
policies = shelf.policies(file, configuration)
file = decide(file, policies, Change(created=True), {now}).file
file = decide(file, policies, Change(), next_instant(file, policies)).file
configuration.assignment_rules, configuration.matching_settings().rules
print(json.dumps({{"due_by": file.fields.get("due_by"), "allowed": file.sla.milestones[0].allowed,
                   "lark": [name for name in sys.modules if name.partition(".")[0] == "lark"],
                   "ms": round((time.process_time() - began) * 1000, 1)}}))
"""


def organisation() -> Organisation:
    """What the stored items were once made from, as a person would export and apply it again."""
    items = json.loads(TEXT_ONLY.read_text(encoding="utf-8"))
    documents = []
    for item in items:
        if item["sk"]["S"].startswith("ROW#"):
            row = json.loads(item["body"]["S"])
            # the record type is the default one, which is not stored
            written = {"for": "case"} if row["kind"] == "fields" else {}
            body = {"kind": row["kind"], **written, **row["body"]}
            documents.append(SourceDocument("again.yaml", body))
    return organise(documents)


def applied(store: MemoryStore, given: Organisation) -> ApplyReport:
    return apply_organisation(
        given,
        directory=store.directory,
        policies=store.policies,
        clock=store.clock,
        caller=Caller(name="test", door="cli"),
        progress=lambda _done, _of, _what: None,
    )


def stored_before() -> MemoryStore:
    store = MemoryStore()
    for item in json.loads(TEXT_ONLY.read_text(encoding="utf-8")):
        store.dynamo.put_item(Item=item)
    return store


def run_door(door: Door, items: list[Any], folder: Path) -> dict[str, Any]:
    """What a fresh process of a door does with a stored process that is full of formulas."""
    path = folder / "items.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    script = SCRIPT.format(root=str(ROOT), door=door.value, items=str(path), now=NOW, fields=GOLD)
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env=environment(door),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("door", [Door.MILESTONE_ACTIONS, Door.API, Door.WEB_TO_CASE])
def test_K3_a_door_evaluates_published_formulas_without_the_parser(
    door: Door, tmp_path: Path
) -> None:
    store = MemoryStore()
    applied(store, organisation())

    found = run_door(door, list(store.dynamo.items.values()), tmp_path)

    assert found["lark"] == []
    assert (found["allowed"], found["due_by"]) == (1_800, "2026-03-03T09:30:00Z")


def test_K3_a_door_reads_formulas_that_were_stored_as_text_alone(tmp_path: Path) -> None:
    items = json.loads(TEXT_ONLY.read_text(encoding="utf-8"))

    found = run_door(Door.MILESTONE_ACTIONS, items, tmp_path)

    assert found["lark"] != []
    assert (found["allowed"], found["due_by"]) == (1_800, "2026-03-03T09:30:00Z")


def test_K3_rules_that_were_stored_as_text_alone_still_hold() -> None:
    configuration = Shelf(stored_before().policies).current()
    process = configuration.process("Formulas")
    assert process is not None
    assert process.fields_read() >= {"account.tier", "seats", "due_by", "status", "priority"}
    (rule,) = configuration.assignment_rules
    assert holds(rule.when, {"subject": "A VIP calls"}, NOW)
    (ruled,) = configuration.matching_settings().rules
    assert not holds(ruled.when, {"priority": "Low"}, NOW)


def test_K3_applying_the_same_files_again_changes_nothing_for_text_alone() -> None:
    store = stored_before()
    report = applied(store, organisation())
    assert {line.fate for line in report.lines} == {"unchanged"}
    assert report.revision == 1


def test_K3_the_next_revision_keeps_the_version_and_adds_its_trees() -> None:
    store = stored_before()
    given = organisation()
    more = SourceDocument("more.yaml", {"kind": "queue", "name": "New", "address": "n@example.com"})
    report = applied(store, organise([*(entry.source for entry in given.entries), more]))

    assert report.revision == 2
    body = store.policies.document("process", "Formulas", 1)
    assert body is not None
    assert body["formulas"]["trees"]["IF(seats > 10, 30, 60)"] == [
        "IF",
        [">", {"f": "seats"}, 10],
        30,
        60,
    ]
    assert store.policies.document("process", "Formulas", 2) is None


@pytest.mark.parametrize("damage", [["EVAL", 1], ["NOT"] * 3, "x" * 9_000, {"g": 1}])
def test_K3_a_tree_edited_by_hand_is_read_anew_from_its_text(damage: object) -> None:
    store = MemoryStore()
    applied(store, organisation())
    for item in store.dynamo.items.values():
        if "formulas" in item.get("body", {}).get("S", ""):
            row = json.loads(item["body"]["S"])
            trees = row.get("body", row)["formulas"]["trees"]
            trees.update(dict.fromkeys(trees, damage))
            item["body"]["S"] = json.dumps(row)
    process = Shelf(store.policies).current().process("Formulas")
    assert process is not None
    assert holds(process.milestones[0].when, GOLD, NOW)


def test_K3_a_file_may_not_bring_its_own_trees() -> None:
    documents = [entry.source for entry in organisation().entries]
    process = next(d for d in documents if d.body["kind"] == "process")
    forged = {**process.body, "formulas": {"schema": 1, "trees": {}}}
    with pytest.raises(Exception, match="1 fault") as refused:
        organise([*(d for d in documents if d is not process), SourceDocument("a.yaml", forged)])
    assert "formulas" in str(getattr(refused.value, "places", ""))
