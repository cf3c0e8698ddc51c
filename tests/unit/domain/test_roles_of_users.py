"""A role that nothing knows is warned of: it reads like a right, and gives none."""

import pytest

from shared.domain.source_document import FileFault
from tests.unit.domain.test_organisation import GOLD, OFFICE, QUEUE, SETTINGS, Document, organised

LETTER: Document = {"kind": "mail_template", "name": "t", "subject": "x", "text": "y"}
DUTY: Document = {"email": {"template": "t", "to": [{"role": "duty"}]}}
WARNS: Document = {
    **GOLD,
    "milestones": [
        {
            **GOLD["milestones"][0],
            "actions": [{"name": "a", "on": "violation", "do": [DUTY]}],
        }
    ],
}


def warnings(process: Document, *roles: str) -> tuple[FileFault, ...]:
    user = {"kind": "user", "name": "dora", "email": "dora@acme.example", "roles": list(roles)}
    return organised(SETTINGS, QUEUE, OFFICE, LETTER, process, user).warnings


@pytest.mark.parametrize("role", ["agents", "supervisors", "managers", "readers"])
def test_S1_a_role_that_people_sign_in_with_is_known(role: str) -> None:
    assert warnings(GOLD, role) == ()


def test_A1_a_role_that_a_process_tells_is_known() -> None:
    assert warnings(WARNS, "duty") == ()


def test_S1_a_role_that_nothing_knows_is_warned_of_with_those_that_there_are() -> None:
    (told,) = warnings(GOLD, "agents", "duty")
    assert told.path == "roles[1]"
    assert "'duty'" in told.message
    assert "supervisors" in told.message
