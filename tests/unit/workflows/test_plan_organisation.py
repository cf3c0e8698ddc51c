"""A plan says what apply then does, and writes nothing."""

import pytest

from cli.plan import told
from shared.domain.organisation import organise
from shared.domain.source_document import OrganisationRefused, SourceDocument
from shared.workflows.plan_organisation import OrganisationPlan, plan_organisation
from tests.unit.workflows.test_apply_organisation import (
    ALL,
    COVER,
    FOLLOWER,
    GOLD,
    RULES,
    TIGHTER,
    Deployment,
    Document,
)


def planned(deployment: Deployment, *documents: Document) -> OrganisationPlan:
    sources = [SourceDocument(f"{n}.yaml", body) for n, body in enumerate(documents)]
    return plan_organisation(
        organise(sources),
        directory=deployment.directory,
        policies=deployment.policies,
        now=deployment.clock.now(),
        progress=lambda _done, _total, _what: None,
    )


def without(*left_out: Document) -> list[Document]:
    return [document for document in ALL if document not in left_out]


def test_a_plan_writes_nothing_and_apply_does_what_it_says() -> None:
    deployment = Deployment()
    before = dict(deployment.dynamo.items)
    plan = planned(deployment, *ALL)
    assert deployment.dynamo.items == before
    report = deployment.apply(*ALL)
    assert [change.applied.fate for change in plan.changes] == [line.fate for line in report.lines]


def test_after_apply_there_is_nothing_left_to_plan() -> None:
    deployment = Deployment()
    deployment.apply(*ALL)
    plan = planned(deployment, *ALL)
    assert {change.applied.fate for change in plan.changes} == {"unchanged"}
    assert told(plan) == [f"{len(ALL)} unchanged; configuration 1 would stay in force."]


def test_P3_a_changed_process_is_shown_as_its_next_version_with_the_milestones_that_moved() -> None:
    deployment = Deployment()
    deployment.apply(*ALL)
    lines = told(planned(deployment, *without(GOLD), TIGHTER))
    assert "changed    process Gold (version 2)" in lines
    assert "  ~ milestones[First Response].within: 60m -> 30m" in lines
    assert "  records and pinned entitlements stay on the version that they have (P3)" in lines


def test_a_withdrawn_document_and_a_changed_entitlement_are_told() -> None:
    deployment = Deployment()
    deployment.apply(*ALL)
    lines = told(planned(deployment, *without(RULES, COVER), {**COVER, "precedence": 5}))
    assert "withdrawn  assignment_rules assignment_rules" in lines
    assert lines[lines.index("changed    entitlement cover") + 1] == "  + precedence: 5"


def test_E2_a_plan_refuses_what_apply_refuses() -> None:
    deployment = Deployment()
    deployment.apply(*ALL)
    other = {"kind": "account", "external_id": "other"}
    with pytest.raises(OrganisationRefused) as refused:
        planned(deployment, *without(COVER), other, {**COVER, "account": "other"})
    assert [place.path for place in refused.value.places] == ["account"]


def test_E1_a_contract_or_line_that_would_leave_its_account_is_refused_before_anything_is_written() -> (
    None
):
    deployment = Deployment()
    other = {"kind": "account", "external_id": "other"}
    contract = {"kind": "contract", "external_id": "c", "account": "acme"}
    theirs = {"kind": "contract", "external_id": "d", "account": "other"}
    line = {"kind": "line", "external_id": "l", "contract": "c", "product": "pump"}
    deployment.apply(*ALL, other, contract, theirs, line)
    before = dict(deployment.dynamo.items)

    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(
            *without(GOLD),
            TIGHTER,
            other,
            {**contract, "account": "other"},
            theirs,
            {**line, "contract": "d"},
        )

    assert [place.sentence().partition(": ")[2] for place in refused.value.places] == [
        "account: is 'acme' for ever; create a new contract instead",
    ]
    assert deployment.dynamo.items == before
    with pytest.raises(OrganisationRefused) as refused:
        planned(deployment, *ALL, other, contract, theirs, {**line, "contract": "d"})
    assert [place.path for place in refused.value.places] == ["contract"]


FIELDS = {"kind": "fields", "for": "case", "fields": [{"name": "severity", "type": "text"}]}
TYPES = {"kind": "milestone_types", "types": [{"name": "First Response"}]}
SEVERE = {
    **GOLD,
    "exit": {"items": [{"field": "severity", "operator": "equals", "value": "1"}]},
}


@pytest.mark.parametrize(
    ("there", "anew", "reason"),
    [
        (FIELDS, {**FIELDS, "fields": []}, "severity"),
        (TYPES, {**TYPES, "types": [{"name": "Resolution"}]}, "First Response"),
    ],
)
def test_E7_files_that_break_what_they_leave_out_are_refused_naming_it(
    there: Document, anew: Document, reason: str
) -> None:
    deployment = Deployment()
    gold = SEVERE if there is FIELDS else GOLD
    deployment.apply(*without(GOLD), gold, there)
    before = dict(deployment.dynamo.items)
    folder = [*without(GOLD, COVER, FOLLOWER), anew]

    for act in (planned, lambda _, *documents: deployment.apply(*documents, overwrite=True)):
        with pytest.raises(OrganisationRefused) as refused:
            act(deployment, *folder)
        (told,) = [place.sentence() for place in refused.value.places]
        assert told.startswith("the folder: breaks what it leaves out: process 'Gold': ")
        assert reason in told
    assert deployment.dynamo.items == before


def test_what_was_broken_before_does_not_stand_in_the_way_of_other_files() -> None:
    deployment = Deployment()
    deployment.apply(*without(GOLD), SEVERE, FIELDS)
    rows = deployment.policies.documents(1)
    without_fields = [row for row in rows if row["kind"] != "fields"]
    deployment.policies.publish(
        without_fields, expected_revision=1, who="x", at=deployment.clock.now()
    )
    pager = {"kind": "queue", "name": "Pager"}
    plan = planned(deployment, *without(GOLD, COVER, FOLLOWER), pager)
    assert plan.count("created") == 1
