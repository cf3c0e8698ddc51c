"""Who may do what: every operation, the permission it needs, and the roles that have it (S1)."""

from dataclasses import dataclass

from shared.errors import NotPermitted
from shared.names import (
    AGENTS_GROUP,
    MANAGERS_GROUP,
    OUTSIDERS,
    READERS_GROUP,
    SUPERVISORS_GROUP,
)

_LEADS = frozenset({SUPERVISORS_GROUP, MANAGERS_GROUP})
_WORKERS = frozenset({AGENTS_GROUP, *_LEADS})
_EVERYBODY = frozenset({READERS_GROUP, *_WORKERS})


@dataclass(frozen=True, slots=True)
class Permission:
    """A right in plain words, and the Cognito groups that have it."""

    name: str
    roles: frozenset[str]


READ_RECORDS = Permission("read records", _EVERYBODY)
OPEN_RECORDS = Permission("open records", _WORKERS)
CHANGE_RECORDS = Permission("change records", _WORKERS)
COMPLETE_MILESTONES = Permission("complete milestones", _WORKERS)
REOPEN_MILESTONES = Permission("reopen milestones", _LEADS)
WAIVE_MILESTONES = Permission("waive milestones", _LEADS)
STOP_CLOCKS = Permission("stop and resume clocks", _WORKERS)
CLOSE_RECORDS = Permission("close and reopen records", _WORKERS)
CLOSE_ANYWAY = Permission("close records over required milestones", _LEADS)
RECOMPUTE_TARGETS = Permission("recompute targets", _LEADS)
COMMENT = Permission("comment on records", _WORKERS)
REPLY = Permission("answer by mail", _WORKERS)
DO_TASKS = Permission("do tasks", _WORKERS)
CLEAR_ADDRESSES = Permission("let mail go to an address again", _WORKERS)
GIVE_TASKS = Permission("give tasks", _WORKERS)
WATCH = Permission("watch records", _WORKERS)
REDRIVE = Permission("redrive parked effects", _LEADS)
PREVIEW_MATCHING = Permission("preview matching", _WORKERS)
SIMULATE = Permission("simulate processes", _WORKERS)
SEE_JOBS = Permission("see bulk jobs", _EVERYBODY)
PREVIEW_JOBS = Permission("preview bulk jobs", frozenset({MANAGERS_GROUP}))
RUN_JOBS = Permission("run bulk jobs", frozenset({MANAGERS_GROUP}))
READ_CUSTOMERS = Permission("read customers and what they are entitled to", _EVERYBODY)
CHANGE_CUSTOMERS = Permission("change customers and what they are entitled to", _LEADS)
READ_CONFIGURATION = Permission("read the configuration", _EVERYBODY)
CHANGE_CONFIGURATION = Permission("change the configuration", frozenset({MANAGERS_GROUP}))
PREVIEW_MAIL = Permission("preview mail templates", _LEADS)
WRITE_DRAFTS = Permission("write drafts of processes", frozenset({MANAGERS_GROUP}))
PUBLISH_PROCESSES = Permission("publish processes", frozenset({MANAGERS_GROUP}))
SEE_UNDECLARED = Permission("see what forms say beyond the declared fields", _LEADS)
SEE_SETUP = Permission("see how far the set-up is", _LEADS)
READ_AUDIT = Permission("read the audit trail", _LEADS)
SEE_ONESELF = Permission("see oneself", _EVERYBODY)
ENTER_THE_PORTAL = Permission("enter the portal", OUTSIDERS)
READ_OWN_CASES = Permission("read one's own cases", OUTSIDERS)
OPEN_OWN_CASES = Permission("open cases of one's own", OUTSIDERS)
REPLY_TO_OWN_CASES = Permission("write on one's own cases", OUTSIDERS)
READ_OWN_ENTITLEMENTS = Permission("read what one is entitled to", OUTSIDERS)
NOBODY_IN_PARTICULAR = Permission("public", frozenset())

_DIRECTORY = (
    "/accounts",
    "/contacts",
    "/products",
    "/entitlement-templates",
    "/assets",
    "/contracts",
    "/lines",
    "/entitlements",
)

