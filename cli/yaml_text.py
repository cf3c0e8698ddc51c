"""YAML as people mean it: text, numbers, true and false; no tags, no bombs, no doubled keys."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, TypeAlias

import yaml

DEEPEST = 60
MOST_REPEATED = 20_000
MOST_PARTS = 500_000
"""Keys, values and documents of one text; a tenth of what five megabytes can hold at worst."""

Parsed: TypeAlias = Iterator[yaml.Event]
Lines: TypeAlias = dict[int, dict[str | int, int]]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_NUMERAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
TWICE = "this key stands twice"
_MERGE = "<<"
_NOT_MERGED = "merge keys are not taken: write out the keys that are meant"
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


class YamlRefused(Exception):
    """The text is not YAML, or more of it than a configuration needs."""

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class YamlDocument:
    """One document with the lines of its parts; what is odd about its keys as (line, key, why)."""

    value: Any = None
    line: int = 1
    lines: Lines = field(default_factory=dict)
    odd: list[tuple[int, str, str]] = field(default_factory=list)

    def line_of(self, path: str) -> int | None:
        """Find the line of the deepest part of `path` that is there; None if not even its first is."""
        found, here = None, self.value
        for name, position in _STEP.findall(path):
            key = int(position) if position else name
            known = self.lines.get(id(here), {})
            if key not in known:
                return found
            found, here = known[key], here[key]
        return found


def read_yaml(text: str) -> list[YamlDocument]:
    """All documents of a text; raises YamlRefused at the first thing that cannot be read."""
    try:
        return list(_documents(_bounded(yaml.parse(text, Loader=_LOADER))))
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise YamlRefused(mark.line + 1 if mark else None, f"not YAML: {fault.problem}") from fault
    except yaml.YAMLError as fault:
        place = getattr(fault, "position", None)
        line = None if place is None else text.count("\n", 0, place) + 1
        raise YamlRefused(line, "not YAML: it holds characters that are not text") from fault


def _bounded(events: Parsed) -> Parsed:
    for count, event in enumerate(events):
        if count > MOST_PARTS:
            raise YamlRefused(
                _line(event), f"holds more than {MOST_PARTS} keys and values; split it"
            )
        yield event


def _documents(events: Parsed) -> Iterator[YamlDocument]:
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            yield _Builder().document(events)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet; `key` waits for its value."""

    value: dict[str, Any] | list[Any]
    anchor: str | None
    size: int = 1
    key: str | None = None
    key_line: int = 0


class _Builder:
    """Makes one document out of events without recursion, so that depth cannot hurt."""

    def __init__(self) -> None:
        self._document = YamlDocument()
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._repeated = 0

    def document(self, events: Parsed) -> YamlDocument:
        takes: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingStartEvent: lambda event: self._start(event, {}),
            yaml.SequenceStartEvent: lambda event: self._start(event, []),
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }
        for event in events:
            if isinstance(event, yaml.DocumentEndEvent):
                break
            takes[type(event)](event)
        return self._document

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        _refuse_tag(event)
        parent = self._open[-1] if self._open else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._key(parent, event)
            return
        value = _resolved(event.value, _line(event)) if event.implicit[0] else event.value
        self._remember(event.anchor, value, 1)
        self._put(value, 1, _line(event))

    def _key(self, parent: _Open, event: yaml.ScalarEvent) -> None:
        parent.key, parent.key_line = event.value, _line(event)
        if event.value in parent.value:
            self._document.odd.append((_line(event), event.value, TWICE))
        if event.value == _MERGE:
            self._document.odd.append((_line(event), _MERGE, _NOT_MERGED))

    def _alias(self, event: yaml.AliasEvent) -> None:
        known = self._anchors.get(event.anchor or "")
        if known is None:
            raise YamlRefused(_line(event), f"'*{event.anchor}' repeats what is not complete yet")
        value, size = known
        self._repeated += size
        if self._repeated > MOST_REPEATED:
            raise YamlRefused(_line(event), "aliases repeat too much; write it out")
        self._put(value, size, _line(event))

    def _start(self, event: Any, value: dict[str, Any] | list[Any]) -> None:
        _refuse_tag(event)
        if len(self._open) >= DEEPEST:
            raise YamlRefused(_line(event), f"more than {DEEPEST} levels deep")
        self._remember(event.anchor, None, 0)
        self._put(value, 0, _line(event))
        self._document.lines[id(value)] = {}
        self._open.append(_Open(value, event.anchor))

    def _end(self, event: Any) -> None:
        done = self._open.pop()
        self._remember(done.anchor, done.value, done.size)
        if self._open:
            self._open[-1].size += done.size

    def _remember(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (value, size) if size else None

    def _put(self, value: Any, size: int, line: int) -> None:
        if not self._open:
            self._document.value, self._document.line = value, line
            return
        parent = self._open[-1]
        parent.size += size
        known = self._document.lines[id(parent.value)]
        if isinstance(parent.value, list):
            known[len(parent.value)] = line
            parent.value.append(value)
        elif parent.key is None:
            raise YamlRefused(line, "a key must be a word")
        else:
            if parent.key != _MERGE:
                known[parent.key] = parent.key_line
                parent.value[parent.key] = value
            parent.key = None


def _refuse_tag(event: Any) -> None:
    if event.tag is not None:
        raise YamlRefused(_line(event), f"tags such as '{event.tag}' are not allowed")


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark
    return int(mark.line) + 1


def _resolved(plain: str, line: int) -> str | int | float | bool | None:
    if plain.casefold() in _WORDS:
        return _WORDS[plain.casefold()]
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if _NO_NUMBER.fullmatch(plain) or (_NUMERAL.fullmatch(plain) and not isfinite(float(plain))):
        raise YamlRefused(line, f"'{plain[:40]}' is no finite number; quote it if it is a text")
    return float(plain) if _DECIMAL.fullmatch(plain) else plain
