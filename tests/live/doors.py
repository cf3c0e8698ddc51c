"""The deployed handlers of one town, called with the events that AWS hands them."""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from shared.domain.call import write_call
from shared.domain.wake import Wake, write_wake
from shared.workflows.call_world import CallWorld
from tests.support.door_events import CalmContext, api_event, sqs_event, stream_event
from tests.support.fakes.memory_outgoing import MemoryOutgoing
from tests.support.fakes.memory_queue import Sent
from tests.support.fakes.memory_secrets import MemorySecrets
from tests.support.town import Town

MANAGER = {"name": "alex", "groups": "[managers]"}


class Doors:
    """What a person, a schedule and the minute can do; every answer is checked to be a good one."""

    def __init__(self, town: Town, handlers: Mapping[str, ModuleType]) -> None:
        self.town = town
        self._handlers = handlers

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """One request to the API; answers status, headers in lower case, and the body."""
        event = api_event(method, path, body, **{**MANAGER, **more})
        response = self._call("api", event)
        headers = {name.lower(): value for name, value in response["headers"].items()}
        return {
            "status": response["statusCode"],
            "headers": headers,
            "body": json.loads(response["body"]),
        }

    def told(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The body of a good answer."""
        answer = self.ask(method, path, body, **more)
        assert answer["status"] in (200, 201), answer["body"]
        return answer["body"]

    def wake(self, *sent: Sent) -> None:
        """Messages of the wake queue, all answered."""
        bodies = [
            write_wake(
                Wake(number=one.number, source=one.source, due_at=one.due_at, report=one.report)
            )
            for one in sent
        ]
        assert self._call("milestone_actions", sqs_event(*bodies)) == {"batchItemFailures": []}

    def call_out(self, outgoing: MemoryOutgoing, secrets: MemorySecrets) -> None:
        """Make every call that waits, with the world outside as it is; reports go to the wakes."""
        world = CallWorld(outgoing, secrets, self.town.queue, self.town.clock)
        bodies = [write_call(call) for call in self.town.calls.receive()]
        if bodies:
            assert self._call("call_out", sqs_event(*bodies), world) == {"batchItemFailures": []}

    def publish(self) -> None:
        """The stream brings all of the history anew."""
        images = [
            record["dynamodb"]["NewImage"]
            for record in self.town.store.dynamo.stream
            if record["dynamodb"]["Keys"]["sk"]["S"].startswith("EVENT#")
        ]
        assert self._call("publish_events", stream_event(images)) == {"batchItemFailures": []}

    def sweep(self) -> None:
        """The minute has passed."""
        self._call("sweep", {"source": "aws.events", "detail-type": "Scheduled Event"})

    def _call(self, door: str, event: dict[str, Any], world: CallWorld | None = None) -> Any:
        handler: Any = self._handlers[door]
        handler.world = world or self.town.world
        return handler.lambda_handler(event, CalmContext())
