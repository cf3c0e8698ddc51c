"""Makes the customers of Globex: always the same ones, from one seed."""

import random
from collections.abc import Iterator, Mapping
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
    yield from _entitlements(account, tier, hours, contacts, assets, number, dice)


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


def main() -> None:
    """Write the files."""
    HERE.mkdir(exist_ok=True)
    for name, text in files().items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
