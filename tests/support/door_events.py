"""Real event JSON, as API Gateway, SQS and DynamoDB streams hand it to our doors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from aws_lambda_powertools.utilities.typing import LambdaContext
from typing_extensions import override

REQUEST_ID = "JKJaXmPLvHcESHA="


class CalmContext(LambdaContext):
    """A Lambda context with all the time in the world, unless told otherwise."""

    def __init__(self, milliseconds: int = 20_000) -> None:
        self._function_name = "door"
        self._memory_limit_in_mb = 512
        self._invoked_function_arn = "arn:aws:lambda:eu-west-1:111122223333:function:door"
        self._aws_request_id = "6f1b2c3d-0000-4000-8000-000000000000"
        self.milliseconds = milliseconds

    @override
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # theirs is static
        return self.milliseconds


def http_event(
    method: str,
    path: str,
    body: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
    encoded: bool = False,
    request_id: str = REQUEST_ID,
) -> dict[str, Any]:
    """An HTTP API event, payload version 2.0; without claims nobody has signed in."""
    context: dict[str, Any] = {
        "accountId": "111122223333",
        "apiId": "r3pmxmplak",
        "domainName": "r3pmxmplak.execute-api.eu-west-1.amazonaws.com",
        "http": {
            "method": method,
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": "203.0.113.7",
            "userAgent": "agent",
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": "02/Mar/2026:14:00:00 +0000",
        "timeEpoch": 1772460000000,
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": urlencode(query or {}),
        "headers": {name.lower(): value for name, value in (headers or {}).items()},
        "requestContext": context,
        "isBase64Encoded": encoded,
    }
    if query:
        event["queryStringParameters"] = dict(query)
    return event if body is None else {**event, "body": body}


def access_token(name: str = "bob", groups: str = "[agents]") -> dict[str, str]:
    """The claims of a Cognito access token, as the JWT authorizer hands them on: all text."""
    return {
        "sub": "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "token_use": "access",
        "client_id": "1example23456789",
        "username": name,
        "cognito:groups": groups,
        "scope": "aws.cognito.signin.user.admin",
    }


def id_token(
    name: str = "ann", contact: str = "ann", groups: str = "[customers]"
) -> dict[str, str]:
    """The claims of a customer's Cognito ID token."""
    return {
        "sub": "aaaaaaaa-bbbb-cccc-dddd-ffffffffffff",
        "token_use": "id",
        "aud": "1example23456789",
        "cognito:username": name,
        "cognito:groups": groups,
        "custom:contact": contact,
        "email": f"{name}@northwind.example",
    }


def api_event(
    method: str,
    path: str,
    body: Mapping[str, Any] | str | None = None,
    *,
    name: str = "bob",
    groups: str = "[agents]",
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    request_id: str = REQUEST_ID,
    contact: str | None = None,
) -> dict[str, Any]:
    """A signed-in request with a JSON body; with a contact it is a customer's."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    kind = {} if text is None else {"content-type": "application/json"}
    return http_event(
        method,
        path,
        text,
        headers={**kind, **(headers or {})},
        query=query,
        claims=access_token(name, groups) if contact is None else id_token(name, contact, groups),
        request_id=request_id,
    )


def sqs_event(*bodies: Any) -> dict[str, Any]:
    """A batch of messages `m0`, `m1` and so on; a body that is no text is made JSON."""
    return {
        "Records": [
            {
                "messageId": f"m{position}",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1772460000000",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp": "1772460000100",
                },
                "messageAttributes": {},
                "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:111122223333:wake",
                "awsRegion": "eu-west-1",
            }
            for position, body in enumerate(bodies)
        ]
    }


def stream_event(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Inserts of items, each in DynamoDB's own typed form, as the table's stream brings them."""
    return {
        "Records": [
            {
                "eventID": f"{position:032x}",
                "eventName": "INSERT",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-west-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1772460000.0,
                    "Keys": {name: image[name] for name in ("pk", "sk")},
                    "NewImage": dict(image),
                    "SequenceNumber": str(1000 + position),
                    "SizeBytes": 500,
                    "StreamViewType": "NEW_IMAGE",
                },
                "eventSourceARN": "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/1",
            }
            for position, image in enumerate(items)
        ]
    }
