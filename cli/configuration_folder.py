"""A folder of YAML and JSON files, read into documents that know where they stand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.yaml_text import YamlDocument, YamlRefused, read_yaml
from shared.domain.source_document import FileFault, SourceDocument

LARGEST = 5_000_000
SUFFIXES = (".yaml", ".yml", ".json")


def read_folder(folder: Path) -> tuple[list[SourceDocument], list[FileFault]]:
    """Every document below a folder, in the order of the file names, with all that is unreadable."""
    documents: list[SourceDocument] = []
    faults: list[FileFault] = []
    for path in _files(folder):
        found, wrong = read_file(path, path.relative_to(folder).as_posix())
        documents += found
        faults += wrong
    return documents, faults


def read_file(path: Path, name: str) -> tuple[list[SourceDocument], list[FileFault]]:
    """The documents of one file, which faults call by `name`."""
    documents: list[SourceDocument] = []
    faults: list[FileFault] = []
    try:
        for document in list(_read(path)):
            _sort_in(name, document, documents, faults)
    except YamlRefused as refused:
        faults.append(FileFault(name, refused.line, "", refused.message, hides=True))
    return documents, faults


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _read(path: Path) -> Iterator[YamlDocument]:
    if path.stat().st_size > LARGEST:
        raise YamlRefused(None, f"larger than {LARGEST // 1_000_000} MB; split it")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise YamlRefused(None, "not UTF-8 text") from fault
    except OSError as fault:
        raise YamlRefused(None, f"cannot be read: {fault.strerror}") from fault
    yield from [read_json(text)] if path.suffix.lower() == ".json" else read_yaml(text)


def read_json(text: str) -> YamlDocument:
    """One JSON document with the keys that stand twice; raises YamlRefused."""
    document = YamlDocument()

    def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                document.doubled.append((1, key))
            seen[key] = value
        return seen

    try:
        document.value = json.loads(text, object_pairs_hook=without_doubles)
    except json.JSONDecodeError as fault:
        raise YamlRefused(fault.lineno, f"not JSON: {fault.msg}") from fault
    except RecursionError as fault:
        raise YamlRefused(None, "too many levels deep") from fault
    return document


def _sort_in(
    name: str,
    document: YamlDocument,
    documents: list[SourceDocument],
    faults: list[FileFault],
) -> None:
    faults += [
        FileFault(name, line, key, "this key stands twice") for line, key in document.doubled
    ]
    several = isinstance(document.value, list)
    for position, body in enumerate(document.value if several else [document.value]):
        line = document.line_of(f"[{position}]") if several else document.line
        if isinstance(body, dict):
            documents.append(SourceDocument(name, body, line, _within(document, body)))
        elif body is not None or several:
            faults.append(
                FileFault(name, line, "", "a document is a mapping that begins with its kind")
            )


def _within(document: YamlDocument, body: dict[str, Any]) -> Any:
    part = YamlDocument(value=body, lines=document.lines)
    return part.line_of
