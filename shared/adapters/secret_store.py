"""Secrets Manager as the store of secrets, remembered for a few minutes."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, reading
from shared.errors import Absent
from shared.ports import Clock

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient

REMEMBERED_SECONDS = 300

_NOT_THERE = frozenset({"ResourceNotFoundException", "InvalidRequestException"})
"""The second is said of a secret that waits for its deletion."""


class ManagedSecrets:
    """The Secrets on Secrets Manager; every name lies below a prefix that a caller cannot leave."""

    def __init__(self, client: "SecretsManagerClient", prefix: str, clock: Clock) -> None:
        self._client = client
        self._prefix = prefix
        self._clock = clock
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    def present(self, name: str) -> str:
        """The present value alone, in one call; raises Absent, Unavailable or Misconfigured."""
        found = self._stage(name, "AWSCURRENT")
        if not found:
            raise Absent(f"There is no secret '{name}'.")
        return found

    def values(self, name: str) -> tuple[str, ...]:
        """The present value and the one before; raises Absent, Unavailable or Misconfigured."""
        forgotten_at, values = self._known.get(name, (0.0, ()))
        if not values or forgotten_at <= self._clock.elapsed():
            values = self._read(name)
            self._known[name] = (self._clock.elapsed() + REMEMBERED_SECONDS, values)
        return values

    def _read(self, name: str) -> tuple[str, ...]:
        present = self.present(name)
        before = self._stage(name, "AWSPREVIOUS")
        return (present, before) if before and before != present else (present,)

    def _stage(self, name: str, stage: str) -> str:
        with reading("read a secret"):
            try:
                answer = self._client.get_secret_value(
                    SecretId=f"{self._prefix}{name}", VersionStage=stage
                )
            except ClientError as error:
                if code_of(error) in _NOT_THERE:
                    return ""
                raise
        return answer.get("SecretString", "")
