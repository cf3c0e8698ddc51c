"""The worlds of the contract suite: what is asked of a fake is asked of the real adapters too."""

import os
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from shared.adapters.aws import config_of
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_dynamo import MemoryDynamo
from tests.support.records import RECORD_TYPE
from tests.support.stores import Stores, stores_of
from tests.support.table import TABLE, make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

ENDPOINT = os.environ.get("MILEPOST_TEST_DYNAMODB")
"""A database that really runs, such as DynamoDB Local, joins the suite when this names it."""

WORLDS = ("memory", "moto", *(("endpoint",) if ENDPOINT else ()))

_numbers = count(1)


def strict(name: str) -> Config:
    """The configuration of a client, with botocore's check of every parameter."""
    return config_of(name).merge(Config(parameter_validation=True))


@pytest.fixture(scope="module")
def credentials() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
        yield patch


@pytest.fixture(scope="module")
def aws(credentials: pytest.MonkeyPatch) -> Iterator[None]:
    credentials.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


@pytest.fixture(scope="module")
def moto_dynamo(aws: None) -> "DynamoDBClient":
    return boto3.client("dynamodb", config=strict("dynamodb"))


@pytest.fixture(scope="module")
def endpoint_dynamo(credentials: pytest.MonkeyPatch) -> "DynamoDBClient":
    return boto3.client("dynamodb", endpoint_url=ENDPOINT, config=strict("dynamodb"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is asked of records is asked of both their types; a module may leave worlds out."""
    if "stores" in metafunc.fixturenames:
        left_out = getattr(metafunc.module, "LEAVES_OUT", ())
        of_records = metafunc.module.__name__.rpartition(".")[2].startswith("test_record")
        types = ("case", "work_order") if of_records else ("case",)
        worlds = [
            (world, record_type)
            for record_type in types
            for world in WORLDS
            if world not in left_out
        ]
        names = [world if kind == "case" else f"{world}-{kind}" for world, kind in worlds]
        metafunc.parametrize("stores", worlds, ids=names, indirect=True)


@pytest.fixture
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """A fresh table in each of the worlds, for records of each type."""
    world, record_type = request.param
    before = RECORD_TYPE.set(record_type)
    yield _stores(request, world)
    RECORD_TYPE.reset(before)


def _stores(request: pytest.FixtureRequest, world: str) -> Stores:
    if world == "memory":
        return stores_of(MemoryDynamo(HandClock()), TABLE)
    client = request.getfixturevalue(f"{world}_dynamo")
    table = f"{TABLE}-{os.getpid()}-{next(_numbers)}"
    make_table(client, table)
    return stores_of(client, table)


@pytest.fixture
def memory() -> Stores:
    """The fake alone, for what only it and AWS can do."""
    return stores_of(MemoryDynamo(HandClock()), TABLE)
