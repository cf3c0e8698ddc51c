"""A small story told through the doors: one record, one day, one process."""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from shared.business_time import format_instant, parse_instant
from tests.live.doors import Doors
from tests.live.organisation import ACCOUNT, ENTITLEMENT, organisation_of
from tests.live.timing import Punctual
from tests.support.town import Town

DAY = "2026-03-02T"
"""A Monday."""

OFFICE = {"zone": "UTC", "week": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}}
CLOSED = {"items": [{"field": "status", "operator": "equals", "value": "Closed"}]}


class Story:
    """A record opened at 09:00 with one milestone of an hour, unless the story says otherwise."""

    def __init__(
        self,
        handlers: Mapping[str, ModuleType],
        *milestones: Mapping[str, Any],
        fields: Mapping[str, Any] | None = None,
        documents: Sequence[Mapping[str, Any]] = (),
        **process: Any,
    ) -> None:
        items = milestones or ({},)
        self._scenario: dict[str, Any] = {
            "documents": documents,
            "calendars": {"Office": OFFICE},
            "process": {
                "name": "Support",
                "exit": CLOSED,
                "milestones": [{"milestone": "Reply", "within": "1h", **item} for item in items],
                **process,
            },
            "record": {"fields": {"status": "New", "priority": "High", **(fields or {})}},
            "events": [],
        }
        self.doors = Doors(Town(organisation_of(self._scenario)), handlers)
        self.town = self.doors.town
        self.town.clock.move_to(f"{DAY}09:00:00Z")
        self._fields = dict(fields or {})
        self.number = self.opens()

    def opens(self) -> str:
        """Another record of the same form; answers its number."""
        fields = self._fields
        top: dict[str, Any] = {
            name: fields[name] for name in ("status", "priority") if name in fields
        }
        rest = {k: v for k, v in fields.items() if k not in top and "." not in k}
        body = {
            "subject": "Something is wrong",
            "account": ACCOUNT,
            "entitlement": ENTITLEMENT,
            "priority": "High",
            **top,
            "fields": rest,
        }
        once = {"idempotency-key": f"story-{len(self.town.store.dynamo.stream)}"}
        return str(self.doors.told("POST", "/cases", body, headers=once)["number"])

    def revises(self, calendar: Mapping[str, Any]) -> None:
        """The organisation applies other hours for Office."""
        self._scenario["calendars"] = {"Office": calendar}
        self.town.apply(organisation_of(self._scenario))

    def changes_account(self, *, tier: str) -> None:
        """The customer's account is written anew, by whom no record is woken."""
        self._scenario["record"]["fields"]["account.tier"] = tier
        self.town.apply(organisation_of(self._scenario))

    def at(self, clock: str) -> "Story":
        """Let time pass until that hour of the day, or that instant, punctual wakes and all."""
        instant = parse_instant(clock if "T" in clock else f"{DAY}{clock}:00Z")
        Punctual().pass_until(self.doors, instant)
        self.town.clock.move_to(instant)
        return self

    def asks(self, method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """One request about the record, whatever comes of it."""
        return self.doors.ask(method, f"/cases/{self.number}{path}", body, **more)

    def commands(self, verb: str, body: Any = None, **more: Any) -> dict[str, Any]:
        """A command that is accepted; answers the record."""
        answer = self.asks("POST", f"/{verb}", body or {}, **more)
        assert answer["status"] in (200, 201), answer["body"]
        return dict(answer["body"])

    def sets(self, **fields: Any) -> dict[str, Any]:
        """Change fields as they stand; answers status and body."""
        own = ("subject", "status", "priority")
        top = {name: value for name, value in fields.items() if name in own}
        rest = {name: value for name, value in fields.items() if name not in top}
        tag = self.asks("GET", "")["headers"]["etag"]
        return self.asks("PATCH", "", {**top, "fields": rest}, headers={"if-match": tag})

    def case(self) -> dict[str, Any]:
        return dict(self.asks("GET", "")["body"])

    def row(self, place: int = 0) -> dict[str, Any]:
        """A milestone of the record as the API tells it, by start, item and occurrence."""
        return dict(self.case()["milestones"][place])

    def tells(self, *kinds: str) -> list[tuple[str, str]]:
        """Lines of the timeline of these kinds: hour of the day, words."""
        lines = self.asks("GET", "/timeline", query={"limit": "500"})["body"]["items"]
        return [(hour(line["at"]), line["text"]) for line in lines if line["kind"] in kinds]

    def actions(self) -> list[tuple[str, str, str]]:
        """What fired or was skipped: action, hour of the day, result."""
        lines = self.asks("GET", "/timeline", query={"limit": "500"})["body"]["items"]
        return [
            (line["action"], hour(line["at"]), line["result"])
            for line in lines
            if line["kind"] == "action"
        ]


def hour(instant: str | None) -> str:
    """The clock of an instant of the day."""
    assert instant is not None
    return format_instant(parse_instant(instant))[11:16]


def faults(answer: Mapping[str, Any]) -> dict[str, str]:
    """Pointer and sentence of every fault of a refusal."""
    return {fault["pointer"]: fault["detail"] for fault in answer["body"]["errors"]}
