"""Sign-ins for the people of the examples, and tokens for them."""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from cli.local.clients import client
from cli.local.place import Place
from shared.names import (
    AGENTS_GROUP,
    CONTACT_ATTRIBUTE,
    CUSTOMERS_GROUP,
    MANAGERS_GROUP,
    PARTNERS_GROUP,
)


@dataclass(frozen=True, slots=True)
class Person:
    """The group of a sign-in; customers and partners are a contact of the directory too."""

    group: str
    contact: str = ""


PEOPLE = {
    "alex": Person(AGENTS_GROUP),
    "maria": Person(MANAGERS_GROUP),
    "dana": Person(CUSTOMERS_GROUP, "dana"),
    "ann": Person(CUSTOMERS_GROUP, "ann"),
    "felix": Person(PARTNERS_GROUP, "felix"),
}
"""By user name; the names are those of users and contacts in the examples."""


def sign_up(place: Place) -> None:
    """Make sure that everybody can sign in; the place keeps the passwords."""
    passwords = {name: f"Aa1!{secrets.token_urlsafe(12)}" for name in PEOPLE} | place.passwords()
    _keep(place, passwords)
    cognito = client(place, "cognito-idp")
    pool = place.outputs()["UserPoolId"]
    for name, person in PEOPLE.items():
        if not _known(cognito, pool, name):
            _make(cognito, pool, name)
        if person.contact:
            cognito.admin_update_user_attributes(
                UserPoolId=pool,
                Username=name,
                UserAttributes=[{"Name": f"custom:{CONTACT_ATTRIBUTE}", "Value": person.contact}],
            )
        cognito.admin_set_user_password(
            UserPoolId=pool, Username=name, Password=passwords[name], Permanent=True
        )
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=name, GroupName=person.group)


def token_of(place: Place, name: str) -> str:
    """A fresh access token; of a customer or partner the ID token, which says who they are."""
    answer = client(place, "cognito-idp").initiate_auth(
        ClientId=place.outputs()["UserPoolClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": place.passwords()[name]},
    )
    kind = "IdToken" if PEOPLE[name].contact else "AccessToken"
    return str(answer["AuthenticationResult"][kind])


def _keep(place: Place, passwords: dict[str, str]) -> None:
    place.passwords_file.touch(mode=0o600)
    place.passwords_file.write_text(json.dumps(passwords, indent=1))


def _known(cognito: Any, pool: str, name: str) -> bool:
    try:
        cognito.admin_get_user(UserPoolId=pool, Username=name)
    except cognito.exceptions.UserNotFoundException:
        return False
    return True


def _make(cognito: Any, pool: str, name: str) -> None:
    cognito.admin_create_user(
        UserPoolId=pool,
        Username=name,
        MessageAction="SUPPRESS",
        UserAttributes=[
            {"Name": "email", "Value": f"{name}@acme.example"},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
