"""A scenario lived through the doors: opened, changed and woken at its instants, then read back."""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

from shared.business_time import Instant, parse_instant
from shared.workflows.export_scenario import export_scenario
from tests.live.doors import Doors
from tests.live.organisation import ACCOUNT, ASSET, CLOSED_BY_EVENT, CONTACT, ENTITLEMENT

_TOP = frozenset({"subject", "status", "priority", "owner", "queue"})
_LISTED_AT_ONCE = 500


class Timing(Protocol):
    """How wakes come: `pass_until` lets time go by up to an instant, which is exclusive."""

    def pass_until(self, doors: Doors, until: Instant) -> None: ...

    def settle(self, doors: Doors) -> None:
        """Bring what is still under way, without any time going by."""


class Life:
    """One record; `told` is the `expect` object of its scenario, as the API tells it."""

    def __init__(self, scenario: Mapping[str, Any], doors: Doors, timing: Timing) -> None:
        self._scenario, self._doors, self._timing = scenario, doors, timing
        self._clock = doors.town.clock
        self._owner = ""
        self._address = "/work-orders" if scenario["record"]["type"] == "work_order" else "/cases"
        self.number = ""

    def live(self) -> None:
        """From the opening to the last second before `until`."""
        self._clock.move_to(self._scenario["record"]["created_at"])
        self._open()
        for event in self._scenario["events"]:
            self._timing.pass_until(self._doors, parse_instant(event["at"]))
            self._clock.move_to(event["at"])
            self._happen(event)
        self._timing.pass_until(self._doors, parse_instant(self._scenario["until"]))
        self._clock.move_to(parse_instant(self._scenario["until"]) - 1)
        self._timing.settle(self._doors)

    def export(self) -> dict[str, Any]:
        """Its history as a scenario with the same end (Q5)."""
        return export_scenario(self._doors.town.world, self.number)

    def told(self) -> dict[str, Any]:
        """What the API says of it at `until`, in the form of an expectation."""
        self._clock.move_to(self._scenario["until"])
        case = self._doors.told("GET", f"{self._address}/{self.number}")
        rows = [_row(one) for one in case["milestones"]]
        return {
            "sla_start": case["clock"]["start"],
            "sla_exit": case["clock"]["exit"],
            "roll_up": case["clock"]["roll_up"],
            "milestones": rows,
            "actions": self._actions(rows),
        }

    def _open(self) -> None:
        record = self._scenario["record"]
        fields = {name: value for name, value in record["fields"].items() if value is not None}
        own = {name: value for name, value in fields.items() if "." not in name}
        body = {
            "subject": "Something is wrong",
            "account": ACCOUNT,
            "contact": CONTACT,
            "entitlement": ENTITLEMENT,
            **({"asset": ASSET} if "asset.serial_number" in fields else {}),
            **({"business_hours": hours} if (hours := record["business_hours"]) else {}),
            **_body(own),
        }
        self.number = self._doors.told("POST", self._address, body)["number"]

    def _happen(self, event: Mapping[str, Any]) -> None:
        if "set" in event:
            self._set(event["set"])
        elif "stop" in event:
            reason = {"reason": "Waiting on customer"} if event["stop"] else {}
            self._command("stop" if event["stop"] else "resume", reason)
        elif "event" in event:
            self._raise(event["event"])
        else:
            self._do(event)

    def _set(self, fields: Mapping[str, Any]) -> None:
        shown = self._doors.ask("GET", f"{self._address}/{self.number}")
        may = shown["body"]["actions"]
        closes = fields.get("status") == "Closed" and "close" in may
        if closes and len(fields) == 1:
            self._command("close", {"status": "Closed"})
        elif "reopen" in may and set(fields) == {"status"} and fields["status"] != "Closed":
            self._command("reopen", {"status": fields["status"]})
        else:
            tag = {"if-match": shown["headers"]["etag"]}
            self._doors.told("PATCH", f"{self._address}/{self.number}", _body(fields), headers=tag)

    def _raise(self, event: str) -> None:
        if event == "first_public_reply":
            self._command("comments", {"body": "We are on it.", "public": True})
        elif event == "closed":
            self._command("close", {"status": CLOSED_BY_EVENT})
        else:
            assert event == "owner_changed"
            self._owner = "bob" if self._owner == "alex" else "alex"
            self._set({"owner": self._owner})

    def _do(self, event: Mapping[str, Any]) -> None:
        if "complete" in event:
            given = {key: event[key] for key in ("completed_at",) if key in event}
            self._to_milestone(event["complete"], "complete", given)
        elif "reopen_milestone" in event:
            self._to_milestone(event["reopen_milestone"], "reopen", {"reason": "By mistake"})
        else:
            self._to_milestone(event["waive"], "waive", {"reason": "The customer agreed"})

    def _to_milestone(self, name: str, verb: str, body: Mapping[str, Any]) -> None:
        self._command(f"milestones/{quote(name, safe='')}/{verb}", body)

    def _command(self, verb: str, body: Mapping[str, Any]) -> None:
        self._doors.told("POST", f"{self._address}/{self.number}/{verb}", body)

    def _actions(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        items = {(row["milestone"], row["occurrence"]): row["item"] for row in rows}
        milestones = self._scenario["process"]["milestones"]

        def order(line: Mapping[str, Any]) -> tuple[str, int, int, int]:
            item = items[line["milestone"], line["occurrence"]]
            names = [action["name"] for action in milestones[item]["actions"]]
            return line["at"], item, line["occurrence"], names.index(line["action"])

        lines = [line for line in self._timeline() if line["kind"] == "action"]
        return [
            {name: line[name] for name in ("milestone", "occurrence", "action", "at", "result")}
            for line in sorted(lines, key=order)
        ]

    def _timeline(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        query = {"limit": str(_LISTED_AT_ONCE)}
        while True:
            page = self._doors.told("GET", f"{self._address}/{self.number}/timeline", query=query)
            lines += page["items"]
            if page["next"] is None:
                return lines
            query = {**query, "cursor": page["next"]}


def _body(fields: Mapping[str, Any]) -> dict[str, Any]:
    top = {name: value for name, value in fields.items() if name in _TOP}
    return {**top, "fields": {k: v for k, v in fields.items() if k not in _TOP}}


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    same = ("milestone", "occurrence", "item", "start", "target", "outcome", "violated")
    return {
        **{name: told[name] for name in same},
        "violated_at": told["violated_at"],
        "completed_at": told["completed_at"],
        "elapsed_seconds": told["elapsed"]["seconds"],
        "stopped_seconds": told["stopped"]["seconds"],
    }
