"""What is referred to is not deleted, whatever kind it is of and whatever refers to it (E7)."""

from typing import Any
from urllib.parse import quote

import pytest

from shared.domain.organisation import organise
from shared.domain.source_document import SourceDocument
from tests.support.directory_api import AGENT, asked
from tests.support.town import Town


def _equals(field: str, value: str) -> dict[str, Any]:
    return {"items": [{"field": field, "operator": "equals", "value": value}]}


def _named(kind: str, name: str, **body: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, **body}


def _held(kind: str, identifier: str, **body: Any) -> dict[str, Any]:
    return {"kind": kind, "external_id": identifier, **body}


WEEK = {"mon": [["09:00", "17:00"]]}
TOLD = [
    {"email": {"template": "told", "to": ["owner", {"queue": "mailed"}, {"user": "mailed"}]}},
    {"escalate": {"queue": "second"}},
    {"task": {"subject": "Look", "to": {"queue": "tasked"}}},
    {"task": {"subject": "Look", "to": {"user": "tasked"}}},
    {"webhook": {"target": "pager"}},
    {"chat": {"target": "room", "template": "chatted"}},
]
DOCUMENTS: tuple[dict[str, Any], ...] = (
    {
        "kind": "settings",
        "zone": "UTC",
        "default_queue": "desk",
        "fallback_queue": "fallback",
        "business_hours": "org",
        "notices": {"pause_overdue": "noticed"},
        "web_fields": {"00N1": "site"},
    },
    *(_named("calendar", name, zone="UTC", week=WEEK) for name in ("org", "queued", "of process")),
    *(_named("calendar", name, zone="UTC", week=WEEK) for name in ("of item", "of cover", "given")),
    *(_named("mail_template", name, subject="x", text="x") for name in ("told", "chatted")),
    *(_named("mail_template", name, subject="x", text="x") for name in ("noticed", "answered")),
    _named("call_target", "pager", type="webhook", url="https://a.example/x", secret="s"),
    _named("call_target", "room", type="chat", url="https://b.example/x", words="Hello"),
    *(_named("queue", name) for name in ("desk", "fallback", "mailed", "second", "tasked")),
    *(_named("queue", name) for name in ("routed", "ruled", "waiting", "busy")),
    _named("queue", "staffed", members=["member"], hours="queued"),
    *(_named("user", name, email=f"{name}@a.example") for name in ("mailed", "tasked", "member")),
    *(_named("user", name, email=f"{name}@a.example") for name in ("boss", "ruled", "seller")),
    *(_named("user", name, email=f"{name}@a.example") for name in ("worker", "busy")),
    _named("user", "junior", email="j@a.example", manager="boss"),
    {"kind": "mail_route", "address": "in@a.example", "queue": "routed", "acknowledge": "answered"},
    {
        "kind": "assignment_rules",
        "rules": [
            {"when": _equals("site", "a"), "queue": "ruled"},
            {"when": _equals("site", "b"), "user": "ruled"},
        ],
    },
    {
        "kind": "entitlement_rules",
        "rules": [
            {"when": _equals("priority", "Low"), "entitlement": "chosen"},
            {"process": "by rule"},
        ],
    },
    {"kind": "fields", "for": "case", "fields": [{"name": "site"}]},
    _named(
        "process",
        "promise",
        business_hours="of process",
        milestones=[
            {
                "milestone": "Reply",
                "within": "1h",
                "business_hours": "of item",
                "actions": [{"name": "late", "on": "violation", "do": TOLD}],
            }
        ],
    ),
    *(
        _named("process", name, milestones=[{"milestone": "Reply", "within": "1h"}])
        for name in ("by rule", "of cover", "given")
    ),
    _held("product", "pump"),
    _held("product", "lined"),
    _held("product", "templated"),
    _held(
        "entitlement_template",
        "gold",
        name="Gold",
        products=["templated"],
        process="given",
        business_hours="given",
    ),
    _held("account", "top", owner="seller"),
    _held("account", "acme", parent="top", partner="dealer"),
    _held("account", "dealer"),
    _held("account", "above"),
    _held("account", "below", parent="above"),
    _held("entitlement", "wide", account="above", covers="account_and_subsidiaries"),
    *(_held("account", f"with {kind}") for kind in ("contact", "asset", "contract", "cover")),
    _held("account", "with records"),
    _held("contact", "alone", account="with contact"),
    *(_held("contact", name, account="acme") for name in ("ann", "named", "caller")),
    _held("asset", "single", account="with asset"),
    _held("asset", "pump 1", account="acme", product="pump", contact="ann"),
    *(_held("asset", name, account="acme") for name in ("lined", "covered", "broken")),
    _held("contract", "single", account="with contract"),
    *(_held("contract", name, account="acme") for name in ("c", "covering", "above")),
    _held("contract", "below", account="acme", parent="above"),
    _held("line", "l1", contract="c", product="lined"),
    _held("line", "l2", contract="c", asset="lined"),
    _held("line", "covering", contract="c", product="lined"),
    _held("entitlement", "single", account="with cover"),
    _held(
        "entitlement",
        "cover",
        account="acme",
        process="of cover",
        business_hours="of cover",
        asset="covered",
        contacts=["named"],
        template="gold",
    ),
    _held("entitlement", "by line", account="acme", line="covering"),
    _held("entitlement", "by contract", account="acme", contract="covering"),
    _held("entitlement", "chosen", account="acme"),
    _held("entitlement", "taken", account="acme"),
    _held("entitlement", "first", account="acme"),
    _held("entitlement", "second", account="acme", renewed_from="first"),
)

