"""A folder of YAML and JSON files, read into documents that know where they stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.json_text import read_json
from cli.yaml_text import YamlDocument, YamlRefused, read_yaml
from shared.domain.source_document import FileFault, SourceDocument

LARGEST = 5_000_000
MOST_FILES = 50_000
LARGEST_FOLDER = 200_000_000
SUFFIXES = (".yaml", ".yml", ".json")


def read_folder(folder: Path) -> tuple[list[SourceDocument], list[FileFault]]:
    """Every document below a folder, in the order of the file names, with all that is unreadable."""
    documents: list[SourceDocument] = []
    paths, faults = _files(folder)
    size = sum(path.stat().st_size for path in paths)
    if len(paths) > MOST_FILES or size > LARGEST_FOLDER:
        words = f"holds {len(paths)} files of {size // 1_000_000} MB in all; at most {MOST_FILES} "
        words += f"of {LARGEST_FOLDER // 1_000_000} MB are read"
        return [], [*faults, FileFault("the folder", None, "", words, hides=True)]
    for path in paths:
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


def _files(folder: Path) -> tuple[list[Path], list[FileFault]]:
    """Plain files below a folder; what looks like one and is none is a fault, never left out."""
    files: list[Path] = []
    faults: list[FileFault] = []
    top = folder.resolve()
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if any(part.startswith(".") for part in within.parts):
            continue
        wrong = _unfit(path, top)
        if wrong is not None:
            faults.append(FileFault(within.as_posix(), None, "", wrong, hides=True))
        elif path.suffix.lower() in SUFFIXES and path.is_file():
            files.append(path)
    return files, faults


def _unfit(path: Path, top: Path) -> str | None:
    named = path.suffix.lower() in SUFFIXES
    if path.is_symlink():
        if path.is_dir():
            return "is a link to a folder, and links to folders are not followed"
        if named and not path.exists():
            return "is a link that leads nowhere"
        if named and not path.resolve().is_relative_to(top):
            return "is a link that leads out of the folder"
    if named and not path.is_file() and not path.is_dir():
        return "is no plain file"
    return None


def _read(path: Path) -> Iterator[YamlDocument]:
    if path.stat().st_size > LARGEST:
        raise YamlRefused(None, f"larger than {LARGEST // 1_000_000} MB; split it")
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise YamlRefused(None, f"cannot be read: {fault.strerror}") from fault
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise YamlRefused(line, "not UTF-8 text") from fault
    yield from [read_json(text)] if path.suffix.lower() == ".json" else read_yaml(text)


def _sort_in(
    name: str,
    document: YamlDocument,
    documents: list[SourceDocument],
    faults: list[FileFault],
) -> None:
    faults += [FileFault(name, line, key, why) for line, key, why in document.odd]
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
