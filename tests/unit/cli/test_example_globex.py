"""The large example is always the same one, and has everything that it promises."""

from collections import Counter

import pytest

from cli.organisation_files import read_organisation
from examples.globex.make_customers import ACCOUNTS, ENTITLEMENTS, HERE, files
from shared.domain.organisation import Organisation


@pytest.fixture(scope="module")
def globex() -> Organisation:
    return read_organisation(HERE.parent)


def test_the_customers_are_those_that_are_made() -> None:
    assert {path.name: path.read_text("utf-8") for path in HERE.glob("*.yaml")} == files()


def test_it_is_as_large_as_it_says(globex: Organisation) -> None:
    kinds = Counter(entry.kind.name for entry in globex.entries)
    assert (kinds["calendar"], kinds["process"]) == (3, 6)
    assert (kinds["account"], kinds["entitlement"]) == (ACCOUNTS, ENTITLEMENTS)
    platinum = next(entry.body for entry in globex.entries if entry.name == "Platinum")
    assert len(platinum["milestones"]) == 34


def test_its_entitlements_are_of_all_kinds(globex: Organisation) -> None:
    bodies = [entry.body for entry in globex.entries if entry.kind.name == "entitlement"]
    for key in (
        "asset",
        "line",
        "contacts",
        "cases_per_entitlement",
        "policy",
        "covers",
        "version",
    ):
        assert sum(key in body for body in bodies) >= 10, key
