"""Sign-ins for the people of the example, and access tokens for them."""

import secrets
from contextlib import suppress
from typing import Any

import boto3

from cli.local.place import Place

PEOPLE = {"alex": "agents", "maria": "managers"}
"""User name to group; the names are those of users in the examples."""


def sign_up(place: Place) -> dict[str, str]:
    """Make the users once; answers their passwords, which the state folder keeps."""
    known: dict[str, str] = place.recall("passwords") or {}
    pool = place.outputs()["UserPoolId"]
    cognito = _client(place)
    for name, group in PEOPLE.items():
        if name in known:
            continue
        password = f"Aa1!{secrets.token_urlsafe(12)}"
        _make(cognito, pool, name, password)
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=group)
        known[name] = password
        place.remember("passwords", known)
    return known


def token_of(place: Place, name: str) -> str:
    """A fresh access token."""
    answer = _client(place).initiate_auth(
        ClientId=place.outputs()["UserPoolClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": place.recall("passwords")[name]},
    )
    return str(answer["AuthenticationResult"]["AccessToken"])


def _make(cognito: Any, pool: str, name: str, password: str) -> None:
    with suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=name,
            MessageAction="SUPPRESS",
            UserAttributes=[
                {"Name": "email", "Value": f"{name}@acme.example"},
                {"Name": "email_verified", "Value": "true"},
            ],
        )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=name, Password=password, Permanent=True
    )


def _client(place: Place) -> Any:
    return boto3.client(
        "cognito-idp",
        endpoint_url=place.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the local AWS takes any
    )
