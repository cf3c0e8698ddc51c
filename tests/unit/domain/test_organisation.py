"""A folder is one organisation or none: every fault of every document is told at once."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import FileFault, OrganisationRefused, SourceDocument

Document = dict[str, Any]

SETTINGS: Document = {"kind": "settings", "zone": "Europe/Berlin", "default_queue": "Tier 1"}
QUEUE: Document = {"kind": "queue", "name": "Tier 1", "address": "tier1@acme.example"}
OFFICE: Document = {
    "kind": "calendar",
    "name": "Office",
    "zone": "Europe/Berlin",
    "week": {"mon": [["09:00", "17:00"]]},
}
GOLD: Document = {
    "kind": "process",
    "name": "Gold",
    "business_hours": "Office",
    "milestones": [{"milestone": "First Response", "within": "1h"}],
}
ACME: Document = {"kind": "account", "external_id": "acme", "name": "Acme"}
ANN: Document = {
    "kind": "contact",
    "external_id": "ann",
    "account": "acme",
    "email": "ann@acme.example",
}
COVER: Document = {
    "kind": "entitlement",
    "external_id": "cover",
    "account": "acme",
    "process": "Gold",
}
ALL = (SETTINGS, QUEUE, OFFICE, GOLD, ACME, ANN, COVER)


def sources(*documents: Mapping[str, Any]) -> list[SourceDocument]:
    return [SourceDocument(f"{place}.yaml", body) for place, body in enumerate(documents)]


def organised(*documents: Mapping[str, Any]) -> Organisation:
    return organise(sources(*documents))


def refusal(*documents: Mapping[str, Any]) -> list[str]:
    with pytest.raises(OrganisationRefused) as refused:
        organised(*documents)
    return [place.sentence() for place in refused.value.places]


def beside(*documents: Mapping[str, Any]) -> list[str]:
    """Faults of documents beside settings and their queue, with the file names left out."""
    return [line.partition(": ")[2] for line in refusal(SETTINGS, QUEUE, *documents)]


def test_a_sound_folder_is_an_organisation() -> None:
    found = organised(*ALL)

    assert [entry.name for entry in found.configuration()] == [
        "settings",
        "Tier 1",
        "Office",
        "Gold",
    ]
    assert [entry.name for entry in found.directory()] == ["acme", "ann", "cover"]


def test_what_is_kept_is_the_same_however_it_was_written() -> None:
    written = {
        **GOLD,
        "version": 7,
        "applies_to": "case",
        "milestones": [{"milestone": "First Response", "within": 60, "start": "process"}],
    }

    bodies = [organised(SETTINGS, QUEUE, OFFICE, gold).entries[-1].body for gold in (GOLD, written)]

    assert bodies[0] == bodies[1]


def test_the_directory_comes_in_an_order_that_can_be_written() -> None:
    found = organised(
        SETTINGS,
        QUEUE,
        OFFICE,
        GOLD,
        COVER,
        ANN,
        {**ACME, "external_id": "leaf", "parent": "branch"},
        {**ACME, "external_id": "branch", "parent": "acme"},
        ACME,
    )

    assert [entry.name for entry in found.directory()] == ["acme", "branch", "leaf", "ann", "cover"]


def test_a_document_without_a_known_kind_is_refused() -> None:
    kinds = (
        "settings, calendar, milestone_types, process, mail_template, call_target, mail_route, queue, user, assignment_rules, "
        "entitlement_rules, milestone_rules, fields, product, entitlement_template, account, contact, asset, contract, line, entitlement"
    )

    assert beside({"name": "x"}, {"kind": "proces"}, {"kind": ["queue"]}) == [
        f"kind: is missing; it is one of {kinds}",
        f"kind: there is no kind 'proces'; it is one of {kinds}",
        f"kind: there is no kind '['queue']'; it is one of {kinds}",
    ]


def test_a_document_without_a_name_is_refused() -> None:
    assert beside(
        {"kind": "queue"}, {"kind": "account", "external_id": ""}, {"kind": "user", "name": {}}
    ) == ["name: is missing", "external_id: is not a name", "name: is not a name"]


def test_duplicate_names_are_refused_with_the_place_of_the_first() -> None:
    assert refusal(*ALL, {**QUEUE}, {**ACME, "name": "Other"}, SETTINGS) == [
        "7.yaml: name: queue 'Tier 1' stands in 1.yaml too",
        "8.yaml: external_id: account 'acme' stands in 4.yaml too",
        "9.yaml: kind: settings 'settings' stands in 0.yaml too",
    ]


def test_the_same_external_id_may_stand_in_two_kinds() -> None:
    assert organised(*ALL, {**ANN, "external_id": "acme"}).entries[-1].name == "acme"


def test_unknown_keys_are_refused_in_every_kind() -> None:
    assert (
        beside(
            {**ACME, "colour": "red"},
            {**ANN, "colour": "red"},
            {**OFFICE, "colour": "red"},
            {**GOLD, "colour": "red"},
            {**COVER, "colour": "red"},
        )
        == ["colour: unknown key"] * 5
    )


def test_unknown_references_are_refused_with_their_paths() -> None:
    assert beside(
        {**GOLD, "business_hours": "24x7"},
        {**ACME, "parent": "nobody", "owner": "maria"},
        {**ANN, "account": "nobody"},
        {**COVER, "process": "Glod", "business_hours": "Offices", "contacts": ["ann", "omar"]},
        {"kind": "queue", "name": "Tier 2", "members": ["sam"], "hours": "Office"},
        {"kind": "assignment_rules", "rules": [{"queue": "Tier 1"}, {"user": "sam"}]},
    ) == [
        "parent: there is no account 'nobody'",
        "owner: there is no user 'maria'",
        "account: there is no account 'nobody'",
        "process: there is no process 'Glod'",
        "business_hours: there is no calendar 'Offices'",
        "contacts[1]: there is no contact 'omar'",
        "members[0]: there is no user 'sam'",
        "hours: there is no calendar 'Office'",
        "rules[1].user: there is no user 'sam'",
        "contacts[0]: contact 'ann' belongs to 'nobody'",
    ]


def test_O1_the_default_queue_must_exist() -> None:
    assert refusal(SETTINGS) == ["0.yaml: default_queue: there is no queue 'Tier 1'"]


def test_an_organisation_has_settings() -> None:
    assert refusal(QUEUE) == ["the folder: there is no document of kind 'settings'"]


def test_C6_bad_hours_are_refused_with_their_paths() -> None:
    week = {"mon": [["09:00", "12:00"], ["11:00", "17:00"]], "tue": [["09:00", "09:00"]]}

    assert beside({**OFFICE, "zone": "Mars/Olympus", "week": week}) == [
        "zone: 'Mars/Olympus' is no IANA time zone",
        "week.tue[0]: ends when it starts; a whole day is 00:00 to 24:00",
        "week.mon[1]: overlaps week.mon[0]",
    ]


def test_P5_an_empty_process_and_negative_durations_are_refused() -> None:
    warn = {"name": "warn", "on": "warning", "before": -30}
    sound = {"milestone": "Resolution", "within": "4h", "actions": [warn]}
    negative = {"milestone": "First Response", "within": "-1h"}

    assert beside(
        {"kind": "process", "name": "Empty", "milestones": []},
        {"kind": "process", "name": "Nothing"},
        {"kind": "process", "name": "Negative", "milestones": [GOLD["milestones"][0], negative]},
        {"kind": "process", "name": "Minus", "milestones": [GOLD["milestones"][0], sound]},
    ) == [
        "milestones: must not be empty",
        "milestones: is missing",
        "milestones[1].within: '-1h' is no duration: write 90m, 4h, 2d or 1h30m",
        "milestones[1].actions[0].before: -30 minutes: a duration is not negative",
    ]


def test_a_circle_of_parents_is_refused_at_each_of_its_accounts() -> None:
    assert beside(
        {**ACME, "parent": "branch"},
        {**ACME, "external_id": "branch", "parent": "acme"},
        {**ACME, "external_id": "self", "parent": "self"},
        {**ACME, "external_id": "outside", "parent": "acme"},
    ) == [
        "parent: goes in a circle: acme < branch < acme",
        "parent: goes in a circle: branch < acme < branch",
        "parent: goes in a circle: self < self",
    ]


def test_E2_an_end_before_the_start_is_refused() -> None:
    assert beside(
        OFFICE, GOLD, ACME, {**COVER, "start_date": "2026-02-01", "end_date": "2026-01-31"}
    ) == ["end_date: lies before the start date 2026-02-01"]


def test_E1_contracts_and_lines_reach_up_and_down_and_to_nobody_else() -> None:
    below = {"kind": "account", "external_id": "below", "parent": "acme"}
    other = {"kind": "account", "external_id": "other"}
    deal = {"kind": "contract", "external_id": "deal", "account": "acme"}
    its = {"kind": "asset", "external_id": "its", "account": "below"}
    foreign = {"kind": "asset", "external_id": "foreign", "account": "other"}

    assert beside(
        ACME,
        below,
        other,
        deal,
        its,
        foreign,
        {**deal, "external_id": "under", "account": "below", "parent": "deal"},
        {**deal, "external_id": "aside", "account": "other", "parent": "deal"},
        {"kind": "line", "external_id": "l1", "contract": "deal", "asset": "its"},
        {"kind": "line", "external_id": "l2", "contract": "deal", "asset": "foreign"},
    ) == [
        "parent: contract 'deal' belongs to 'acme', which is not above 'other'",
        "asset: asset 'foreign' belongs to 'other', which is not below 'acme'",
    ]


def test_E1_what_belongs_to_another_account_is_refused() -> None:
    other = {"kind": "account", "external_id": "other"}
    pump = {"kind": "asset", "external_id": "pump", "account": "other", "contact": "ann"}
    cover = {**COVER, "asset": "pump", "contacts": ["ann"]}

    assert beside(OFFICE, GOLD, ACME, other, ANN, pump, cover) == [
        "contact: contact 'ann' belongs to 'acme'",
        "asset: asset 'pump' belongs to 'other'",
    ]


def test_an_entitlement_that_covers_subsidiaries_may_name_their_assets() -> None:
    daughter = {"kind": "account", "external_id": "daughter", "parent": "acme"}
    pump = {"kind": "asset", "external_id": "pump", "account": "daughter"}
    cover = {**COVER, "asset": "pump", "covers": "account_and_subsidiaries"}

    assert len(organised(SETTINGS, QUEUE, OFFICE, GOLD, ACME, daughter, pump, cover).entries) == 8


def test_K6_statuses_and_fields_of_the_settings_must_be_declared() -> None:
    settings = {
        **SETTINGS,
        "statuses": {"new": "Fresh", "closed": "Open", "reopened": "Closed"},
        "web_fields": {"00N1": "product_line"},
    }

    assert refusal(settings, QUEUE) == [
        "0.yaml: statuses.new: 'Fresh' is not a status",
        "0.yaml: statuses.closed: 'Open' is declared as not closed",
        "0.yaml: statuses.reopened: 'Closed' is declared as closed",
        "0.yaml: web_fields.00N1: there is no field 'product_line'",
    ]


def test_a_template_may_use_declared_fields_and_those_of_accounts() -> None:
    product = {"name": "product_line", "type": "picklist", "values": [{"value": "Pumps"}]}
    fields = {"kind": "fields", "for": "case", "fields": [product]}
    account = {**ACME, "fields": {"region": "North"}}
    template = {
        "kind": "mail_template",
        "name": "hello",
        "subject": "{{case.product_line}}",
        "text": "{{account.region}}",
    }

    assert organised(SETTINGS, QUEUE, fields, account, template).warnings == ()
    assert beside(template) == [
        "subject: '{{case.product_line}}' is not a merge field",
        "text: '{{account.region}}' is not a merge field",
    ]


def test_a_notice_must_name_a_template() -> None:
    assert refusal({**SETTINGS, "notices": {"received": "hello"}}, QUEUE) == [
        "0.yaml: notices.received: there is no mail_template 'hello'"
    ]


def test_a_condition_on_an_unknown_field_is_refused() -> None:
    rules = [
        {"when": {"items": [{"field": "account.tier", "operator": "equals", "value": "Gold"}]}},
        {"when": {"items": [{"field": "colour", "operator": "equals", "value": "red"}]}},
    ]

    assert beside(
        {"kind": "assignment_rules", "rules": [{**r, "queue": "Tier 1"} for r in rules]}
    ) == ["rules[1].when.items[0].field: unknown field 'colour'"]


def test_an_unreadable_file_hides_no_fault_and_makes_up_none() -> None:
    unreadable = FileFault("queues.yaml", 3, "", "not YAML", hides=True)

    with pytest.raises(OrganisationRefused) as refused:
        organise(sources(SETTINGS, {**ACME, "colour": "red"}), [unreadable])

    assert [place.sentence() for place in refused.value.places] == [
        "queues.yaml:3: not YAML",
        "1.yaml: colour: unknown key",
    ]
    assert refused.value.message == "2 faults in the files."


def test_a_fault_of_reading_that_hides_no_document_hides_no_other_fault() -> None:
    doubled = FileFault("queues.yaml", 3, "name", "this key stands twice")

    with pytest.raises(OrganisationRefused) as refused:
        organise(sources(SETTINGS, QUEUE, {**ACME, "owner": "maria"}), [doubled])

    assert [place.sentence() for place in refused.value.places] == [
        "queues.yaml:3: name: this key stands twice",
        "2.yaml: owner: there is no user 'maria'",
    ]


def test_references_of_a_document_with_other_faults_are_told_with_them() -> None:
    assert beside({**COVER, "account": "nobody", "process": "Glod", "start_date": "soon"}) == [
        "start_date: 'soon' is no date: write it as 2026-03-02",
        "account: there is no account 'nobody'",
        "process: there is no process 'Glod'",
    ]


def test_E1_contracts_that_go_in_circles_and_names_that_nothing_has_are_refused() -> None:
    contract = {"kind": "contract", "external_id": "a", "account": "acme", "parent": "b"}
    template = {"kind": "entitlement_template", "external_id": "t", "process": "Gold"}
    cover = {"kind": "entitlement", "external_id": "cover", "account": "acme"}

    assert beside(
        ACME,
        contract,
        {**contract, "external_id": "b", "parent": "a"},
        template,
        {**cover, "template": "nothing", "renewed_from": "nobody"},
    ) == [
        "process: there is no process 'Gold'",
        "template: there is no entitlement_template 'nothing'",
        "renewed_from: there is no entitlement 'nobody'",
        "parent: goes in a circle: a < b < a",
        "parent: goes in a circle: b < a < b",
    ]


def test_a_fault_in_a_declaration_makes_up_none_where_it_is_used() -> None:
    red = {"items": [{"field": "colour", "operator": "equals", "value": "red"}]}
    template = {"kind": "mail_template", "name": "t", "subject": "{{case.colour}}"}
    fields = [{"name": "colour", "type": "text"}, {"name": "size", "type": "bogus"}]

    (told,) = beside(
        OFFICE,
        {"kind": "fields", "for": "case", "fields": fields},
        {"kind": "assignment_rules", "rules": [{"queue": "Tier 1", "when": red}]},
        {**GOLD, "exit": red},
        {**template, "text": "{{case.colour}}"},
    )

    assert told.startswith("fields[1].type: must be 'text'")


@pytest.mark.parametrize("fields", [{"region": "North"}, ["region"], 7, None])
def test_fields_of_an_account_with_faults_are_known_as_far_as_they_can_be(fields: Any) -> None:
    template = {"kind": "mail_template", "name": "t", "subject": "x", "text": "{{account.region}}"}

    told = beside({**ACME, "colour": "red", "fields": fields}, template)

    unknown = "text: '{{account.region}}' is not a merge field" in told
    assert "colour: unknown key" in told
    assert unknown == (fields != {"region": "North"})


def test_C6_a_calendar_without_weekly_hours_is_refused_before_a_milestone_can_starve_in_it() -> (
    None
):
    special = {
        "kind": "calendar",
        "name": "Fair",
        "zone": "UTC",
        "week": {},
        "dates": {"2026-03-02": [["09:00", "17:00"]]},
    }
    with pytest.raises(OrganisationRefused) as refused:
        organise([SourceDocument("fair.yaml", special)])
    told = [place.message for place in refused.value.places if place.path == "week"]
    assert told == ["has no weekly hours: milestones that count in it would run out of open time"]


def test_O2_a_record_that_would_go_to_somebody_who_is_away_is_warned_of() -> None:
    do = [{"escalate": {"owner": "sam"}}]
    action = {"name": "breach", "on": "violation", "do": do}
    milestones = [{"milestone": "Reply", "within": "1h", "actions": [action]}]
    process = {"kind": "process", "name": "Gold", "milestones": milestones}
    for left, told in (({}, 0), ({"away": True}, 1), ({"active": False}, 1)):
        user = {"kind": "user", "name": "sam", **left}
        found = organised(SETTINGS, QUEUE, user, process)
        words = [one.message for one in found.warnings if one.path.endswith("escalate.owner")]
        assert len(words) == told
