"""Examples of what matching says."""

from typing import Any

WOULD_MATCH: dict[str, Any] = {
    "account": "acme",
    "contact": "ann",
    "asset": None,
    "product": None,
    "entitlement": "acme-gold",
    "process": {"name": "Gold support", "version": 3},
    "by": "match",
    "because": "account known by address; most specific",
    "no_entitlement": None,
    "warnings": [],
    "candidates": [
        {
            "entitlement": "acme-gold",
            "name": "Gold support for Acme",
            "account": "acme",
            "verdict": "chosen",
            "words": "it is for named contacts, before all others",
            "cases_left": 12,
        },
        {
            "entitlement": "acme-basic",
            "name": "Basic support",
            "account": "acme",
            "verdict": "outranked",
            "words": "it is for the whole account, and 'acme-gold' is for named contacts",
            "cases_left": None,
        },
        {
            "entitlement": "acme-trial",
            "name": "Trial",
            "account": "acme",
            "verdict": "expired",
            "words": "it ended on 2026-01-31",
            "cases_left": None,
        },
    ],
    "as_of": "2026-03-02T14:00:00Z",
}

EXAMPLES: dict[str, Any] = {"WouldMatch": WOULD_MATCH}
RESPONSES: dict[str, tuple[str, str, dict[str, str]]] = {
    "previewMatch": ("WouldMatch", "The decision", {}),
}
