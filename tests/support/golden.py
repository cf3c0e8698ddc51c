"""Stored items of one schema, as a whole small deployment leaves them: what later code must read.

`python -m tests.support.golden` writes the file of the present schema; those of earlier ones are
never written again.
"""

import json
from pathlib import Path

from shared.domain.case_file import SCHEMA
from tests.support.fakes.memory_dynamo import MemoryDynamo
from tests.support.town import Town

FOLDER = Path(__file__).parents[1] / "fixtures" / "stored"


def golden_file(schema: int = SCHEMA) -> Path:
    """Where the items of a schema are kept."""
    return FOLDER / f"schema-{schema}.json"


def a_small_life() -> Town:
    """One record from its form to its violation, and one that has just come."""
    town = Town()
    town.post(key="first")
    town.pass_minutes(3)
    town.post(key="second")
    return town


def restore(dynamo: MemoryDynamo, schema: int = SCHEMA) -> None:
    """Put the items of a schema into an empty table."""
    for item in json.loads(golden_file(schema).read_text(encoding="utf-8")):
        dynamo.put_item(Item=item)


def main() -> None:
    """Write the file of the present schema."""
    items = a_small_life().store.dynamo.items
    written = ",\n".join(json.dumps(items[place], sort_keys=True) for place in sorted(items))
    FOLDER.mkdir(exist_ok=True)
    golden_file().write_text(f"[\n{written}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
