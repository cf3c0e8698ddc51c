"""Documents as YAML that people like to read, and that reads back as what it was."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from typing_extensions import override


def write_yaml(documents: Iterable[Mapping[str, Any]], heading: str = "") -> str:
    """One text of several documents; `heading` stands above them as a comment.

    >>> print(write_yaml([{"kind": "queue", "name": "Tier 1", "members": ["alex"]}], "Who answers."))
    # Who answers.
    kind: queue
    name: Tier 1
    members: [alex]
    <BLANKLINE>
    """
    head = "".join(f"# {line}\n" for line in heading.splitlines())
    return head + "---\n".join(_text(document) for document in documents)


def _text(document: Mapping[str, Any]) -> str:
    return yaml.dump(
        _plain(document),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=None,
    )


class _Dumper(yaml.SafeDumper):
    """Quotes what our own reader would take for more than a word, and nothing else."""

    @override
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.yaml_implicit_resolvers = {}
for _tag, _form in (
    ("bool", r"true|false"),
    ("null", r"~|null|"),
    ("int", r"-?(0|[1-9][0-9]*)"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|[-+]?\.(inf|nan)"),
):
    _Dumper.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$", re.IGNORECASE), None
    )


def _plain(value: Any) -> Any:
    """Lists for tuples, because a safe document knows no tuples."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # a block cannot hold every text: blanks at the ends of lines and odd marks need quotes
    tidy = text.isprintable() or all(
        line == line.rstrip() and line.isprintable() for line in text.split("\n")
    )
    style = "|" if "\n" in text and tidy and not text.startswith((" ", "\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)
