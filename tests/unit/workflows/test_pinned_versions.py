"""A new record runs on the version that its entitlement is pinned to, unless that is retired (P2, P3)."""

from typing import Any

from cli.plan import told
from cli.process_words import use_of
from shared.domain.history import Caller
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import SourceDocument
from shared.workflows.plan_organisation import plan_organisation
from shared.workflows.publish_configuration import publish_configuration
from shared.workflows.show_case import show_case
from tests.support.town import Town

WEEK = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
MARIA = Caller(name="maria", door="api", roles=("managers",))


def an_organisation(hours: str) -> Organisation:
    documents: list[dict[str, Any]] = [
        {"kind": "settings", "zone": "UTC", "default_queue": "Desk"},
        {"kind": "queue", "name": "Desk"},
        *({"kind": "calendar", "name": n, "zone": "UTC", "week": WEEK} for n in ("Old", "New")),
        {
            "kind": "process",
            "name": "Gold",
            "milestones": [{"milestone": "Reply", "within": "1h", "business_hours": hours}],
        },
        {"kind": "account", "external_id": "acme"},
        {
            "kind": "contact",
            "external_id": "sue",
            "account": "acme",
            "email": "sue@smoke-ltd.example",
        },
        {"kind": "entitlement", "external_id": "gold", "account": "acme", "process": "Gold"},
    ]
    return organise([SourceDocument("all.yaml", document) for document in documents])


def a_town() -> Town:
    """Its entitlement is pinned to version 1, and version 2 names another calendar."""
    town = Town(an_organisation("Old"))
    town.apply(an_organisation("New"))
    return town


def retire(town: Town, version: int) -> None:
    policies = town.world.policies
    before = policies.documents(policies.revision())
    after = [{**one, "retired": [version]} if one["kind"] == "process" else one for one in before]
    publish_configuration(
        after, before, policies.revision(), policies=policies, clock=town.clock, caller=MARIA
    )


def test_P3_a_new_record_runs_on_the_pinned_version_with_the_calendars_that_it_names() -> None:
    town = a_town()

    file = show_case(town.world, town.post().number).file

    assert file.process is not None
    assert file.process.version == 1
    assert file.calendars == {"Old": 1}
    assert file.sla.milestones[0].calendar == "Old"


def test_P2_nothing_enters_a_retired_version_and_the_record_runs_on_the_default() -> None:
    town = a_town()
    retire(town, 1)

    file = show_case(town.world, town.post().number).file

    assert file.process is not None
    assert file.process.version == 2
    assert file.calendars == {"New": 1}


def test_P2_a_record_that_runs_on_a_version_keeps_it_when_it_is_retired() -> None:
    town = a_town()
    number = town.post().number
    retire(town, 1)

    town.pass_minutes(61)

    file = show_case(town.world, number).file
    assert file.process is not None
    assert file.process.version == 1
    assert file.sla.milestones[0].violated_at is not None


def test_P3_a_plan_counts_who_follows_the_next_version_and_who_stays() -> None:
    town = Town(an_organisation("Old"))
    town.post()
    planned = plan_organisation(
        an_organisation("New"),
        directory=town.store.directory,
        policies=town.store.policies,
        now=town.clock.now(),
        progress=lambda _done, _total, _what: None,
    )

    lines = told(planned, lambda applied: use_of(town.world, applied.name))

    assert (
        "  no entitlements follow it for new cases; 1 pinned entitlement and 1 open case stay on "
        "the version that they have (P3)"
    ) in lines