_NAMED_CONFIGURATION = (
    "/calendars",
    "/processes",
    "/mail-templates",
    "/call-targets",
    "/queues",
    "/users",
    "/fields",
)
_SINGLE_CONFIGURATION = (
    *("/settings", "/milestone-types", "/assignment-rules", "/entitlement-rules"),
    "/milestone-rules",
)

OPERATIONS: dict[str, Permission] = {
    "GET /cases": READ_RECORDS,
    "POST /cases": OPEN_RECORDS,
    "GET /cases/{number}": READ_RECORDS,
    "PATCH /cases/{number}": CHANGE_RECORDS,
    "GET /cases/{number}/timeline": READ_RECORDS,
    "GET /cases/{number}/comments": READ_RECORDS,
    "POST /cases/{number}/comments": COMMENT,
    "POST /cases/{number}/replies": REPLY,
    "POST /cases/{number}/attachments": REPLY,
    "GET /cases/{number}/attachments": READ_RECORDS,
    "GET /cases/{number}/attachments/{attachment}": READ_RECORDS,
    "GET /cases/{number}/mails": READ_RECORDS,
    "GET /cases/{number}/mails/{mail}": READ_RECORDS,
    "POST /cases/{number}/milestones/{milestone}/complete": COMPLETE_MILESTONES,
    "POST /cases/{number}/milestones/{milestone}/reopen": REOPEN_MILESTONES,
    "POST /cases/{number}/milestones/{milestone}/waive": WAIVE_MILESTONES,
    "POST /cases/{number}/stop": STOP_CLOCKS,
    "POST /cases/{number}/resume": STOP_CLOCKS,
    "POST /cases/{number}/close": CLOSE_RECORDS,
    "POST /cases/{number}/reopen": CLOSE_RECORDS,
    "POST /cases/{number}/match": CHANGE_RECORDS,
    "POST /cases/{number}/accept": CHANGE_RECORDS,
    "GET /cases/{number}/tasks": READ_RECORDS,
    "POST /cases/{number}/tasks": GIVE_TASKS,
    "PATCH /cases/{number}/tasks/{task}": GIVE_TASKS,
    "POST /cases/{number}/tasks/{task}/done": DO_TASKS,
    "POST /cases/{number}/tasks/{task}/reopen": DO_TASKS,
    "POST /cases/{number}/watchers/me": WATCH,
    "DELETE /cases/{number}/watchers/me": WATCH,
    "GET /mail-states/{address}": READ_RECORDS,
    "DELETE /mail-states/{address}": CLEAR_ADDRESSES,
    "GET /effects/parked": READ_RECORDS,
    "POST /effects/{effect}/redrive": REDRIVE,
    "POST /entitlements/match": PREVIEW_MATCHING,
    "POST /processes/{name}/versions/{version}/simulate": SIMULATE,
    "POST /simulate": SIMULATE,
    "POST /cases/{number}/recompute": RECOMPUTE_TARGETS,
    "POST /jobs/preview": PREVIEW_JOBS,
    "POST /jobs": RUN_JOBS,
    "GET /jobs": SEE_JOBS,
    "GET /jobs/{job}": SEE_JOBS,
    "POST /jobs/{job}/cancel": RUN_JOBS,
    "GET /me": SEE_ONESELF,
    "GET /me/tasks": READ_RECORDS,
    "GET /openapi.json": NOBODY_IN_PARTICULAR,
    "POST /entitlements/{identifier}/renew": CHANGE_CUSTOMERS,
    "GET /entitlements/{identifier}/ledger": READ_CUSTOMERS,
    "POST /entitlements/{identifier}/top-up": CHANGE_CUSTOMERS,
    "POST /entitlements/{identifier}/correction": CHANGE_CUSTOMERS,
    "GET /audit": READ_AUDIT,
    "GET /portal/me": ENTER_THE_PORTAL,
    "GET /portal/accounts": ENTER_THE_PORTAL,
    "GET /portal/cases": READ_OWN_CASES,
    "POST /portal/cases": OPEN_OWN_CASES,
    "GET /portal/cases/{number}": READ_OWN_CASES,
    "POST /portal/cases/{number}/comments": REPLY_TO_OWN_CASES,
    "GET /portal/entitlements": READ_OWN_ENTITLEMENTS,
    "GET /checklist": SEE_SETUP,
    "GET /processes/{name}/versions": READ_CONFIGURATION,
    "GET /processes/{name}/versions/{version}": READ_CONFIGURATION,
    "POST /processes/{name}/versions/{version}/clone": WRITE_DRAFTS,
    "POST /processes/{name}/versions/{version}/default": PUBLISH_PROCESSES,
    "POST /processes/{name}/versions/{version}/retire": PUBLISH_PROCESSES,
    "POST /mail-templates/preview": PREVIEW_MAIL,
    "GET /process-drafts": WRITE_DRAFTS,
    "GET /processes/{name}/draft": WRITE_DRAFTS,
    "PUT /processes/{name}/draft": WRITE_DRAFTS,
    "DELETE /processes/{name}/draft": WRITE_DRAFTS,
    "POST /processes/{name}/draft/publish": PUBLISH_PROCESSES,
    **{f"GET {path}": READ_CONFIGURATION for path in _NAMED_CONFIGURATION},
    **{
        f"{method} {path}": permission
        for path in (*(f"{one}/{{name}}" for one in _NAMED_CONFIGURATION), *_SINGLE_CONFIGURATION)
        for method, permission in (
            ("GET", READ_CONFIGURATION),
            ("PUT", CHANGE_CONFIGURATION),
            ("DELETE", CHANGE_CONFIGURATION),
        )
        if (method, path) != ("DELETE", "/settings")
    },
    **{
        f"{method} {path}{one}": permission
        for path in _DIRECTORY
        for method, one, permission in (
            ("GET", "", READ_CUSTOMERS),
            ("POST", "", CHANGE_CUSTOMERS),
            ("GET", "/{identifier}", READ_CUSTOMERS),
            ("PUT", "/{identifier}", CHANGE_CUSTOMERS),
            ("PATCH", "/{identifier}", CHANGE_CUSTOMERS),
            ("DELETE", "/{identifier}", CHANGE_CUSTOMERS),
        )
    },
}

