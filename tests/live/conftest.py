"""The handlers as Amazon loads them, ready to be put into a town."""

import importlib
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from shared import wiring
from shared.adapters.aws import config_of
from shared.names import NEEDS, Door

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DOORS = (
    Door.API,
    Door.MILESTONE_ACTIONS,
    Door.SWEEP,
    Door.CALL_OUT,
    Door.PUBLISH_EVENTS,
)


_GIVEN = {"FUNCTION_TIMEOUT": "20", "CALL_EGRESS": "public"}


@pytest.fixture(scope="session")
def handlers() -> Iterator[Mapping[str, ModuleType]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        for key in {need for door in DOORS for need in NEEDS[door]}:
            patch.setenv(key.value, _GIVEN.get(key.value, "x"))
        wiring.world.cache_clear()
        yield {
            door.value: importlib.import_module(f"functions.{door.value}.handler") for door in DOORS
        }


@pytest.fixture(scope="module")
def moto_table() -> Iterator["DynamoDBClient"]:
    """The client of a table on moto, which checks requests as AWS does."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        with mock_aws():
            yield boto3.client("dynamodb", config=config_of("dynamodb"))
