import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from functions.api import answers, examples, shapes
from functions.api.configuration_schemas import configuration_schemas
from functions.api.description import DOCUMENT
from functions.api.openapi import _add_shapes, document, statuses, text
from functions.api.permissions import NOBODY_IN_PARTICULAR, OPERATIONS
from functions.api.themes import THEMES, Theme
from shared.domain.document_kinds import KINDS


def told_shapes(above: type[BaseModel] = answers.Told) -> Iterator[type[BaseModel]]:
    for shape in above.__subclasses__():
        yield shape
        yield from told_shapes(shape)


SHAPES = {shape.__name__: shape for shape in told_shapes()}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document()


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def test_the_committed_document_is_the_generated_one() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text(), "run `python -m functions.api.openapi`"


def test_it_is_openapi_31(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")


def test_S1_every_route_has_a_permission_and_every_permission_a_route(
    described: dict[str, Any],
) -> None:
    assert operations(described).keys() == OPERATIONS.keys()


def test_S1_every_operation_names_its_permission_unless_it_is_public(
    described: dict[str, Any],
) -> None:
    for key, operation in operations(described).items():
        if OPERATIONS[key] is NOBODY_IN_PARTICULAR:
            assert operation["security"] == []
        else:
            assert operation["x-permission"] == OPERATIONS[key].name
            assert "security" not in operation
    assert described["security"] == [{"access_token": []}]


def test_a_command_that_need_not_be_told_anything_takes_no_body(described: dict[str, Any]) -> None:
    told = operations(described)
    assert told["POST /cases/{number}/accept"]["requestBody"]["required"] is False
    assert told["POST /cases"]["requestBody"]["required"] is True


def test_every_operation_lists_the_problems_it_may_answer(described: dict[str, Any]) -> None:
    for key, operation in operations(described).items():
        listed = {int(status) for status in operation["responses"] if status[0] in "45"}
        assert listed == set(statuses(key))
        for status in listed:
            assert operation["responses"][str(status)]["$ref"].endswith(f"/Problem{status}")
            assert f"Problem{status}" in described["components"]["responses"]


def test_every_body_and_every_success_has_an_example(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for operation in operations(described).values():
        if "requestBody" in operation:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert "example" in schemas[name.rpartition("/")[2]]
        (success,) = [r for status, r in operation["responses"].items() if status[0] == "2"]
        if success["description"] == "Deleted":
            assert "content" not in success
            continue
        (content,) = success["content"].values()
        example = content["examples"]["typical"]["$ref"].rpartition("/")[2]
        assert example in described["components"]["examples"]


@pytest.mark.parametrize("name", sorted(examples.EXAMPLES.keys() - {"Description"}))
def test_an_example_of_an_answer_has_the_shape_of_the_answer(name: str) -> None:
    shape: type[BaseModel] = SHAPES[name]
    told = shape.model_validate(examples.EXAMPLES[name])
    assert told.model_dump(mode="json", by_alias=True) == examples.EXAMPLES[name]


@pytest.mark.parametrize("shape", shapes.Asked.__subclasses__(), ids=lambda shape: shape.__name__)
def test_an_example_of_a_request_is_accepted(shape: type[shapes.Asked]) -> None:
    schema = shape.model_json_schema()
    shape.model_validate(schema["example"])
    assert schema["additionalProperties"] is False


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    def follow(node: Any) -> None:
        if isinstance(node, list):
            for part in node:
                follow(part)
        if isinstance(node, dict):
            if "$ref" in node:
                target: Any = described
                for step in node["$ref"].removeprefix("#/").split("/"):
                    target = target[step]
            for part in node.values():
                follow(part)

    follow(described)


def test_operations_have_names_of_their_own_and_a_summary(described: dict[str, Any]) -> None:
    found = operations(described)
    assert len({operation["operationId"] for operation in found.values()}) == len(found)
    assert not [key for key, operation in found.items() if operation["summary"] == key]


def test_the_document_mentions_nothing_of_the_library(described: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in json.dumps(described)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.kind)
def test_what_may_be_put_has_the_form_of_its_files(theme: Theme, described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    form = schemas[f"{theme.name}Document"]
    whole = {
        "$ref": f"#/components/schemas/{theme.name}Document",
        "components": {"schemas": schemas},
    }
    judge = Draft202012Validator(whole)
    Draft202012Validator.check_schema(whole)

    assert (form["additionalProperties"], form["type"]) == (False, "object")
    addressed = {"kind": theme.kind, KINDS[theme.kind].named_by or "kind": "any"}
    assert list(judge.iter_errors({**form["example"], **addressed})) == []
    assert list(judge.iter_errors({**form["example"], "colour": "red"})) != []


def test_the_description_stays_of_a_size_that_a_client_can_take(described: dict[str, Any]) -> None:
    assert len(text()) < 1_200_000
    named = {ref.rpartition("/")[2] for ref in _references(described)}
    forms = {name for name in configuration_schemas() if not name.endswith("Document")}
    assert forms <= named


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _references(one)


def test_two_shapes_of_one_name_are_a_fault_and_never_one_of_them() -> None:
    known = {"Same": {"type": "object"}, "Shape": {"type": "object"}}
    with pytest.raises(ValueError, match="Two shapes are called Shape"):
        _add_shapes(known, {"Same": {"type": "object"}, "Shape": {"type": "string"}})


def test_I3_an_answer_by_mail_is_described_with_all_its_parts(described: dict[str, Any]) -> None:
    reply = described["components"]["schemas"]["NewReply"]["properties"]
    assert reply.keys() == {"body", "format", "to", "cc", "attachments", "subject"}
