"""What is left of a process with faults can always be found, whatever the faults are (P5)."""

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.domain.process import EntitlementProcess
from shared.domain.process_remains import remains_of
from shared.errors import Refused

GOLD = Path(__file__).parents[3] / "examples" / "acme" / "processes" / "gold.yaml"
JUNK: tuple[Any, ...] = (None, 0, "", [], {}, "x", True, ["", 0] * 11, {"a": 1}, [None], [{}], "0m")
KEYS = ("to", "fields", "event", "webhook", "email", "zz")
TRIES = 400


def steps(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    inside = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document if isinstance(document, list) else ())
    )
    for step, inner in inside:
        yield from steps(inner, (*path, step))


def broken(document: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    found = copy.deepcopy(document)
    for _ in range(chance.choice((1, 2, 4, 12))):
        *above, last = chance.choice(list(steps(found)) or [("name",)])
        holder: Any = found
        for step in above:
            holder = holder[step]
        junk = copy.deepcopy(chance.choice(JUNK))
        if isinstance(holder, dict) and chance.random() < 0.3:
            holder[chance.choice(KEYS)] = junk
        else:
            holder[last] = junk
    return found


def test_P5_whatever_is_wrong_with_a_process_its_remains_are_found() -> None:
    documents = [d for d in yaml.safe_load_all(GOLD.read_text()) if d.get("kind") == "process"]
    gold = {key: value for key, value in documents[0].items() if key != "kind"}
    chance, refusals = random.Random(7), 0
    for _ in range(TRIES):
        document = broken(gold, chance)
        try:
            EntitlementProcess.parse(document)
        except Refused as refused:
            refusals += 1
            remains_of(document, refused.faults)
    assert refusals > TRIES / 2


@pytest.mark.parametrize(
    "deed",
    [{"webhook": {"target": "crm", "fields": [0, 1]}}, {"email": {"template": 1, "to": [0, 1]}}],
)
def test_P5_several_faults_in_one_thing_to_do_are_all_told(deed: dict[str, Any]) -> None:
    actions = [{"name": "a", "on": "success", "do": [deed]}]
    document = {
        "name": "Gold",
        "milestones": [{"milestone": "Reply", "within": "1h", "actions": actions}],
    }
    with pytest.raises(Refused) as refused:
        EntitlementProcess.parse(document)
    assert len(refused.value.faults) >= 2
    remains = remains_of(document, refused.value.faults)
    assert remains is not None
    assert remains.milestones[0].milestone == "Reply"
