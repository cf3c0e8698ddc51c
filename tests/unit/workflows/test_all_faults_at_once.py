"""A fault in one part of a document hides none in the others."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.configuration_wish import Wish
from shared.domain.history import Caller
from shared.errors import Refused
from shared.workflows.change_configuration import put_configured
from tests.support.town import Town
from tests.unit.domain.test_organisation import ACME, ANN, OFFICE, beside

MARIA = Caller(name="maria", door="api", roles=("managers",))
UNKNOWN = {"items": [{"field": "shoe_size", "operator": "equals", "value": "1"}]}


def pointers(kind: str, name: str, body: Mapping[str, Any]) -> set[str]:
    with pytest.raises(Refused) as refused:
        put_configured(Town("acme").world, Wish(kind, name, body), MARIA, expected=None)
    return {fault.pointer for fault in refused.value.faults}


def test_C6_a_country_that_nobody_knows_hides_no_fault_of_the_hours() -> None:
    hours = {"mon": [["09:00", "09:00"]], "tue": [["09:00", "12:00"], ["11:00", "13:00"]]}
    holidays = ["2026-02-30", {"country": "ZZ"}]
    told = pointers("calendar", "Bad", {"zone": "X/Y", "week": hours, "holidays": holidays})
    assert told == {
        "/zone",
        "/week/mon/0",
        "/week/tue/1",
        "/holidays/0",
        "/holidays/1/country",
    }


def test_P5_faults_of_form_hide_no_name_that_nothing_has() -> None:
    warn = {
        "on": "warnin",
        "before": "5m",
        "do": [
            {"email": {"template": "nope", "to": ["owner", "contact", "manager", "all"]}},
            {"escalate": {"queue": "Nowhere", "bogus": 1}},
            {"escalate": {"owner": "nobody"}},
        ],
    }
    first = {"milestone": "First Response", "within": "0m", "when": UNKNOWN, "bogus": 1}
    second = {"milestone": "Resolution", "within": "1h", "when": {**UNKNOWN, "logic": "1 AND (2"}}
    milestones = [{**first, "actions": [warn]}, second]
    first_do = "/milestones/0/actions/0/do"
    assert pointers("process", "Bad", {"business_hours": "Never", "milestones": milestones}) == {
        "/business_hours",
        "/milestones/0/within",
        "/milestones/0/bogus",
        "/milestones/0/when/items/0/field",
        "/milestones/0/actions/0/on",
        "/milestones/0/actions/0/name",
        f"{first_do}/0/email/template",
        f"{first_do}/0/email/to/3",
        f"{first_do}/1/escalate/bogus",
        f"{first_do}/1/escalate/queue",
        f"{first_do}/2/escalate/owner",
        "/milestones/1/when",
        "/milestones/1/when/items/0/field",
    }


@pytest.mark.parametrize("kind", ["assignment_rules", "entitlement_rules", "milestone_rules"])
def test_K4_logic_that_cannot_be_read_hides_no_unknown_field(kind: str) -> None:
    rule = {"when": {**UNKNOWN, "logic": "1 AND (2"}}
    assert pointers(kind, kind, {"rules": [rule]}) >= {
        "/rules/0/when",
        "/rules/0/when/items/0/field",
    }


def test_a_circle_and_a_missing_name_stand_beside_other_faults() -> None:
    dates = {"start_date": "2026-03-01", "end_date": "2026-02-01"}
    contract = {"kind": "contract", "account": "acme"}
    told = beside(
        OFFICE,
        ACME,
        {**contract, "external_id": "c1", "parent": "c2", **dates},
        {**contract, "external_id": "c2", "parent": "c1"},
        {**ANN, "external_id": "", "email": "nope"},
    )
    assert sorted(told) == [
        "email: 'nope' is no e-mail address",
        "end_date: lies before the start date 2026-03-01",
        "external_id: is not a name",
        "parent: goes in a circle: c1 < c2 < c1",
        "parent: goes in a circle: c2 < c1 < c2",
    ]
