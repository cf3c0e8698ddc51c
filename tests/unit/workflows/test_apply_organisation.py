"""Applying files is idempotent, never edits what was published, and shows readers no half state."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from shared.adapters.dynamo.directory import DynamoDirectory
from shared.adapters.dynamo.policy_store import DynamoPolicies
from shared.domain.history import Caller
from shared.domain.organisation import organise
from shared.domain.source_document import OrganisationRefused, SourceDocument
from shared.errors import Busy, Unavailable
from shared.workflows.apply_organisation import ApplyReport, apply_organisation
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_dynamo import MemoryDynamo

Document = Mapping[str, Any]

CALLER = Caller(name="maria", door="cli", roles=("managers",))
SETTINGS = {"kind": "settings", "zone": "Europe/Berlin", "default_queue": "Tier 1"}
QUEUE = {"kind": "queue", "name": "Tier 1"}
OFFICE = {
    "kind": "calendar",
    "name": "Office",
    "zone": "Europe/Berlin",
    "week": {"mon": [["09:00", "17:00"]]},
}
GOLD = {
    "kind": "process",
    "name": "Gold",
    "business_hours": "Office",
    "milestones": [{"milestone": "First Response", "within": "1h"}],
}
TIGHTER = {**GOLD, "milestones": [{"milestone": "First Response", "within": "30m"}]}
RULES = {"kind": "assignment_rules", "rules": [{"queue": "Tier 1"}]}
ACME = {"kind": "account", "external_id": "acme"}
COVER = {"kind": "entitlement", "external_id": "cover", "account": "acme", "process": "Gold"}
FOLLOWER = {**COVER, "external_id": "follower", "version": "default"}
ALL = (SETTINGS, QUEUE, OFFICE, GOLD, RULES, ACME, COVER, FOLLOWER)


class Crash(Exception):
    """The process ended here."""


class Deployment:
    """The real adapters over a table in memory, and somebody who applies files to it."""

    def __init__(self) -> None:
        self.clock = HandClock()
        dynamo: Any = MemoryDynamo(self.clock)
        self.dynamo: MemoryDynamo = dynamo
        self.policies = DynamoPolicies(dynamo, "table")
        self.directory = DynamoDirectory(dynamo, "table")
        self.steps: list[tuple[int, int, str]] = []
        self.crashes_at: str | None = None
        self.between: Callable[[], object] = lambda: None

    def apply(self, *documents: Document, overwrite: bool = False) -> ApplyReport:
        sources = [SourceDocument(f"{n}.yaml", body) for n, body in enumerate(documents)]
        return apply_organisation(
            organise(sources),
            directory=self.directory,
            policies=self.policies,
            clock=self.clock,
            caller=CALLER,
            progress=self._progress,
            overwrite=overwrite,
        )

    def revision(self) -> int:
        return self.policies.revision()

    def in_force(self) -> list[str]:
        return [found["name"] for found in self.policies.documents(self.revision())]

    def entitlement(self, name: str) -> Document:
        found = self.directory.get("entitlement", name)
        assert found is not None
        return found

    def pin(self, name: str) -> object:
        return self.entitlement(name).get("pinned_version")

    def _progress(self, done: int, total: int, what: str) -> None:
        self.steps.append((done, total, what))
        writing = done > total // 2
        if what == "configuration":
            self.between()
        if writing and what == self.crashes_at:
            self.crashes_at = None
            raise Crash


@pytest.fixture
def deployment() -> Deployment:
    return Deployment()


def fates(report: ApplyReport) -> dict[str, tuple[str, int | None]]:
    return {
        line.name: (line.fate, line.version) for line in report.lines if line.fate != "unchanged"
    }


def test_the_first_apply_creates_everything(deployment: Deployment) -> None:
    report = deployment.apply(*ALL)

    assert (report.previous_revision, report.revision) == (0, 1)
    assert report.count("created") == len(ALL)
    assert deployment.in_force() == ["settings", "Tier 1", "Office", "Gold", "assignment_rules"]
    assert deployment.entitlement("cover")["account"] == "acme"


def test_applying_the_same_again_changes_nothing(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    before = dict(deployment.dynamo.items)

    report = deployment.apply(*reversed(ALL))

    assert (report.revision, report.count("unchanged")) == (1, len(ALL))
    assert deployment.dynamo.items == before


def test_a_cosmetic_change_makes_no_version(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    rewritten = {
        **GOLD,
        "applies_to": "case",
        "milestones": [{"milestone": "First Response", "within": 60}],
    }

    report = deployment.apply(*(rewritten if document is GOLD else document for document in ALL))

    assert (report.revision, fates(report)) == (1, {})


def test_P2_a_changed_process_is_the_next_version_and_the_old_one_stays(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    before = deployment.policies.document("process", "Gold", 1)

    report = deployment.apply(*(TIGHTER if document is GOLD else document for document in ALL))

    assert fates(report) == {"Gold": ("changed", 2)}
    assert report.revision == 2
    assert deployment.policies.document("process", "Gold", 1) == before
    assert deployment.policies.document("process", "Gold", 2) != before


def test_a_changed_calendar_is_its_next_revision(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    report = deployment.apply(*ALL[:2], {**OFFICE, "holidays": ["2026-12-25"]}, *ALL[3:])

    assert fates(report) == {"Office": ("changed", 2)}


def test_P3_an_entitlement_keeps_the_version_that_was_default_when_it_was_created(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)

    deployment.apply(SETTINGS, QUEUE, OFFICE, TIGHTER, ACME, COVER, FOLLOWER)
    deployment.apply(
        SETTINGS, QUEUE, OFFICE, TIGHTER, ACME, COVER, {**COVER, "external_id": "younger"}
    )

    assert (deployment.pin("cover"), deployment.pin("younger")) == (1, 2)
    assert deployment.entitlement("follower")["version"] == "default"
    assert deployment.pin("follower") is None


def test_P3_an_entitlement_that_gets_another_process_is_pinned_anew(deployment: Deployment) -> None:
    silver = {**GOLD, "name": "Silver"}
    deployment.apply(*ALL, silver)
    deployment.apply(*ALL, {**TIGHTER, "name": "Silver"})

    deployment.apply(*ALL[:6], {**TIGHTER, "name": "Silver"}, {**COVER, "process": "Silver"})

    assert deployment.pin("cover") == 2


def test_a_version_may_be_named_if_it_was_published(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    other = {**COVER, "external_id": "other", "version": 1}
    deployment.apply(*ALL[:3], TIGHTER, ACME, {**COVER, "version": 1}, other)

    assert deployment.entitlement("other")["version"] == 1
    assert (deployment.pin("cover"), deployment.entitlement("cover").get("version")) == (1, None)
    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*ALL[:3], TIGHTER, ACME, {**COVER, "version": 3})
    assert [place.sentence() for place in refused.value.places] == [
        "5.yaml: version: 'Gold' has no version 3"
    ]


def test_E2_the_account_of_an_entitlement_is_fixed_and_nothing_is_written(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    before = dict(deployment.dynamo.items)
    other = {"kind": "account", "external_id": "other"}

    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*ALL[:3], TIGHTER, other, {**COVER, "account": "other"})

    assert [place.sentence() for place in refused.value.places] == [
        "5.yaml: account: is 'acme' for ever; create a new entitlement instead"
    ]
    assert deployment.dynamo.items == before


def row(deployment: Deployment, name: str) -> Document:
    documents = deployment.policies.documents(deployment.revision())
    return next(found for found in documents if found["name"] == name)


def test_S4_a_document_keeps_its_edition_and_authors_until_it_changes(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    first = deployment.clock.now()
    deployment.clock.tick(60)

    deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])

    gold, office = row(deployment, "Gold"), row(deployment, "Office")
    assert (office["edition"], office["created"], office["changed"]) == (
        1,
        ["maria", first],
        ["maria", first],
    )
    assert (gold["edition"], gold["created"], gold["changed"]) == (
        2,
        ["maria", first],
        ["maria", first + 60],
    )
    assert gold["published"] == [1, 2]


def test_S4_every_changed_document_leaves_an_audit_entry(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    deployment.apply(SETTINGS, {**QUEUE, "address": "tier1@acme.example"}, OFFICE, TIGHTER)

    def trail(kind: str, name: str) -> list[tuple[int, str, object, object]]:
        entries = deployment.directory.changes(kind, name).items
        return [(one.edition, one.verb, one.before, one.after) for one in entries]

    within = {"path": "milestones[First Response].within", "before": "60m", "after": "30m"}
    after = {"version": 2, "published": [1, 2], "changes": [within], "more_changes": 0}
    assert trail("process", "Gold") == [
        (2, "change", {"version": 1, "published": [1]}, after),
        (1, "create", None, {"version": 1, "published": [1]}),
    ]
    assert trail("queue", "Tier 1")[0] == (
        2,
        "change",
        {"name": "Tier 1"},
        {"name": "Tier 1", "address": "tier1@acme.example"},
    )
    assert trail("assignment_rules", "assignment_rules")[0][1] == "delete"
    assert [entry[1] for entry in trail("calendar", "Office")] == ["create"]


def test_S4_what_is_too_large_to_be_told_twice_is_told_by_its_version(
    deployment: Deployment,
) -> None:
    mail = {"kind": "mail_template", "name": "Long", "subject": "s", "text": "x" * 90_000}
    deployment.apply(*ALL, mail)
    deployment.apply(*ALL, {**mail, "text": "y" * 90_000})

    (changed, created) = deployment.directory.changes("mail_template", "Long").items

    assert (changed.before, changed.after) == ({"version": 1}, {"version": 2})
    assert created.after is not None
    assert created.after["text"] == "x" * 90_000


def test_P2_a_file_that_says_what_a_waiting_version_says_makes_it_the_default(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])
    gold = row(deployment, "Gold")
    back = {**gold, "version": 1, "body": deployment.policies.document("process", "Gold", 1)}
    others = [d for d in deployment.policies.documents(2) if d["name"] != "Gold"]
    deployment.policies.publish([*others, back], expected_revision=2, who="maria", at=1)

    report = deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])

    assert fates(report) == {"Gold": ("changed", 2)}
    assert row(deployment, "Gold")["published"] == [1, 2]


def test_P2_a_retired_version_takes_nothing_new_but_keeps_what_named_it(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL, {**COVER, "external_id": "older", "version": 1})
    deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])
    retired = {**row(deployment, "Gold"), "retired": [1]}
    others = [d for d in deployment.policies.documents(2) if d["name"] != "Gold"]
    deployment.policies.publish([*others, retired], expected_revision=2, who="maria", at=1)

    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(
            *ALL[:3],
            TIGHTER,
            ACME,
            {**COVER, "external_id": "older", "version": 1},
            {**COVER, "external_id": "younger", "version": 1},
        )

    assert [place.sentence() for place in refused.value.places] == [
        "6.yaml: version: version 1 of 'Gold' is retired: nothing enters it any more"
    ]


def test_what_is_left_out_stays_in_force_except_for_rules(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    report = deployment.apply(SETTINGS, QUEUE)

    assert fates(report) == {
        "Office": ("kept", 1),
        "Gold": ("kept", 1),
        "assignment_rules": ("withdrawn", 1),
    }
    assert deployment.in_force() == ["settings", "Tier 1", "Office", "Gold"]


def test_a_crash_before_the_pointer_moves_leaves_the_old_configuration(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    deployment.dynamo.weather.call("BatchWriteItem", "broken", times=9)
    tighter = [TIGHTER if document is GOLD else document for document in ALL]

    with pytest.raises(Unavailable):
        deployment.apply(*tighter)

    deployment.dynamo.weather.clear()
    assert deployment.revision() == 1
    assert fates(deployment.apply(*tighter)) == {"Gold": ("changed", 2)}


def test_an_edit_after_a_crash_never_overwrites_what_the_crash_left(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    deployment.dynamo.weather.call("BatchWriteItem", "broken", times=9)
    with pytest.raises(Unavailable):
        deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])
    deployment.dynamo.weather.clear()
    slower = {**GOLD, "milestones": [{"milestone": "First Response", "within": "2h"}]}

    report = deployment.apply(*ALL[:3], slower, *ALL[4:])

    assert fates(report) == {"Gold": ("changed", 3)}


def test_a_crash_in_the_directory_is_repaired_by_applying_again(deployment: Deployment) -> None:
    deployment.crashes_at = "entitlement cover"
    with pytest.raises(Crash):
        deployment.apply(*ALL)

    report = deployment.apply(*ALL)

    assert (report.revision, fates(report)) == (
        1,
        {"cover": ("created", None), "follower": ("created", None)},
    )
    assert deployment.pin("cover") == 1


def test_two_people_applying_at_once_is_said_in_a_sentence(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    faster = Deployment()
    faster.policies = deployment.policies
    faster.directory = deployment.directory
    deployment.between = lambda: faster.apply(*ALL[:2], {"kind": "queue", "name": "Tier 2"})

    with pytest.raises(Busy, match="apply again"):
        deployment.apply(*ALL[:3], TIGHTER)

    assert deployment.revision() == 2


def test_progress_ends_where_it_said_it_would(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    done = [step[0] for step in deployment.steps]
    assert done == sorted(done)
    assert deployment.steps[-1] == (7, 7, "done")


PUMP = {"kind": "product", "external_id": "pump"}
WARRANTY = {
    "kind": "entitlement_template",
    "external_id": "warranty",
    "products": ["pump"],
    "term_days": 30,
    "process": "Gold",
}
PUMP_1 = {
    "kind": "asset",
    "external_id": "pump-1",
    "account": "acme",
    "product": "pump",
    "install_date": "2026-02-01",
}
SOLD = (*ALL, PUMP_1, WARRANTY, PUMP)


def test_E5_applying_an_asset_gives_it_its_entitlement_once(deployment: Deployment) -> None:
    report = deployment.apply(*SOLD)

    assert fates(report)["warranty-for-pump-1"] == ("created", None)
    given = deployment.entitlement("warranty-for-pump-1")
    assert (given["start_date"], given["end_date"]) == ("2026-02-01", "2026-03-02")
    assert given["pinned_version"] == 1
    before = dict(deployment.dynamo.items)
    again = deployment.apply(*SOLD)
    assert again.count("unchanged") == len(SOLD)
    assert deployment.dynamo.items == before


@pytest.mark.parametrize("place", ["asset pump-1", "entitlements of templates"])
def test_E5_a_crash_before_the_entitlement_is_made_good_by_applying_again(
    deployment: Deployment, place: str
) -> None:
    deployment.crashes_at = place
    with pytest.raises(Crash):
        deployment.apply(*SOLD)

    deployment.apply(*SOLD)

    assert deployment.entitlement("warranty-for-pump-1")["asset"] == "pump-1"


def test_E5_what_the_files_say_of_a_given_entitlement_stands(deployment: Deployment) -> None:
    own = {
        "kind": "entitlement",
        "external_id": "warranty-for-pump-1",
        "account": "acme",
        "name": "Ours",
    }

    report = deployment.apply(*SOLD, own)

    assert deployment.entitlement("warranty-for-pump-1")["name"] == "Ours"
    assert report.count("created") == len(SOLD) + 1


def test_E5_a_template_of_the_deployment_gives_to_assets_of_files_without_it(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL, WARRANTY, PUMP)

    deployment.apply(*ALL, PUMP_1)
    deployment.apply(*SOLD, {**WARRANTY, "external_id": "later"})

    assert deployment.entitlement("warranty-for-pump-1")["template"] == "warranty"
    assert deployment.directory.get("entitlement", "later-for-pump-1") is None


def test_E1_contracts_come_after_their_parents(deployment: Deployment) -> None:
    contract = {"kind": "contract", "external_id": "a", "account": "acme", "parent": "b"}
    parent = {**contract, "external_id": "b", "parent": "c"}
    top = {"kind": "contract", "external_id": "c", "account": "acme"}

    report = deployment.apply(*ALL, contract, parent, top)

    assert [line.name for line in report.lines if line.kind == "contract"] == ["c", "b", "a"]
