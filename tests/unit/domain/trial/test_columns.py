"""Columns are found under the names that help desks give them."""

import pytest

from shared.domain.trial.columns import columns_of, field_of, plain
from shared.errors import Refused

EXPORTS = {
    "Zendesk": (
        "Ticket ID,Ticket created,First reply time in minutes,Ticket solved,Ticket priority,"
        "Ticket organization name,Ticket status"
    ),
    "Freshdesk": (
        "Ticket ID,Created time,Initial response time,Resolved time,Priority,Company Name,Status"
    ),
    "Jira": "Issue key,Created,Time to first response,Resolved,Priority,Organizations,Status",
    "Salesforce": (
        "Case Number,Date/Time Opened,First Response,Date/Time Closed,Priority,Account Name,Status"
    ),
    "ServiceNow": "number,sys_created_on,first_response_date,closed_at,priority,company,state",
    "HubSpot": (
        "Ticket ID,Create date,First agent email response date,Close date,Priority,"
        "Associated Company,Ticket status"
    ),
    "Help Scout": "Conversation Number,Created At,First Response At,Closed At,Urgency,Company,Status",
}


@pytest.mark.parametrize("desk", EXPORTS)
def test_the_export_of_a_help_desk_is_understood_as_it_is(desk: str) -> None:
    header = EXPORTS[desk].split(",")
    found = columns_of(header, {})
    wanted = ["id", "created", "first_reply", "closed", "priority", "customer", "status"]
    if desk == "Jira":
        wanted.remove("customer")
    assert [*found] == wanted
    assert [column.name for column in found.values()] == [n for n in header if n != "Organizations"]


def test_a_column_that_holds_a_length_of_time_is_told_from_one_that_holds_an_instant() -> None:
    found = columns_of(["Created", "First response time (in hrs)", "Closed"], {})
    assert found["first_reply"].unit == 3_600
    assert found["closed"].unit is None


def test_a_column_named_by_hand_wins() -> None:
    found = columns_of(["Opened", "Created"], {"created": "Opened"})
    assert found["created"].name == "Opened"


def test_every_fault_of_a_mapping_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        columns_of(["Subject", "Openned"], {"colour": "Subject", "created": "Opened"})
    told = {fault.pointer: fault.message for fault in refused.value.faults}
    assert told.keys() == {"map", "map.created"}
    assert "did you mean Openned?" in told["map.created"]
    with pytest.raises(Refused, match="told apart") as missing:
        columns_of(["Subject"], {})
    assert missing.value.faults[0].pointer == "created"


def test_other_columns_are_fields_under_their_names() -> None:
    assert field_of("Product Line (old)") == "product_line_old"
    assert plain("Date/Time Opened (UTC)") == "date time opened utc"
