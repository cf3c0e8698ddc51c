"""What is exported from a table, applied to the same table, changes nothing in it."""

from pathlib import Path

import pytest

from cli.export import files_of
from cli.organisation_files import read_organisation
from shared.domain.history import Caller
from shared.domain.organisation import Organisation
from shared.workflows.apply_organisation import ApplyReport, apply_organisation
from shared.workflows.export_organisation import export_organisation
from tests.support.fakes.hand_clock import HandClock
from tests.support.stores import Stores
from tests.support.town import EXAMPLES


def apply(stores: Stores, organisation: Organisation) -> ApplyReport:
    return apply_organisation(
        organisation,
        directory=stores.directory,
        policies=stores.policies,
        clock=HandClock(),
        caller=Caller(name="maria", door="cli"),
        progress=lambda _done, _total, _what: None,
    )


@pytest.mark.parametrize("example", ["acme", "smoke"])
def test_an_export_applied_again_leaves_everything_unchanged(
    stores: Stores, example: str, tmp_path: Path
) -> None:
    first = apply(stores, read_organisation(EXAMPLES / example))

    found = export_organisation(
        directory=stores.directory,
        policies=stores.policies,
        progress=lambda _done, _total, _what: None,
    )
    for name, text in files_of(found.documents, HandClock().now()).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    again = apply(stores, read_organisation(tmp_path))

    assert (again.revision, again.count("unchanged")) == (1, first.count("created"))
