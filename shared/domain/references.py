"""Which key of a document names which other document, and how to find what is named."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_STEP = re.compile(r"[^.]+")

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "settings": {
        "default_queue": "queue",
        "fallback_queue": "queue",
        "business_hours": "calendar",
        "notices.*": "mail_template",
    },
    "mail_route": {"queue": "queue", "acknowledge": "mail_template"},
    "queue": {"members[]": "user", "hours": "calendar"},
    "user": {"manager": "user"},
    "assignment_rules": {"rules[].queue": "queue", "rules[].user": "user"},
    "entitlement_rules": {"rules[].entitlement": "entitlement", "rules[].process": "process"},
    "entitlement_template": {"process": "process", "business_hours": "calendar"},
    "account": {"parent": "account", "partner": "account", "owner": "user"},
    "contact": {"account": "account"},
    "asset": {"account": "account", "contact": "contact"},
    "contract": {"account": "account", "parent": "contract"},
    "line": {"contract": "contract", "asset": "asset"},
    "entitlement": {
        "account": "account",
        "process": "process",
        "business_hours": "calendar",
        "asset": "asset",
        "contacts[]": "contact",
        "contract": "contract",
        "line": "line",
        "template": "entitlement_template",
        "renewed_from": "entitlement",
    },
}
"""Kind to (path of the key, kind that it names); `[]` is every item of a list, `*` every value."""

BELONGS_TO_ACCOUNT: Mapping[str, Mapping[str, str]] = {
    "asset": {"contact": "contact"},
    "entitlement": {"asset": "asset", "contacts[]": "contact", "contract": "contract"},
}
"""References that must stay within one account, unless an entitlement covers subsidiaries."""

WITH_PARENTS = ("account", "contract")
"""Kinds whose documents may have a parent of their own kind."""

COMES_AFTER: Mapping[str, str] = {
    **dict.fromkeys(WITH_PARENTS, "parent"),
    "entitlement": "renewed_from",
}
"""Kinds whose documents name one of their own kind that is there before them, and by which key."""


def named_at(body: Mapping[str, Any], pattern: str) -> Iterator[tuple[str, str]]:
    """Find every name at a pattern, with its path; blanks and what is no text are left out.

    >>> list(named_at({"contacts": ["ann", "omar"]}, "contacts[]"))
    [('contacts[0]', 'ann'), ('contacts[1]', 'omar')]
    """
    found: list[tuple[str, Any]] = [("", body)]
    for step in _STEP.findall(pattern):
        found = [deeper for place in found for deeper in _inside(*place, step)]
    yield from ((path, value) for path, value in found if isinstance(value, str) and value)


def _inside(path: str, value: Any, step: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        return
    key, every, _ = step.partition("[]")
    for name in value if key == "*" else [key]:
        within = f"{path}.{name}" if path else name
        inner = value.get(name)
        if not every:
            yield within, inner
        elif isinstance(inner, list | tuple):
            yield from ((f"{within}[{position}]", item) for position, item in enumerate(inner))
