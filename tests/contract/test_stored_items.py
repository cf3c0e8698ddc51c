"""What was stored once is read for ever: items of every schema so far, by the present code."""

import pytest

from shared.adapters.dynamo.items import of_file, to_file
from shared.domain.case_file import SCHEMA
from shared.workflows.show_case import case_timeline, show_case
from tests.support.golden import golden_file, restore
from tests.support.records import a_card
from tests.support.town import Town

SCHEMAS = [schema for schema in (SCHEMA - 1, SCHEMA) if golden_file(schema).exists()]
FIRST, SECOND = "J4H6BCFNK", "SQCF2TPZ3"


@pytest.fixture(params=SCHEMAS)
def town(request: pytest.FixtureRequest) -> Town:
    town = Town()
    dynamo = town.store.dynamo
    for pk, sk in list(dynamo.items):
        dynamo.delete_item(Key={"pk": {"S": pk}, "sk": {"S": sk}})
    restore(dynamo, request.param)
    town.clock.tick(180)
    return town


def test_the_present_schema_has_its_golden_file() -> None:
    assert SCHEMA in SCHEMAS


def test_records_and_what_lies_beside_them_are_read(town: Town) -> None:
    records = town.store.records

    view = show_case(town.world, FIRST)

    assert view.file.fields["subject"] == "Is it burning?"
    assert view.description == "There is smoke."
    assert view.match_note is not None
    assert len(records.history(FIRST).items) == view.file.revision
    assert all(entry.result == "sent" for entry in records.action_log(FIRST).items)
    assert case_timeline(town.world, FIRST)
    receipt = records.receipt("second", town.clock.now())
    assert receipt is not None
    assert receipt.number == SECOND


def test_lists_and_directory_and_configuration_are_read(town: Town) -> None:
    open_ones = town.store.records.work(None).items
    (coverage,) = town.store.directory.coverage(["smoke-ltd"])

    assert {card.number for card in open_ones} == {FIRST, SECOND}
    assert coverage.entitlements[0].used == 2
    assert town.world.shelf.current().process("Smoke") is not None


def test_a_stored_record_goes_on_as_if_nothing_had_happened(town: Town) -> None:
    town.pass_minutes(4)

    sent = {entry.action for entry in town.store.records.action_log(SECOND).items}
    assert {"warn", "breach"} <= sent
    assert max(town.postman.count_by_effect.values()) == 1


def test_a_record_is_written_again_as_it_was_read(town: Town) -> None:
    stored = town.store.dynamo.items[f"CASE#{FIRST}", "FILE"]

    written = of_file(to_file(stored), a_card(FIRST), None, "again", is_open=True)

    assert written["body"] == stored["body"]
