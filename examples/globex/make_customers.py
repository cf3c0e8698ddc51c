"""Makes the customers of Globex: always the same ones, from one seed."""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.yaml_writing import write_yaml

SEED = 20260302
ACCOUNTS = 200
ENTITLEMENTS = 500
HERE = Path(__file__).parent / "customers"

_REGIONS = (
    ("EMEA", "Zurich", "Europe/Zurich"),
    ("AMER", "Chicago", "America/Chicago"),
    ("APAC", "Singapore", "Asia/Singapore"),
)
_TIERS = ("Platinum", "Gold", "Silver", "Silver", "Bronze")
_STEMS = (
    "Alpin",
    "Baltic",
    "Cobalt",
    "Delta",
    "Ember",
    "Fjord",
    "Garnet",
    "Harbor",
    "Indigo",
    "Juniper",
)
_TRADES = (
    "Mills",
    "Foods",
    "Rail",
    "Chemicals",
    "Paper",
    "Ports",
    "Optics",
    "Textiles",
    "Cement",
    "Dairies",
)
_PRODUCTS = ("GX-100", "GX-250", "GX-900", "Conveyor C4", "Press P7")
_WITH_TEMPLATE, _EVERY = "Turbine T1", 10
"""Every tenth customer has one of these, and what its template gives."""

Document = Mapping[str, Any]


def files() -> dict[str, str]:
    """File name to text, one file for each region."""
    dice = random.Random(SEED)
    documents: dict[str, list[Document]] = {region: [] for region, *_ in _REGIONS}
    for number in range(ACCOUNTS):
        region, hours, zone = _REGIONS[number % len(_REGIONS)]
        documents[region] += _customer(number, hours, zone, dice)
    heading = "Made by make_customers.py; change that instead."
    return {
        f"{region.lower()}.yaml": write_yaml(found, heading) for region, found in documents.items()
    }


def _customer(number: int, hours: str, zone: str, dice: random.Random) -> Iterator[Document]:
    stem, trade = _STEMS[number % 10], _TRADES[number // 10 % 10]
    half = number // (ACCOUNTS // 2)
    account = f"{stem}-{trade}-{half + 1}".lower()
    tier = _TIERS[dice.randrange(len(_TIERS))]
    yield {
        "kind": "account",
        "external_id": account,
        "name": f"{stem} {trade} {'Group' if half == 0 else 'Works'}",
        # every tenth of the second half belongs to its namesake in the first
        **({"parent": f"{stem}-{trade}-1".lower()} if half and number % 10 == 0 else {}),
        "tier": tier,
        "zone": zone,
        "email_domains": [f"{account}.example"],
    }
    contacts = [f"{account}-{place}" for place in range(1, dice.randint(2, 4))]
    for place, contact in enumerate(contacts, start=1):
        yield {
            "kind": "contact",
            "external_id": contact,
            "account": account,
            "name": f"Contact {place} of {stem} {trade}",
            "email": f"person{place}@{account}.example",
        }
    yield from _goods(account, tier, hours, contacts, number, dice)


def _goods(
    account: str, tier: str, hours: str, contacts: list[str], number: int, dice: random.Random
) -> Iterator[Document]:
    assets = [f"{account}-machine-{place}" for place in range(1, dice.randint(2, 4))]
    products = [_PRODUCTS[dice.randrange(len(_PRODUCTS))] for _ in assets]
    for asset, product in zip(assets, products, strict=True):
        yield {
            "kind": "asset",
            "external_id": asset,
            "account": account,
            "product": product,
            "serial_number": f"{product[:2].upper()}{number:04}{asset[-1]}",
        }
    contract = f"{account}-contract"
    yield {
        "kind": "contract",
        "external_id": contract,
        "account": account,
        "name": f"Frame contract {number + 1}",
        "start_date": f"202{dice.randint(4, 6)}-{dice.randint(1, 12):02}-01",
        "term_months": 12 * dice.randint(2, 5),
    }
    yield {
        "kind": "line",
        "external_id": f"{account}-line",
        "contract": contract,
        "product": products[0],
    }
    if number % _EVERY == 0:
        yield from _turbine(account, contract, number)
    yield from _entitlements(account, tier, hours, contacts, assets, number, dice)


def _turbine(account: str, contract: str, number: int) -> Iterator[Document]:
    """A machine, and for every second one a line, of the product that has a template (E5)."""
    yield {
        "kind": "asset",
        "external_id": f"{account}-turbine",
        "account": account,
        "product": _WITH_TEMPLATE,
        "serial_number": f"TX{number:04}",
        "install_date": f"2026-{number // _EVERY % 12 + 1:02}-15",
    }
    if number % (2 * _EVERY) == 0:
        yield {
            "kind": "line",
            "external_id": f"{account}-turbine-line",
            "contract": contract,
            "product": _WITH_TEMPLATE,
            "start_date": "2026-01-01",
        }


def _entitlements(
    account: str,
    tier: str,
    hours: str,
    contacts: list[str],
    assets: list[str],
    number: int,
    dice: random.Random,
) -> Iterator[Document]:
    """Two or three an account, which makes five hundred in all."""
    process = tier if tier in {"Platinum", "Gold", "Silver"} else "Silver"
    yield {
        "kind": "entitlement",
        "external_id": f"{account}-base",
        "account": account,
        "name": f"{tier} support",
        "type": "Account",
        "start_date": "2026-01-01",
        "end_date": f"202{dice.randint(6, 9)}-12-31",
        "process": process,
        "business_hours": hours,
        "covers": "account_and_subsidiaries" if number % 10 == 0 else "account",
        **({"cases_per_entitlement": dice.choice([10, 25, 50, 100])} if number % 3 == 0 else {}),
    }
    second: Document = {
        "kind": "entitlement",
        "external_id": f"{account}-second",
        "account": account,
        "start_date": "2026-01-01",
        "process": dice.choice(["Spare parts", "On-site visit"]),
    }
    if number % 2:
        yield {**second, "name": "Machine cover", "type": "Asset", "asset": assets[0]}
    else:
        yield {**second, "name": "Contract cover", "type": "Contract", "line": f"{account}-line"}
    if number % 2 == 0:
        yield {
            "kind": "entitlement",
            "external_id": f"{account}-named",
            "account": account,
            "name": "Named engineer",
            "type": "Named contacts",
            "process": "Gold",
            "version": "default",
            "contacts": [contacts[0]],
            "policy": "block" if number % 4 == 0 else "warn",
            "cases_per_entitlement": dice.randint(1, 12),
            "precedence": 50,
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or with `--check` only compare; answers 0 if they are as they are made."""
    parser = argparse.ArgumentParser(description="Make the customers of Globex.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if they differ")
    parser.add_argument("--folder", type=Path, default=HERE, help="where the files are")
    asked = parser.parse_args(arguments)
    made, folder = files(), asked.folder
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.yaml")}
    differ = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
    if not asked.check:
        folder.mkdir(exist_ok=True)
        for name in differ:
            if name in made:
                (folder / name).write_text(made[name], "utf-8")
    done = "differs" if asked.check else "written"
    for name in differ:
        print(f"{name} {done if name in made else 'is not made here'}")
    print(f"{len(made) - len(differ)} of {len(made)} files were as they are made")
    return 1 if asked.check and differ else 0


if __name__ == "__main__":
    sys.exit(main())
