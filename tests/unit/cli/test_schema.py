"""Editors are told the same about a document as `validate` tells."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from cli.configuration_folder import read_folder
from cli.schema import schema
from shared.domain.document_kinds import KINDS
from shared.domain.document_schema import MODELS, document_schema

EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = ["acme", "smoke", *(f"packs/{path.name}" for path in (EXAMPLES / "packs").glob("*/"))]
WHOLE = Draft202012Validator(document_schema())
PROCESS = {"kind": "process", "name": "Gold", "milestones": [{"milestone": "A", "within": "1h"}]}


def faults(document: Any) -> Iterator[str]:
    for fault in WHOLE.iter_errors(document):
        yield ".".join(str(step) for step in fault.absolute_path)


def test_the_schema_is_one_and_knows_every_kind() -> None:
    Draft202012Validator.check_schema(document_schema())
    assert {*MODELS, "calendar"} == set(KINDS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_document_of_the_examples_has_its_form(folder: str) -> None:
    documents, unreadable = read_folder(EXAMPLES / folder)
    assert (bool(documents), unreadable) == (True, [])
    assert [(d.file, d.line, *faults(d.body)) for d in documents if list(faults(d.body))] == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({}, ""),
        ({"kind": "proces"}, "kind"),
        ({**PROCESS, "nmae": 1}, ""),
        (
            {**PROCESS, "milestones": [{"milestone": "A", "within": "1 hour"}]},
            "milestones.0.within",
        ),
        ({"kind": "calendar", "name": "A", "zone": "UTC", "week": {"moo": []}}, "week"),
        (
            {"kind": "calendar", "name": "A", "zone": "UTC", "week": {"mon": [["9", "17:00"]]}},
            "week.mon.0.0",
        ),
        ({"kind": "entitlement", "external_id": "e", "account": "a", "policy": "hope"}, "policy"),
        ({"kind": "account"}, ""),
        ({"kind": "account", "id": "a"}, ""),
    ],
)
def test_what_validate_refuses_is_marked_where_it_stands(document: Any, path: str) -> None:
    assert path in {
        fault.removesuffix(".0") if fault.endswith("within.0") else fault
        for fault in faults(document)
    }


def test_an_action_is_checked_down_to_its_recipients() -> None:
    def process(to: Any) -> Any:
        mail = {"email": {"template": "t", "to": to}}
        action = {"name": "warn", "on": "warning", "at": "75%", "do": [mail]}
        return {**PROCESS, "milestones": [{"milestone": "A", "within": 30, "actions": [action]}]}

    assert list(faults(process(["owner", {"queue": "Tier 1"}]))) == []
    assert list(faults(process(["boss"]))) != []
    assert list(faults(process([{"queue": "Tier 1", "role": "x"}]))) != []


def test_the_command_prints_it_or_writes_it_and_says_how_to_use_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(schema, [])
    assert json.loads(printed.output) == document_schema()
    told = CliRunner().invoke(schema, [str(tmp_path / "milepost.schema.json")])
    assert "yaml-language-server" in told.output
    assert json.loads((tmp_path / "milepost.schema.json").read_text()) == document_schema()
