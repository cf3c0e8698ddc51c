"""The checklist of the set-up says what is done, what is left, and what there is not yet."""

import pytest

from shared.domain.checklist import Step
from shared.workflows.check_setup import check_setup
from tests.support.records import NINE
from tests.support.town import Town

STEPS = (
    "settings",
    "fields",
    "lookup-filters",
    "access",
    "templates",
    "auto-web",
    "auto-email",
    "auto-portal",
    "milestone-types",
    "feed",
    "tracker",
    "limits",
    "auto-completion",
    "processes",
    "process-fields",
    "milestones",
    "actions",
    "entitlements",
    "versions",
    "contracts",
    "lines",
    "portal",
    "reports",
    "guidelines",
)


def checked(town: Town) -> dict[str, Step]:
    return {step.id: step for step in check_setup(town.world)}


def test_every_step_of_the_set_up_is_judged_in_its_order() -> None:
    assert tuple(step.id for step in check_setup(Town("acme").world)) == STEPS


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        ("settings", "done", "default queue Tier 1"),
        ("fields", "done", "product_line"),
        ("lookup-filters", "done", "active, same account"),
        ("access", "done", "agents and managers"),
        ("auto-web", "done", "by itself"),
        ("processes", "done", "Gold support"),
        ("milestones", "done", "Gold support"),
        ("entitlements", "done", "with a process"),
        ("versions", "not_used", "first version"),
        ("contracts", "done", "1 service contract"),
        ("portal", "not_used", "public fields: product_line"),
        ("limits", "done", "1 rule for updates of milestones"),
        ("guidelines", "not_done", "put their address into the settings"),
    ],
)
def test_the_example_is_judged_by_what_it_holds(step: str, state: str, words: str) -> None:
    found = checked(Town("acme"))[step]
    assert found.state == state
    assert words in found.found


def test_what_the_deployment_does_not_have_yet_names_no_command() -> None:
    nothing = {"feed", "tracker", "portal", "reports"}
    assert {step.id for step in check_setup(Town("acme").world) if step.command is None} == nothing


def test_a_step_changes_when_somebody_does_it() -> None:
    town = Town()
    assert checked(town)["contracts"].state == "not_used"
    town.store.directory.put("contract", "c1", {"account": "smoke-ltd"}, who="m", at=NINE)
    found = checked(town)["contracts"]
    assert (found.state, found.found) == ("done", "1 service contract")
