"""What is known of mail addresses: the same in memory and on AWS."""

import pytest

from shared.adapters.dynamo.mail_states import DynamoMailStates
from shared.domain.mail_state import MailState
from shared.ports import MailStates
from tests.support.records import NINE
from tests.support.stores import Stores

DANA = "dana@northwind.example"
BOUNCED = MailState(address=DANA, state="bounced", at=NINE, why="550 unknown", effect="x.0")


@pytest.fixture
def states(stores: Stores) -> MailStates:
    return DynamoMailStates(stores.client, stores.table)


def test_A3_an_address_is_known_in_any_spelling_and_others_are_not(states: MailStates) -> None:
    assert states.of([DANA]) == {}
    assert states.mark(BOUNCED)
    assert states.of(["Dana@Northwind.Example", "omar@x.example"]) == {
        "Dana@Northwind.Example": BOUNCED
    }
    assert states.of([DANA, "DANA@northwind.example"]).keys() == {DANA, "DANA@northwind.example"}
    assert states.of([]) == {}


def test_A3_later_news_wins_whatever_order_it_comes_in(states: MailStates) -> None:
    cleared = MailState(address=DANA, state="cleared", at=NINE + 60, why="by alex")
    assert states.mark(cleared)
    assert not states.mark(BOUNCED)
    assert states.of([DANA])[DANA] == cleared
    again = BOUNCED.model_copy(update={"at": NINE + 61})
    assert states.mark(again)
    assert states.of([DANA])[DANA] == again
