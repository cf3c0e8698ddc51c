"""Secrets Manager as people fill it: secrets are made and replaced below the one prefix."""

import base64
import secrets

from botocore.exceptions import ClientError
from typing_extensions import override

from shared.adapters.aws import code_of, writing
from shared.adapters.secret_store import ManagedSecrets
from shared.domain.signature import SECRET_PREFIX
from shared.ports import SecretKeeper

_KEY_BYTES = 32
_FOR_PEOPLE = "Signs or addresses calls of Milepost; see milepost calls."


class ManagedSecretKeeper(ManagedSecrets, SecretKeeper):
    """The SecretKeeper on Secrets Manager."""

    @override
    def keep(self, name: str, value: str) -> None:
        identifier = f"{self._prefix}{name}"
        with writing("keep a secret"):
            try:
                self._client.put_secret_value(SecretId=identifier, SecretString=value)
            except ClientError as error:
                if code_of(error) != "ResourceNotFoundException":
                    raise
                self._client.create_secret(
                    Name=identifier, SecretString=value, Description=_FOR_PEOPLE
                )
        self._known.pop(name, None)

    @override
    def fresh(self) -> str:
        key = base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
        return f"{SECRET_PREFIX}{key}"