BACK_OFFICE = (
    READ_CONFIGURATION,
    CHANGE_CONFIGURATION,
    PREVIEW_MAIL,
    WRITE_DRAFTS,
    PUBLISH_PROCESSES,
    READ_CUSTOMERS,
    CHANGE_CUSTOMERS,
    READ_AUDIT,
    SEE_SETUP,
    SEE_JOBS,
    PREVIEW_JOBS,
    RUN_JOBS,
)
"""Permissions whose operations are seldom asked for, and kept out of every cold start."""

PORTAL = (
    ENTER_THE_PORTAL,
    READ_OWN_CASES,
    OPEN_OWN_CASES,
    REPLY_TO_OWN_CASES,
    READ_OWN_ENTITLEMENTS,
)
"""Permissions of people who are not ours: whatever else there is, is not there for them (S2)."""

CASES, WORK_ORDERS = "/cases", "/work-orders"

OPERATIONS |= {
    operation.replace(CASES, WORK_ORDERS, 1): permission
    for operation, permission in OPERATIONS.items()
    if operation.partition(" ")[2].startswith(CASES)
}

PERMISSIONS: tuple[Permission, ...] = tuple(
    dict.fromkeys((*OPERATIONS.values(), CLOSE_ANYWAY, SEE_UNDECLARED))
)


def is_allowed(roles: tuple[str, ...], permission: Permission) -> bool:
    """Whether any of the roles has the permission; everybody has the public one."""
    return permission is NOBODY_IN_PARTICULAR or not permission.roles.isdisjoint(roles)


def demand(roles: tuple[str, ...], permission: Permission) -> None:
    """Raise NotPermitted, in words, unless the roles have the permission."""
    if not is_allowed(roles, permission):
        needed = ", ".join(sorted(permission.roles))
        raise NotPermitted(f"You may not {permission.name}; that takes one of: {needed}.")
