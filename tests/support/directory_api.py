"""Requests for the directory, and one document of every kind."""

import json
from typing import Any

from functions.api.app import answer
from tests.support.door_events import CalmContext, api_event
from tests.support.town import Town

MANAGER: dict[str, Any] = {"name": "maria", "groups": "[managers]"}
AGENT: dict[str, Any] = {"name": "alex", "groups": "[agents]"}
SAMPLES: dict[str, dict[str, Any]] = {
    "accounts": {"id": "new-co", "name": "New Co", "email_domains": ["new.example"]},
    "contacts": {"id": "nia", "account": "smoke-ltd", "email": "nia@smoke-ltd.example"},
    "products": {"id": "pump", "name": "Pump"},
    "entitlement-templates": {"id": "warranty", "name": "Warranty", "term_days": 365},
    "assets": {"id": "pump-9", "account": "smoke-ltd", "product": "pump", "serial_number": "S9"},
    "contracts": {"id": "c-9", "account": "smoke-ltd", "start_date": "2026-01-01"},
    "lines": {"id": "l-9", "contract": "c-9", "product": "pump"},
    "entitlements": {"id": "e-9", "account": "smoke-ltd", "line": "l-9", "process": "Smoke"},
}


def asked(
    town: Town, method: str, path: str, body: Any = None, who: Any = MANAGER, **more: Any
) -> tuple[int, Any, dict[str, str]]:
    town.clock.tick(1)
    more.setdefault("request_id", f"{method} {path} {town.clock.now()}")
    event = api_event(method, path, body, **who, **more)
    response = answer(event, CalmContext(), town.world)
    headers = {name.lower(): str(value) for name, value in response["headers"].items()}
    return response["statusCode"], json.loads(response["body"] or "null"), headers


def ids(town: Town, path: str, **query: str) -> list[str]:
    status, told, _ = asked(town, "GET", path, query=query)
    assert status == 200, told
    return [one["id"] for one in told["items"]]


def with_samples(town: Town) -> Town:
    for path, body in SAMPLES.items():
        status, told, _ = asked(town, "POST", f"/{path}", body)
        assert status == 201, told
    return town
