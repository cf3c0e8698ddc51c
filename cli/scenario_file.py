"""A file of scenarios, written as YAML or JSON: one, several, or the form with a list."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.check import LARGEST
from cli.json_text import read_json
from cli.yaml_text import YamlDocument, YamlRefused, read_yaml

_SHOWN = 5


def read_scenario_file(path: Path, wanted: str | None) -> Mapping[str, Any]:
    """Read the scenario with the id `wanted`, or the only one; `-` is standard input."""
    try:
        return _chosen(_scenarios(_documents(_text(path))), wanted, str(path))
    except YamlRefused as refused:
        where = f"{path}:{refused.line}" if refused.line else str(path)
        raise click.ClickException(f"{where}: {refused.message}") from refused


def _text(path: Path) -> str:
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if str(path) == "-" else path.read_bytes()
    except OSError as fault:
        raise YamlRefused(None, f"cannot be read: {fault.strerror}") from fault
    if len(raw) > LARGEST:
        raise YamlRefused(None, f"larger than {LARGEST // 1_000_000} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise YamlRefused(None, "not UTF-8 text") from fault


def _documents(text: str) -> list[YamlDocument]:
    if text.lstrip().startswith(("{", "[")):
        try:
            return [read_json(text)]
        except YamlRefused as not_json:
            try:
                return read_yaml(text)
            except YamlRefused:
                raise not_json from None
    return read_yaml(text)


def _scenarios(documents: list[YamlDocument]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for document in documents:
        for line, key, why in document.odd:
            raise YamlRefused(line, f"{key}: {why}")
        value = document.value
        if isinstance(value, Mapping) and isinstance(value.get("scenarios"), list):
            value = value["scenarios"]
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, Mapping):
                raise YamlRefused(document.line, "a scenario is a mapping")
            found.append(one)
    return found


def _chosen(found: list[Mapping[str, Any]], wanted: str | None, path: str) -> Mapping[str, Any]:
    if wanted is None and len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException(f"{path} holds no scenario.")
    ids = [str(one.get("id", "-")) for one in found]
    if wanted is None:
        shown = ", ".join(ids[:_SHOWN]) + (", ..." if len(ids) > _SHOWN else "")
        raise click.ClickException(
            f"{path} holds {len(found)} scenarios: choose one by --id, such as {shown}."
        )
    matching = [one for one, name in zip(found, ids, strict=True) if name == wanted]
    if len(matching) != 1:
        words = "no scenario" if not matching else f"{len(matching)} scenarios"
        raise click.ClickException(f"{path} holds {words} '{wanted}'.")
    return matching[0]
