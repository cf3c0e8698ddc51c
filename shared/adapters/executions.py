"""Step Functions as what keeps jobs going: it only calls again, the table knows how far they are."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from shared.adapters.aws import telling
from shared.adapters.system import SystemMint
from shared.errors import Misconfigured

_MINT = SystemMint()
_OF_THE_TOKEN = 12


class Executions(Protocol):
    """As much of the client as is called."""

    @property
    def start_execution(self) -> Callable[..., Any]:
        """Start an execution of a state machine."""
        ...


class StepRuns:
    """The Runs on Step Functions; the client is made when the first job is started."""

    def __init__(
        self,
        client: Callable[[], Executions],
        machine_arn: str,
        *,
        token: Callable[[], str] = _MINT.token,
    ) -> None:
        self._client = client
        self._machine_arn = machine_arn
        self._token = token

    def start(self, identifier: str) -> None:
        """Start an execution; raises Unavailable, or Misconfigured where there are none."""
        if not self._machine_arn:
            raise Misconfigured("This deployment has nothing that runs jobs.")
        with telling("start a job"):
            self._client().start_execution(
                stateMachineArn=self._machine_arn,
                # a name of its own: a run that died must not stand in the way of the next
                name=f"{identifier}-{self._token()[:_OF_THE_TOKEN]}",
                input=json.dumps({"job": identifier}),
            )
