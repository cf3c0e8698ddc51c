"""Applying files is idempotent, never edits what was published, and shows readers no half state."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from shared.business_time.instant import Instant
from shared.domain.history import Caller
from shared.domain.organisation import organise
from shared.domain.source_document import OrganisationRefused, SourceDocument
from shared.errors import Busy, Conflict
from shared.workflows.apply_organisation import ApplyReport, apply_organisation

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


class Deployment:
    """Policies, directory and clock of one deployment, in memory."""

    def __init__(self) -> None:
        self.revisions: list[tuple[Document, ...]] = []
        self.items: dict[tuple[str, str, int], Document] = {}
        self.directory: dict[tuple[str, str], Document] = {}
        self.written: list[str] = []
        self.steps: list[tuple[int, int, str]] = []
        self.breaks_at: str | None = None

    def revision(self) -> int:
        return len(self.revisions)

    def documents(self, revision: int) -> tuple[Document, ...]:
        return self.revisions[revision - 1]

    def document(self, kind: str, name: str, version: int) -> Document | None:
        return self.items.get((kind, name, version))

    def publish(
        self, documents: Sequence[Document], *, expected_revision: int, who: str, at: Instant
    ) -> int:
        if expected_revision != self.revision():
            raise Conflict("the pointer moved")
        for document in documents:
            key = document["kind"], document["name"], document["version"]
            assert self.items.setdefault(key, document["body"]) == document["body"]
        self._break("pointer")
        self.revisions.append(tuple(documents))
        return self.revision()

    def get(self, kind: str, identifier: str) -> Document | None:
        return self.directory.get((kind, identifier))

    def put(self, kind: str, identifier: str, document: Document, *, who: str, at: Instant) -> bool:
        self._break(identifier)
        if self.directory.get((kind, identifier)) == document:
            return False
        self.directory[kind, identifier] = document
        self.written.append(identifier)
        return True

    def now(self) -> Instant:
        return 1_772_442_000

    def apply(self, *documents: Document) -> ApplyReport:
        sources = [SourceDocument(f"{n}.yaml", body) for n, body in enumerate(documents)]
        return apply_organisation(
            organise(sources),
            directory=self,
            policies=self,
            clock=self,
            caller=CALLER,
            progress=lambda done, total, what: self.steps.append((done, total, what)),
        )

    def pin(self, entitlement: str) -> object:
        return self.directory["entitlement", entitlement].get("pinned_version")

    def _break(self, here: str) -> None:
        if self.breaks_at == here:
            self.breaks_at = None
            raise RuntimeError(f"crash at {here}")


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
    assert [document["name"] for document in deployment.documents(1)] == [
        "settings",
        "Tier 1",
        "Office",
        "Gold",
        "assignment_rules",
    ]
    assert deployment.written == ["acme", "cover", "follower"]


def test_applying_the_same_again_changes_nothing(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    report = deployment.apply(*reversed(ALL))

    assert (report.revision, report.count("unchanged")) == (1, len(ALL))
    assert deployment.written == ["acme", "cover", "follower"]


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
    before = deployment.document("process", "Gold", 1)

    report = deployment.apply(*(TIGHTER if document is GOLD else document for document in ALL))

    assert fates(report) == {"Gold": ("changed", 2)}
    assert report.revision == 2
    assert deployment.document("process", "Gold", 1) == before
    assert deployment.document("process", "Gold", 2) != before


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
    assert deployment.directory["entitlement", "follower"]["version"] == "default"
    assert deployment.pin("follower") is None


def test_P3_an_entitlement_that_gets_another_process_is_pinned_anew(deployment: Deployment) -> None:
    silver = {**GOLD, "name": "Silver"}
    deployment.apply(*ALL, silver)
    deployment.apply(*ALL, {**TIGHTER, "name": "Silver"})

    deployment.apply(*ALL[:6], {**TIGHTER, "name": "Silver"}, {**COVER, "process": "Silver"})

    assert deployment.pin("cover") == 2


def test_a_version_may_be_named_if_it_was_published(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    deployment.apply(*ALL[:3], TIGHTER, ACME, {**COVER, "version": 1})

    assert deployment.directory["entitlement", "cover"]["version"] == 1
    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*ALL[:3], TIGHTER, ACME, {**COVER, "version": 3})
    assert [place.sentence() for place in refused.value.places] == [
        "5.yaml: version: 'Gold' has no version 3"
    ]


def test_E2_the_account_of_an_entitlement_is_fixed_and_nothing_is_written(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    deployment.written.clear()
    other = {"kind": "account", "external_id": "other"}

    with pytest.raises(OrganisationRefused) as refused:
        deployment.apply(*ALL[:3], TIGHTER, other, {**COVER, "account": "other"})

    assert [place.sentence() for place in refused.value.places] == [
        "5.yaml: account: is 'acme' for ever; create a new entitlement instead"
    ]
    assert (deployment.revision(), deployment.written) == (1, [])


def test_what_is_left_out_stays_in_force_except_for_rules(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    report = deployment.apply(SETTINGS, QUEUE)

    assert fates(report) == {
        "Office": ("kept", 1),
        "Gold": ("kept", 1),
        "assignment_rules": ("withdrawn", 1),
    }
    assert [document["name"] for document in deployment.documents(report.revision)] == [
        "settings",
        "Tier 1",
        "Office",
        "Gold",
    ]


def test_a_crash_before_the_pointer_moves_leaves_the_old_configuration(
    deployment: Deployment,
) -> None:
    deployment.apply(*ALL)
    deployment.breaks_at = "pointer"
    tighter = [TIGHTER if document is GOLD else document for document in ALL]

    with pytest.raises(RuntimeError):
        deployment.apply(*tighter)

    assert deployment.revision() == 1
    assert fates(deployment.apply(*tighter)) == {"Gold": ("changed", 2)}


def test_an_edit_after_a_crash_never_overwrites_what_the_crash_left(deployment: Deployment) -> None:
    deployment.apply(*ALL)
    deployment.breaks_at = "pointer"
    with pytest.raises(RuntimeError):
        deployment.apply(*ALL[:3], TIGHTER, *ALL[4:])
    slower = {**GOLD, "milestones": [{"milestone": "First Response", "within": "2h"}]}

    report = deployment.apply(*ALL[:3], slower, *ALL[4:])

    assert fates(report) == {"Gold": ("changed", 3)}


def test_a_crash_in_the_directory_is_repaired_by_applying_again(deployment: Deployment) -> None:
    deployment.breaks_at = "cover"
    with pytest.raises(RuntimeError):
        deployment.apply(*ALL)

    report = deployment.apply(*ALL)

    assert (report.revision, fates(report)) == (
        1,
        {"cover": ("created", None), "follower": ("created", None)},
    )
    assert deployment.pin("cover") == 1


def test_two_people_applying_at_once_is_said_in_a_sentence(deployment: Deployment) -> None:
    class Overtaken(Deployment):
        def documents(self, revision: int) -> tuple[Document, ...]:
            found = super().documents(revision)
            self.revisions.append(found)
            return found

    overtaken = Overtaken()
    overtaken.apply(*ALL)

    with pytest.raises(Busy, match="apply again"):
        overtaken.apply(*ALL[:3], TIGHTER)


def test_progress_ends_where_it_said_it_would(deployment: Deployment) -> None:
    deployment.apply(*ALL)

    done = [step[0] for step in deployment.steps]
    assert done == sorted(done)
    assert deployment.steps[-1] == (7, 7, "done")
