"""The files of a new organisation, made from eight answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from cli.first_answers import Answers, Target
from cli.yaml_writing import write_yaml
from shared.business_time.duration import parse_duration

_OFFICE = "Office"
_ALWAYS = "24x7"
_CLOSED = {"items": [{"field": "status", "operator": "equals", "value": "Closed"}]}
_WAITING = {"items": [{"field": "status", "operator": "equals", "value": "Waiting on customer"}]}

ACKNOWLEDGED = "case-received"
"""The mail template of the first answer."""

Document = Mapping[str, Any]


def folder_of(answers: Answers) -> dict[str, str]:
    """File name to text; mail templates are not among them."""
    return {
        "settings.yaml": write_yaml(
            [_settings(answers)], "What holds for the whole organisation: docs/configuration.md."
        ),
        **_calendars(answers),
        "fields.yaml": write_yaml(
            [_fields(answers)],
            "The fields of a case. is_closed and is_waiting are what clocks ask.",
        ),
        "people.yaml": write_yaml(
            _people(answers), "Who answers, and who is told. Add a user for everybody who signs in."
        ),
        "routes.yaml": write_yaml(
            [_route(answers)],
            "Mail to this address becomes a case. Have it forwarded to Milepost: docs/operations.md.",
        ),
        "processes.yaml": write_yaml(
            _processes(answers),
            "One process for each tier. The first milestone of a type whose criteria hold applies.\n"
            "Each tier after the first has twice the time of the one before: change what you promise.",
        ),
        "rules.yaml": write_yaml(
            [_rules(answers)],
            "Accounts that own no entitlement get the process of their tier; all others the last one.",
        ),
    }


def _hours(answers: Answers) -> str:
    return _OFFICE if answers.hours else _ALWAYS


def _settings(answers: Answers) -> Document:
    return {
        "kind": "settings",
        "name": "Support",
        "zone": answers.zone,
        "default_queue": answers.queues[0],
        "business_hours": _hours(answers),
    }


def _calendars(answers: Answers) -> dict[str, str]:
    if not answers.hours:
        return {}
    calendar: dict[str, Any] = {
        "kind": "calendar",
        "name": _OFFICE,
        "zone": answers.zone,
        "week": answers.hours,
    }
    if answers.holidays is not None:
        place = answers.holidays
        calendar["holidays"] = {"country": place.country} | (
            {"subdivision": place.subdivision} if place.subdivision else {}
        )
    words = "Business hours, on the clock of their own zone. 24x7 always exists and needs no file."
    return {"calendars.yaml": write_yaml([calendar], words)}


def _fields(answers: Answers) -> Document:
    statuses = [
        {"value": "New"},
        {"value": "Open"},
        {"value": "Waiting on customer", "is_waiting": True},
        {"value": "Closed", "is_closed": True},
    ]
    priorities = [{"value": target.priority} for target in answers.targets]
    return {
        "kind": "fields",
        "for": "case",
        "fields": [
            {"name": "status", "type": "picklist", "values": statuses},
            {"name": "priority", "type": "picklist", "values": priorities},
        ],
    }


def _people(answers: Answers) -> Iterator[Document]:
    told = answers.told
    for queue in answers.queues:
        yield {"kind": "queue", "name": queue, "members": [told.name]}
    yield {"kind": "user", "name": told.name, "email": told.address, "roles": ["managers"]}


def _route(answers: Answers) -> Document:
    return {
        "kind": "mail_route",
        "address": answers.mail,
        "queue": answers.queues[0],
        "acknowledge": ACKNOWLEDGED,
    }


def _processes(answers: Answers) -> Iterator[Document]:
    for place, tier in enumerate(answers.tiers):
        yield {
            "kind": "process",
            "name": tier,
            "business_hours": _hours(answers),
            "pause": _WAITING,
            "on_reopen": "exclude_closed_time",
            "milestones": [*_milestones(answers, 2**place)],
        }


def _milestones(answers: Answers, times: int) -> Iterator[Document]:
    usual = answers.targets[-1]
    for name, complete in (
        ("First Response", {"event": "first_public_reply"}),
        ("Resolution", _CLOSED),
    ):
        for target in answers.targets:
            priority = {"field": "priority", "operator": "equals", "value": target.priority}
            # the last priority also takes what has none yet
            when = {} if target is usual else {"when": {"items": [priority]}}
            yield {
                "milestone": name,
                "within": _times(_promised(target, name), times),
                **when,
                "complete": complete,
                "actions": [*_actions(answers, name)],
            }


def _promised(target: Target, milestone: str) -> str:
    return target.response if milestone == "First Response" else target.resolution


def _times(duration: str, times: int) -> str:
    minutes = parse_duration(duration) * times // 60
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def _actions(answers: Answers, milestone: str) -> Iterator[Document]:
    to = ["owner", {"address": answers.told.address}]
    yield {
        "name": "warn",
        "on": "warning",
        "at": "75%",
        "do": [{"email": {"template": "milestone-warning", "to": ["owner"]}}],
    }
    late: list[Document] = [{"email": {"template": "milestone-violated", "to": to}}]
    if milestone == "Resolution" and len(answers.queues) > 1:
        late.append({"escalate": {"queue": answers.queues[1]}})
    yield {"name": "breach", "on": "violation", "after": "0m", "do": late}


def _rules(answers: Answers) -> Document:
    rules: list[Document] = [
        {
            "when": {"items": [{"field": "account.tier", "operator": "equals", "value": tier}]},
            "process": tier,
        }
        for tier in answers.tiers[:-1]
    ]
    return {"kind": "entitlement_rules", "rules": [*rules, {"process": answers.tiers[-1]}]}
