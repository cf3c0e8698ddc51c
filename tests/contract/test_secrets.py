"""Secrets of calls: the present one and the one before, below one prefix, remembered for a while."""

from itertools import count
from typing import TYPE_CHECKING

import boto3
import pytest

from shared.adapters.secret_keeper import ManagedSecretKeeper
from shared.adapters.secret_store import REMEMBERED_SECONDS, ManagedSecrets
from shared.domain.signature import key_of
from shared.errors import Absent, Misconfigured, Unavailable
from shared.ports import SecretKeeper
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.failing_client import refusing
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_secrets import MemorySecrets

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient

_stages = count(1)


@pytest.fixture(scope="module")
def manager(aws: None) -> "SecretsManagerClient":
    return boto3.client("secretsmanager", config=strict("secretsmanager"))


@pytest.fixture
def prefix() -> str:
    return f"milepost/stage{next(_stages)}/call/"


@pytest.fixture(params=["memory", "moto"])
def secrets(request: pytest.FixtureRequest, prefix: str) -> SecretKeeper:
    """A store that holds `new`, made once, and `turned`, whose value was replaced."""
    if request.param == "memory":
        return MemorySecrets(new=("one",), turned=("two", "one"))
    manager: SecretsManagerClient = request.getfixturevalue("manager")
    for name in ("new", "turned"):
        manager.create_secret(Name=f"{prefix}{name}", SecretString="one")
    manager.put_secret_value(SecretId=f"{prefix}turned", SecretString="two")
    return ManagedSecretKeeper(manager, prefix, HandClock())


def test_a_secret_is_its_present_value(secrets: SecretKeeper) -> None:
    assert secrets.values("new") == ("one",)


def test_a_secret_that_was_replaced_has_the_value_before_too(secrets: SecretKeeper) -> None:
    assert secrets.values("turned") == ("two", "one")


def test_a_secret_that_nobody_made_is_absent(secrets: SecretKeeper) -> None:
    for ask in (secrets.values, secrets.present):
        with pytest.raises(Absent, match="'other'"):
            ask("other")


def test_the_present_value_alone_is_one_call(manager: "SecretsManagerClient", prefix: str) -> None:
    manager.create_secret(Name=f"{prefix}x", SecretString="one")
    manager.put_secret_value(SecretId=f"{prefix}x", SecretString="two")
    with counted(manager) as calls:
        assert ManagedSecrets(manager, prefix, HandClock()).present("x") == "two"
    assert calls.of("GetSecretValue") == 1


def test_a_secret_that_is_kept_anew_takes_the_place_of_the_one_before(
    secrets: SecretKeeper,
) -> None:
    secrets.keep("mine", "one")
    assert secrets.values("mine") == ("one",)
    secrets.keep("mine", "two")
    assert secrets.values("mine") == ("two", "one")
    secrets.keep("mine", "three")
    assert secrets.values("mine") == ("three", "two")


def test_a_fresh_secret_is_a_key_like_no_other(secrets: SecretKeeper) -> None:
    one, two = secrets.fresh(), secrets.fresh()
    assert one != two
    assert len(key_of(one)) >= 24


def test_a_secret_that_cannot_be_kept_is_said(credentials: pytest.MonkeyPatch, prefix: str) -> None:
    broken = refusing("secretsmanager", "AccessDeniedException", status=400)
    with pytest.raises(Misconfigured):
        ManagedSecretKeeper(broken, prefix, HandClock()).keep("x", "one")


def test_a_secret_without_text_or_that_is_being_deleted_is_absent(
    manager: "SecretsManagerClient", prefix: str
) -> None:
    manager.create_secret(Name=f"{prefix}bytes", SecretBinary=b"\x00\x01")
    manager.create_secret(Name=f"{prefix}going", SecretString="one")
    manager.delete_secret(SecretId=f"{prefix}going")
    store = ManagedSecrets(manager, prefix, HandClock())
    for name in ("bytes", "going"):
        with pytest.raises(Absent):
            store.values(name)


def test_a_secret_is_asked_for_once_in_five_minutes_and_then_anew(
    manager: "SecretsManagerClient", prefix: str
) -> None:
    clock = HandClock()
    store = ManagedSecrets(manager, prefix, clock)
    manager.create_secret(Name=f"{prefix}x", SecretString="one")
    with counted(manager) as calls:
        assert store.values("x") == store.values("x") == ("one",)
        assert calls.of("GetSecretValue") == 2
        manager.put_secret_value(SecretId=f"{prefix}x", SecretString="two")
        clock.tick(REMEMBERED_SECONDS - 1)
        assert store.values("x") == ("one",)
        clock.tick(1)
        assert store.values("x") == ("two", "one")


def test_a_secret_that_was_missing_is_found_as_soon_as_it_is_made(
    manager: "SecretsManagerClient", prefix: str
) -> None:
    store = ManagedSecrets(manager, prefix, HandClock())
    with pytest.raises(Absent):
        store.values("x")
    manager.create_secret(Name=f"{prefix}x", SecretString="one")
    assert store.values("x") == ("one",)


@pytest.mark.parametrize("name", ["../prod/call/x", "milepost/prod/call/x", "/x"])
def test_no_name_leads_out_of_the_prefix(
    manager: "SecretsManagerClient", prefix: str, name: str
) -> None:
    with counted(manager) as calls, pytest.raises(Absent):
        ManagedSecrets(manager, prefix, HandClock()).values(name)
    ((_, asked),) = calls.requests
    assert asked["SecretId"] == f"{prefix}{name}"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("AccessDeniedException", Misconfigured),
        ("DecryptionFailure", Misconfigured),
        ("ThrottlingException", Unavailable),
        ("InternalServiceError", Unavailable),
    ],
)
def test_a_store_that_refuses_or_does_not_answer_is_said(
    credentials: pytest.MonkeyPatch, prefix: str, code: str, kind: type[Exception]
) -> None:
    status = 500 if code == "InternalServiceError" else 400
    broken = refusing("secretsmanager", code, status=status)
    with pytest.raises(kind):
        ManagedSecrets(broken, prefix, HandClock()).values("x")
