"""Who hears of a record: the right people, and somebody else when they are away (A1, O2)."""

from typing import Any

import pytest

from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.effect import Recipient
from shared.domain.recipients import addresses_of, people_of
from tests.support.records import NINE

USERS: dict[str, dict[str, Any]] = {
    "alex": {"manager": "maria"},
    "bob": {"manager": "zoe", "away": True},
    "maria": {"manager": "olga", "roles": ["leads"]},
    "zoe": {"manager": "olga", "active": False, "roles": ["leads"]},
    "olga": {"roles": ["leads"]},
    "ring": {"manager": "gnir"},
    "gnir": {"manager": "ring", "away": True},
    "mute": {"email": None},
}


def a_configuration() -> Configuration:
    bodies: list[tuple[str, str, dict[str, Any]]] = [
        (
            "settings",
            "settings",
            {"zone": "UTC", "default_queue": "Desk", "fallback_queue": "Safe"},
        ),
        ("queue", "Desk", {"name": "Desk", "members": ["alex", "bob"]}),
        ("queue", "Safe", {"name": "Safe", "address": "safe@x.example"}),
        *(
            ("user", name, {"name": name, "email": f"{name}@x.example", **more})
            for name, more in USERS.items()
        ),
    ]
    return Configuration.from_documents(
        1, [{"kind": k, "name": n, "version": 1, "body": b} for k, n, b in bodies]
    )


def told(kind: Any, name: str | None = None, /, **fields: Any) -> list[str]:
    watchers = fields.pop("watchers", ())
    file = CaseFile(
        number="A",
        origin="api",
        created_at=NINE,
        changed_at=NINE,
        fields={key.replace("account_", "account."): value for key, value in fields.items()},
        watchers=watchers,
    )
    found = addresses_of((Recipient(kind=kind, name=name),), file, a_configuration())
    return [address.partition("@")[0] for address in found]


def falls_to(kind: Any, name: str | None = None, /, **fields: Any) -> tuple[str | None, str | None]:
    file = CaseFile(number="A", origin="api", created_at=NINE, changed_at=NINE, fields=fields)
    return people_of(Recipient(kind=kind, name=name), file, a_configuration())


def test_O2_alerts_for_an_owner_who_is_away_or_gone_reach_the_fallback_queue() -> None:
    assert told("owner", owner="alex") == ["alex"]
    assert told("owner", owner="bob") == ["safe"]
    assert told("owner", owner="zoe") == ["safe"]
    assert told("owner", queue="Desk") == ["alex"]


def test_A1_the_manager_is_the_owners_and_of_a_queue_those_of_its_members() -> None:
    assert told("manager", owner="alex") == ["maria"]
    assert told("manager", queue="Desk") == ["maria", "olga"]
    assert told("manager", "user:alex", owner="olga") == ["maria"]
    assert told("manager", "queue:Desk", queue="Safe") == ["maria", "olga"]


def test_O2_for_a_manager_who_is_not_there_the_next_above_is_told_then_the_fallback_queue() -> None:
    assert told("manager", owner="bob") == ["olga"]
    assert told("manager", owner="ring") == ["safe"]
    assert told("manager", owner="olga") == []


def test_A1_watchers_roles_users_and_account_owners() -> None:
    assert told("watchers", watchers=("alex", "bob", "nobody")) == ["alex"]
    assert told("watchers") == []
    assert told("role", "leads") == ["maria", "olga"]
    assert told("user", "alex") == ["alex"]
    assert told("user", "bob") == ["safe"]
    assert told("account_owner", account_owner="maria") == ["maria"]
    assert told("account_owner", account_owner="zoe") == ["safe"]
    assert told("account_owner") == []


@pytest.mark.parametrize(
    ("kind", "name", "fields", "falls"),
    [
        ("owner", None, {"owner": "alex"}, ("alex", None)),
        ("owner", None, {"owner": "bob"}, (None, "Safe")),
        ("owner", None, {"queue": "Desk"}, (None, "Desk")),
        ("manager", None, {"owner": "bob"}, ("olga", None)),
        ("manager", None, {"owner": "olga"}, (None, "Safe")),
        ("queue", "Desk", {}, (None, "Desk")),
        ("queue", "Gone", {}, (None, "Safe")),
        ("user", "mute", {}, ("mute", None)),
        ("user", "zoe", {}, (None, "Safe")),
        ("account_owner", None, {}, (None, "Safe")),
    ],
)
def test_O2_a_task_always_falls_to_somebody(
    kind: str, name: str | None, fields: dict[str, Any], falls: tuple[str | None, str | None]
) -> None:
    assert falls_to(kind, name, **fields) == falls
