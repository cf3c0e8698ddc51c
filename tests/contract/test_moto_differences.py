"""Where moto is not AWS: each of these fails on the day it is, and its fake can then go."""

from itertools import count
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from shared.adapters.dynamo.items import key
from tests.contract.conftest import strict
from tests.support.calls import counted
from tests.support.table import TABLE, make_table

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_tables = count(1)


@pytest.fixture
def table(moto_dynamo: "DynamoDBClient") -> str:
    name = f"{TABLE}-moto-{next(_tables)}"
    make_table(moto_dynamo, name)
    return name


def adding(table: str, amount: int = 1) -> Any:
    return {
        "Update": {
            "TableName": table,
            "Key": key("A", "B"),
            "UpdateExpression": "ADD #u :n",
            "ExpressionAttributeNames": {"#u": "used"},
            "ExpressionAttributeValues": {":n": {"N": str(amount)}},
        }
    }


def used(dynamo: "DynamoDBClient", table: str) -> str:
    return dynamo.get_item(TableName=table, Key=key("A", "B"))["Item"]["used"]["N"]


def test_moto_ignores_the_request_token(moto_dynamo: "DynamoDBClient", table: str) -> None:
    for _ in range(2):
        moto_dynamo.transact_write_items(TransactItems=[adding(table)], ClientRequestToken="same")

    assert used(moto_dynamo, table) == "2"


def test_moto_takes_one_token_for_two_payloads(moto_dynamo: "DynamoDBClient", table: str) -> None:
    for amount in (1, 2):
        moto_dynamo.transact_write_items(
            TransactItems=[adding(table, amount)], ClientRequestToken="same"
        )

    assert used(moto_dynamo, table) == "3"


def test_moto_takes_more_than_four_megabytes_at_once(
    moto_dynamo: "DynamoDBClient", table: str
) -> None:
    parts: Any = [
        {
            "Put": {
                "TableName": table,
                "Item": {**key("A", str(n)), "body": {"S": "x" * 390_000}},
            }
        }
        for n in range(11)
    ]

    moto_dynamo.transact_write_items(TransactItems=parts)


def test_moto_takes_batches_that_are_too_long(moto_dynamo: "DynamoDBClient", table: str) -> None:
    puts: Any = [{"PutRequest": {"Item": key("A", str(n))}} for n in range(26)]

    assert not moto_dynamo.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]


def test_moto_tells_no_units_of_a_transaction(moto_dynamo: "DynamoDBClient", table: str) -> None:
    with counted(moto_dynamo, capacity=True) as calls:
        moto_dynamo.transact_write_items(TransactItems=[adding(table)])

    assert not calls.units


def test_moto_takes_any_schedule(aws: None) -> None:
    scheduler = boto3.client("scheduler", config=strict("scheduler"))
    for n, expression in enumerate(("at(1999-01-01T00:00:00)", "at(2026-03-02T09:00:00.5Z)", "a(")):
        scheduler.create_schedule(
            Name=f"strange-{n}",
            ScheduleExpression=expression,
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={
                "Arn": "arn:aws:sqs:eu-west-1:123456789012:q",
                "RoleArn": "arn:aws:iam::1:role/r",
            },
        )