REFERRED: tuple[tuple[str, str, str], ...] = (
    ("calendars", "org", "settings"),
    ("calendars", "queued", "queue 'staffed'"),
    ("calendars", "of process", "process 'promise'"),
    ("calendars", "of item", "process 'promise'"),
    ("calendars", "of cover", "entitlement 'cover'"),
    ("calendars", "given", "entitlement template 'gold'"),
    ("processes", "by rule", "entitlement rules"),
    ("processes", "of cover", "entitlement 'cover'"),
    ("processes", "given", "entitlement template 'gold'"),
    ("mail-templates", "told", "process 'promise'"),
    ("mail-templates", "chatted", "process 'promise'"),
    ("mail-templates", "noticed", "settings"),
    ("mail-templates", "answered", "mail route 'in@a.example'"),
    ("call-targets", "pager", "process 'promise'"),
    ("call-targets", "room", "process 'promise'"),
    ("queues", "desk", "settings"),
    ("queues", "fallback", "settings"),
    ("queues", "mailed", "process 'promise'"),
    ("queues", "second", "process 'promise'"),
    ("queues", "tasked", "process 'promise'"),
    ("queues", "routed", "mail route 'in@a.example'"),
    ("queues", "ruled", "assignment rules"),
    ("queues", "waiting", "record"),
    ("queues", "busy", "a task of record"),
    ("users", "mailed", "process 'promise'"),
    ("users", "tasked", "process 'promise'"),
    ("users", "member", "queue 'staffed'"),
    ("users", "boss", "user 'junior'"),
    ("users", "ruled", "assignment rules"),
    ("users", "seller", "account 'top'"),
    ("users", "worker", "record"),
    ("users", "busy", "a task of record"),
    ("fields", "case", "assignment rules"),
    ("products", "pump", "asset 'pump 1'"),
    ("products", "lined", "line 'l1'"),
    ("products", "templated", "entitlement_template 'gold'"),
    ("entitlement-templates", "gold", "entitlement 'cover'"),
    ("accounts", "top", "account 'acme'"),
    ("accounts", "dealer", "account 'acme'"),
    ("accounts", "with contact", "contact 'alone'"),
    ("accounts", "with asset", "asset 'single'"),
    ("accounts", "with contract", "contract 'single'"),
    ("accounts", "with cover", "entitlement 'single'"),
    ("accounts", "with records", "record"),
    ("contacts", "ann", "asset 'pump 1'"),
    ("contacts", "named", "entitlement 'cover'"),
    ("contacts", "caller", "record"),
    ("assets", "lined", "line 'l2'"),
    ("assets", "covered", "entitlement 'cover'"),
    ("assets", "broken", "record"),
    ("contracts", "c", "line 'l1'"),
    ("contracts", "covering", "entitlement 'by contract'"),
    ("contracts", "above", "contract 'below'"),
    ("lines", "covering", "entitlement 'by line'"),
    ("entitlements", "chosen", "entitlement rules"),
    ("entitlements", "taken", "record"),
    ("entitlements", "wide", "record"),
    ("entitlements", "first", "entitlement 'second'"),
)


@pytest.fixture(scope="module")
def town() -> Town:
    """Everything that can refer to something does; nothing is ever deleted from it."""
    town = Town(organise([SourceDocument("all.yaml", one) for one in DOCUMENTS]))
    for given in (
        {"queue": "waiting"},
        {"owner": "worker", "account": "with records"},
        {"queue": "desk", "contact": "caller", "entitlement": "taken"},
        {"queue": "desk", "account": "acme", "asset": "broken"},
        {"queue": "desk", "account": "below", "entitlement": "wide"},
    ):
        opened(town, **given)
    tasks = f"/cases/{opened(town, queue='desk')}/tasks"
    for holder in ({"owner": "busy"}, {"queue": "busy"}):
        assert asked(town, "POST", tasks, {"subject": "x", **holder}, who=AGENT)[0] == 201
    return town


def opened(town: Town, **given: str) -> str:
    status, told, _ = asked(town, "POST", "/cases", {"subject": "x", **given}, who=AGENT)
    assert status == 201, told
    return str(told["number"])


@pytest.mark.parametrize(("path", "name", "referrer"), REFERRED)
def test_E7_deleting_what_is_referenced_names_what_refers_to_it(
    town: Town, path: str, name: str, referrer: str
) -> None:
    address = f"/{path}/{quote(name)}"
    etag = {"if-match": "*"}
    status, told, _ = asked(town, "DELETE", address, headers=etag)
    assert status == 422, told
    assert {fault["code"] for fault in told["errors"]} == {"referred"}
    assert any(referrer in fault["detail"] for fault in told["errors"]), told["errors"]
    assert asked(town, "GET", address)[0] == 200


def test_E7_everything_that_refers_to_it_is_named_at_once(town: Town) -> None:
    told = asked(town, "DELETE", "/queues/desk", headers={"if-match": "*"})[1]
    words = " ".join(fault["detail"] for fault in told["errors"])
    assert "settings" in words
    assert words.count("is held by it") == 4
