"""A list of fields that declares none is a list: what it lacks is a fault wherever it is used."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.unit.domain.test_organisation import GOLD, OFFICE, beside

COLOUR = {"items": [{"field": "colour", "operator": "equals", "value": "red"}]}
LETTER = {"kind": "mail_template", "name": "t", "subject": "x", "text": "{{case.colour}}"}


@pytest.mark.parametrize("written", [{}, {"fields": []}, {"fields": [], "access": []}])
@pytest.mark.parametrize("user", [{**GOLD, "exit": COLOUR}, LETTER])
def test_K6_a_document_without_fields_lets_nothing_use_any(
    written: Mapping[str, Any], user: Mapping[str, Any]
) -> None:
    told = beside(OFFICE, {"kind": "fields", "for": "case", **written}, user)
    assert len(told) == 1
    assert "colour" in told[0]
