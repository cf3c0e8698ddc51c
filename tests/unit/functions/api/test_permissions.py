import pytest

from functions.api import permissions
from functions.api.permissions import OPERATIONS, demand, is_allowed
from shared.errors import NotPermitted

READERS = ("readers",)
AGENTS = ("agents",)
SUPERVISORS = ("supervisors",)
MANAGERS = ("managers",)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_S1_a_manager_may_do_everything_and_a_stranger_nothing_but_the_public(
    operation: str,
) -> None:
    permission = OPERATIONS[operation]
    assert is_allowed(MANAGERS, permission) is (permission not in permissions.PORTAL)
    is_public = permission is permissions.NOBODY_IN_PARTICULAR
    assert is_allowed((), permission) is is_public
    assert is_allowed(("strangers", "unknown"), permission) is is_public


@pytest.mark.parametrize("role", ["customers", "partners"])
def test_S2_customers_and_partners_have_the_portal_and_nothing_of_ours(role: str) -> None:
    theirs = {op for op, known in OPERATIONS.items() if is_allowed((role,), known)}
    portal = {op for op in OPERATIONS if op.partition(" ")[2].startswith("/portal/")}
    assert theirs == portal | {"GET /openapi.json"}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_S1_a_reader_may_read_and_nothing_else(operation: str) -> None:
    of_leads = (permissions.READ_AUDIT, permissions.SEE_SETUP, permissions.WRITE_DRAFTS)
    of_others = permissions.PORTAL
    may_read = operation.startswith("GET ") and OPERATIONS[operation] not in (*of_leads, *of_others)
    assert is_allowed(READERS, OPERATIONS[operation]) is may_read


def test_M16_waiving_and_reopening_milestones_takes_a_supervisor() -> None:
    for permission in (permissions.WAIVE_MILESTONES, permissions.REOPEN_MILESTONES):
        assert not is_allowed(AGENTS, permission)
        assert is_allowed(SUPERVISORS, permission)


def test_a_refusal_says_what_it_takes() -> None:
    with pytest.raises(NotPermitted, match="waive milestones; that takes one of: managers, superv"):
        demand(AGENTS, permissions.WAIVE_MILESTONES)


def test_only_the_description_is_public() -> None:
    public = [op for op, known in OPERATIONS.items() if known is permissions.NOBODY_IN_PARTICULAR]
    assert public == ["GET /openapi.json"]
