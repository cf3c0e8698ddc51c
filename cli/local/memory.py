"""What was done to a local AWS, written down inside it: it is lost exactly when its effect is lost."""

import json
from typing import Any

from cli.local.clients import client
from cli.local.place import Place

_NAME = "/milepost/local"


class Memory:
    """Facts in the parameter store of the local AWS."""

    def __init__(self, place: Place) -> None:
        self._parameters = client(place, "ssm")

    def recall(self, name: str) -> str | None:
        """A fact, or None."""
        return self._facts().get(name)

    def remember(self, name: str, value: str) -> None:
        """Keep a fact as long as the local AWS keeps its state."""
        facts = {**self._facts(), name: value}
        self._parameters.put_parameter(
            Name=_NAME, Value=json.dumps(facts), Type="String", Overwrite=True
        )

    def _facts(self) -> dict[str, Any]:
        try:
            found = self._parameters.get_parameter(Name=_NAME)
        except self._parameters.exceptions.ParameterNotFound:
            return {}
        facts: dict[str, Any] = json.loads(found["Parameter"]["Value"])
        return facts
