"""Files never undo silently what a person changed through the API since."""

from collections.abc import Sequence
from typing import Any

import pytest

from cli.plan import told
from shared.domain.applied import Applied
from shared.domain.configuration_wish import Wish
from shared.domain.history import Caller
from shared.domain.organisation import Organisation, organise
from shared.domain.source_document import OrganisationRefused, SourceDocument
from shared.workflows.apply_organisation import ApplyReport, apply_organisation
from shared.workflows.change_configuration import delete_configured, put_configured
from shared.workflows.edits_undone import edit_undone
from shared.workflows.move_allowance import Movement, move_allowance
from shared.workflows.plan_organisation import plan_organisation
from tests.support.town import Town
from tests.unit.workflows.test_apply_organisation import ALL, CALLER, QUEUE, RULES, Document

PERSON = Caller(name="maria", door="api", roles=("managers",))
SECOND = {"kind": "queue", "name": "Tier 2"}
FILES = (*ALL, SECOND)


def organisation(documents: Sequence[Document]) -> Organisation:
    return organise([SourceDocument(f"{n}.yaml", one) for n, one in enumerate(documents)])


class Shared(Town):
    """A deployment that files are applied to, and that people change in between."""

    def __init__(self) -> None:
        super().__init__(organisation(FILES))

    def files(self, *documents: Document, overwrite: bool = False) -> ApplyReport:
        return apply_organisation(
            organisation(documents),
            directory=self.store.directory,
            policies=self.store.policies,
            clock=self.clock,
            caller=CALLER,
            progress=lambda _done, _total, _what: None,
            overwrite=overwrite,
        )

    def edit(self, kind: str, name: str, body: dict[str, Any]) -> None:
        put_configured(self.world, Wish(kind, name, body), PERSON, expected=None)

    def refusals(self, *documents: Document) -> list[str]:
        before = dict(self.store.dynamo.items)
        with pytest.raises(OrganisationRefused) as refused:
            self.files(*documents)
        assert self.store.dynamo.items == before
        return [place.sentence().partition("; ")[0] for place in refused.value.places]


def test_S4_a_top_up_is_no_edit_that_files_undo_and_hides_none() -> None:
    town = Shared()
    limited = {"account": "acme", "cases_per_entitlement": 5}
    wish = Movement("top_up", "case", -5, "Order 7")
    directory = town.store.directory
    directory.put("entitlement", "cover", limited, who="files", at=1, door="cli")
    move_allowance(town.world, "cover", wish, PERSON, None)
    changed = Applied("entitlement", "cover", "changed")
    assert edit_undone(directory, changed) is None

    directory.put("entitlement", "cover", {**limited, "name": "C"}, who="alex", at=2, door="api")
    move_allowance(town.world, "cover", wish, PERSON, None)
    undone = edit_undone(directory, changed)
    assert undone is not None
    assert (undone.by, undone.verb) == ("alex", "change")


def test_S4_what_a_person_changed_is_told_by_plan_and_refused_by_apply_until_it_may_go() -> None:
    town = Shared()
    town.edit("queue", "Tier 1", {"address": "tier1@acme.example"})
    town.store.directory.put(
        "entitlement", "cover", {"account": "acme", "precedence": 5}, who="alex", at=1, door="api"
    )

    planned = plan_organisation(
        organisation(FILES),
        directory=town.store.directory,
        policies=town.store.policies,
        now=town.clock.now(),
        progress=lambda _done, _total, _what: None,
    )
    assert any(line.startswith("  undoes an edit: maria changed it") for line in told(planned))
    first, second = town.refusals(*FILES)
    assert first.startswith("1.yaml: queue 'Tier 1': maria changed it through the api at 20")
    assert second.startswith("6.yaml: entitlement 'cover': alex changed it through the api at 19")

    assert town.files(*FILES, overwrite=True).count("changed") == 2
    assert town.files(*FILES).count("unchanged") == len(FILES)


def test_S4_an_edit_that_the_files_have_taken_up_is_no_hindrance() -> None:
    town = Shared()
    town.edit("queue", "Tier 1", {"address": "tier1@acme.example"})
    taken_up = {**QUEUE, "address": "tier1@acme.example"}
    files = [taken_up if one is QUEUE else one for one in FILES]
    assert town.files(*files).count("unchanged") == len(FILES)


def test_S4_rules_of_a_person_do_not_go_with_a_file_that_never_had_them() -> None:
    town = Shared()
    town.edit("assignment_rules", "assignment_rules", {"rules": [{"queue": "Tier 2"}]})
    without = [one for one in FILES if one is not RULES]
    (told_of,) = town.refusals(*without)
    assert "maria changed it" in told_of


def test_S4_what_a_person_deleted_does_not_come_back_by_itself() -> None:
    town = Shared()
    delete_configured(town.world, "queue", "Tier 2", PERSON, expected=None)
    (told_of,) = town.refusals(*FILES)
    assert "maria deleted it" in told_of
    assert town.files(*FILES, overwrite=True).count("created") == 1


def test_what_files_changed_last_is_changed_by_files_again() -> None:
    town = Shared()
    town.edit("queue", "Tier 1", {"address": "tier1@acme.example"})
    town.files(*FILES, overwrite=True)
    moved = [{**QUEUE, "members": []} if one is QUEUE else one for one in FILES]
    assert town.files(*moved).count("changed") == 0
    other = [{**QUEUE, "address": "x@acme.example"} if one is QUEUE else one for one in FILES]
    assert town.files(*other).count("changed") == 1
