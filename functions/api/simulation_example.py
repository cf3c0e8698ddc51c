"""An example of a simulated life, which tests hold against its shape."""

from typing import Any

SIMULATED: dict[str, Any] = {
    "expect": {
        "sla_start": "2026-03-06T20:40:00Z",
        "sla_exit": None,
        "roll_up": "closed_violation",
        "milestones": [
            {
                "milestone": "First Response",
                "occurrence": 1,
                "item": 0,
                "start": "2026-03-06T20:40:00Z",
                "target": "2026-03-09T13:40:00Z",
                "outcome": "completed",
                "violated": True,
                "violated_at": "2026-03-09T13:40:00Z",
                "completed_at": "2026-03-09T14:50:00Z",
                "elapsed_seconds": 18600,
                "stopped_seconds": 0,
            }
        ],
        "actions": [],
    },
    "why": [
        {
            "milestone": "First Response",
            "occurrence": 1,
            "process": "Gold support",
            "version": 3,
            "start": "2026-03-06T20:40:00Z",
            "start_because": "process",
            "allowed_seconds": 14400,
            "target": "2026-03-09T13:40:00Z",
            "calendar": "Office New York",
            "calendar_version": 1,
            "zone": "America/New_York",
            "calendar_because": "process",
            "counted": [
                {"start": "2026-03-06T20:40:00Z", "end": "2026-03-06T23:00:00Z", "seconds": 8400},
                {"start": "2026-03-09T12:00:00Z", "end": "2026-03-09T13:40:00Z", "seconds": 6000},
            ],
            "not_counted": [
                {
                    "start": "2026-03-06T23:00:00Z",
                    "end": "2026-03-07T05:00:00Z",
                    "reason": "outside hours",
                    "day": "2026-03-06",
                    "name": "",
                    "words": "night",
                },
                {
                    "start": "2026-03-07T05:00:00Z",
                    "end": "2026-03-08T05:00:00Z",
                    "reason": "closed weekday",
                    "day": "2026-03-07",
                    "name": "",
                    "words": "weekend",
                },
                {
                    "start": "2026-03-08T05:00:00Z",
                    "end": "2026-03-09T04:00:00Z",
                    "reason": "closed weekday",
                    "day": "2026-03-08",
                    "name": "",
                    "words": "weekend",
                },
                {
                    "start": "2026-03-09T04:00:00Z",
                    "end": "2026-03-09T12:00:00Z",
                    "reason": "outside hours",
                    "day": "2026-03-09",
                    "name": "",
                    "words": "night",
                },
            ],
            "cut": False,
            "summary": "1 weekend",
        }
    ],
    "story": [
        {
            "at": "2026-03-06T20:40:00Z",
            "kind": "record",
            "about": "",
            "text": "created (status = New)",
        },
        {
            "at": "2026-03-06T20:40:00Z",
            "kind": "record",
            "about": "",
            "text": "entered the process",
        },
        {
            "at": "2026-03-06T20:40:00Z",
            "kind": "start",
            "about": "First Response",
            "text": "starts, target Mon 9 Mar 09:40: 4h in Office New York, named by the process",
        },
        {
            "at": "2026-03-09T13:40:00Z",
            "kind": "violated",
            "about": "First Response",
            "text": "violated its target",
        },
        {"at": "2026-03-09T14:50:00Z", "kind": "record", "about": "", "text": "first public reply"},
        {
            "at": "2026-03-09T14:50:00Z",
            "kind": "completed",
            "about": "First Response",
            "text": "completed (first_public_reply)",
        },
    ],
    "warnings": [],
    "zone": "America/New_York",
    "svg": None,
}
