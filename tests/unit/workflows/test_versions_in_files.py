"""A process file may bring other versions and retire some; what is published is never edited (P2)."""

from typing import Any

import pytest

from cli.plan import told
from shared.domain.source_document import OrganisationRefused
from shared.workflows.export_organisation import export_organisation
from tests.unit.workflows.test_apply_organisation import (
    ALL,
    COVER,
    GOLD,
    TIGHTER,
    Deployment,
    Document,
    row,
)
from tests.unit.workflows.test_plan_organisation import planned

TIGHTEST = {**GOLD, "milestones": [{"milestone": "First Response", "within": "15m"}]}


def with_gold(gold: Document) -> list[Document]:
    return [gold if document is GOLD else document for document in ALL]


def twice_published() -> Deployment:
    deployment = Deployment()
    deployment.apply(*ALL)
    deployment.apply(*with_gold(TIGHTER))
    return deployment


def sentences(refused: pytest.ExceptionInfo[OrganisationRefused]) -> list[str]:
    return [place.sentence().partition(": ")[2] for place in refused.value.places]


def test_P2_a_plan_shows_what_would_be_retired_and_apply_retires_it_once() -> None:
    deployment = twice_published()
    files = with_gold({**TIGHTER, "retired": [1]})

    lines = told(planned(deployment, *files))
    report = deployment.apply(*files)
    again = deployment.apply(*files)

    assert lines[0] == "retired    process Gold (version 1)"
    assert lines[-1].startswith("1 to retire, ")
    assert (report.count("retired"), report.revision) == (1, 3)
    assert (row(deployment, "Gold")["retired"], row(deployment, "Gold")["version"]) == ([1], 2)
    assert (again.count("retired"), again.revision) == (0, 3)


def test_P2_what_the_files_no_longer_retire_stays_retired() -> None:
    deployment = twice_published()
    deployment.apply(*with_gold({**TIGHTER, "retired": [1]}))
    deployment.apply(*with_gold(TIGHTER))
    assert row(deployment, "Gold")["retired"] == [1]


def test_P2_a_changed_process_and_the_retiring_of_the_version_before_are_one_step() -> None:
    deployment = twice_published()
    deployment.apply(*with_gold({**TIGHTEST, "retired": [1, 2]}))
    gold = row(deployment, "Gold")
    assert (gold["version"], gold["published"], gold["retired"]) == (3, [1, 2, 3], [1, 2])


def test_P2_the_default_is_never_retired_and_nothing_is_written() -> None:
    deployment = twice_published()
    before = dict(deployment.dynamo.items)
    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*with_gold({**TIGHTER, "retired": [1, 2, 7]}))
    assert [words.partition(",")[0] for words in sentences(refused)] == [
        "retired[1]: is the default here",
        "retired[2]: 'Gold' has no version 7",
    ]
    assert deployment.dynamo.items == before


def test_P2_a_new_deployment_takes_the_number_and_the_versions_that_the_file_says() -> None:
    deployment = Deployment()
    earlier = {"milestones": GOLD["milestones"], "business_hours": "Office"}
    files = with_gold({**TIGHTEST, "version": 3, "versions": {"1": earlier}, "retired": [1, 2]})

    report = deployment.apply(*files)

    gold = row(deployment, "Gold")
    assert (gold["version"], gold["published"], gold["retired"]) == (3, [1, 3], [1])
    assert deployment.policies.document("process", "Gold", 1) == {**earlier, "name": "Gold"} | {
        "milestones": [{"milestone": "First Response", "within": "60m"}]
    }
    assert deployment.pin("cover") == 3
    assert deployment.apply(*files).revision == report.revision


def test_P2_a_version_with_another_content_is_refused() -> None:
    deployment = twice_published()
    other = {"milestones": [{"milestone": "First Response", "within": "9h"}]}
    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*with_gold({**TIGHTER, "versions": {"1": other}}))
    assert sentences(refused) == [
        "versions.1: was published here with another content, and never changes; leave it out"
    ]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"version": 0}, "version"),
        ({"version": "three"}, "version"),
        ({"retired": 1}, "retired"),
        ({"retired": ["1"]}, "retired[0]"),
        ({"versions": [1]}, "versions"),
        ({"versions": {"one": {}}}, "versions.one"),
        ({"versions": {"1": []}}, "versions.1"),
        ({"versions": {"1": {}}}, "versions.1.milestones"),
        ({"version": 1, "versions": {"1": {"milestones": GOLD["milestones"]}}}, "versions.1"),
        (
            {"versions": {"1": {"milestones": GOLD["milestones"], "business_hours": "Moon"}}},
            "versions.1.business_hours",
        ),
    ],
)
def test_P5_what_is_wrong_with_a_version_is_told_where_it_stands(
    words: dict[str, Any], path: str
) -> None:
    with pytest.raises(OrganisationRefused) as refused:
        Deployment().apply(*with_gold({**GOLD, **words}))
    assert [place.path for place in refused.value.places] == [path]


def test_P3_a_deployment_applied_elsewhere_keeps_versions_pins_and_what_is_retired() -> None:
    deployment = twice_published()
    deployment.apply(*with_gold({**TIGHTER, "retired": [1]}))
    exported = exported_from(deployment)

    elsewhere = Deployment()
    elsewhere.apply(*exported)

    assert elsewhere.entitlement("cover")["version"] == 1
    for key in ("version", "published", "retired", "body"):
        assert row(elsewhere, "Gold")[key] == row(deployment, "Gold")[key]
    assert elsewhere.policies.versions("process", "Gold") == deployment.policies.versions(
        "process", "Gold"
    )
    assert exported_from(elsewhere) == exported
    assert {line.fate for line in deployment.apply(*exported).lines} == {"unchanged"}
    assert deployment.pin("cover") == 1


def test_P2_nothing_new_names_a_retired_version() -> None:
    deployment = twice_published()
    deployment.apply(*with_gold({**TIGHTER, "retired": [1]}))
    younger = {**COVER, "external_id": "younger", "version": 1}
    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*with_gold(TIGHTER), younger)
    assert sentences(refused) == [
        "version: version 1 of 'Gold' is retired: nothing enters it any more"
    ]


def exported_from(deployment: Deployment) -> list[Document]:
    found = export_organisation(
        directory=deployment.directory,
        policies=deployment.policies,
        progress=lambda _done, _total, _what: None,
    )
    return list(found.documents)
