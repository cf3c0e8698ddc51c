"""The directory in DynamoDB: who the customers are, laid out for matching in two rounds (§2)."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from shared.adapters.aws import reading
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.directory_rows import (
    Row,
    account_of,
    account_ref,
    asset_ref,
    balance_of,
    contact_ref,
    coverage_of,
    entitlement_ref,
)
from shared.adapters.dynamo.directory_writer import DirectoryWriter
from shared.adapters.dynamo.items import Item, body_of, key
from shared.adapters.dynamo.pages import Reader, every
from shared.adapters.dynamo.policy_store import revision_in
from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.asset import Asset, serial_key
from shared.domain.contact import Contact, domain_of, email_key
from shared.domain.coverage import AccountCoverage
from shared.domain.entitlement import Entitlement
from shared.domain.matching import Draft, Findings
from shared.names import Attribute
from shared.ports import FirstLook

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R")

_SIDE_BY_SIDE = 6


class DynamoDirectory:
    """The Directory on DynamoDB."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)
        self._writer = DirectoryWriter(dynamo, table, self._reader)

    def first_look(self, draft: Draft) -> FirstLook:
        """Round one: one BatchGetItem of the pointer and everything that could name the sender."""
        wanted = _wanted(draft)
        found = self._batch(dict.fromkeys(wanted.values()))
        at = {what: found.get(place) for what, place in wanted.items()}
        return FirstLook(
            configuration_revision=revision_in(at["config"]),
            findings=Findings(
                by_email=tuple(contact_ref(row) for row in _rows(at.get("email"))),
                by_domain=tuple(account_ref(row) for row in _rows(at.get("domain"))),
                by_serial=tuple(asset_ref(row) for row in _rows(at.get("serial"))),
                account=_first(at.get("account"), account_ref),
                contact=_first(at.get("contact"), contact_ref),
                asset=_first(at.get("asset"), asset_ref),
                entitlement=_first(at.get("entitlement"), entitlement_ref),
            ),
            accounts=_documents(at, ("account",), Account),
            entitlements=_documents(at, ("entitlement",), Entitlement),
            contacts=_documents(at, ("email", "contact"), Contact),
            assets=_documents(at, ("serial", "asset"), Asset),
        )

    def coverage(self, accounts: Sequence[str]) -> tuple[AccountCoverage, ...]:
        """Round two: one Query per account, side by side, in the order given."""
        if len(accounts) <= 1:
            found = [self._coverage(account) for account in accounts]
        else:
            with ThreadPoolExecutor(max_workers=_SIDE_BY_SIDE) as pool:
                found = list(pool.map(self._coverage, accounts))
        return tuple(coverage for coverage in found if coverage is not None)

    def get(self, kind: str, identifier: str) -> Mapping[str, Any] | None:
        """One document of the directory."""
        return self._writer.document(kind, identifier)

    def put(
        self, kind: str, identifier: str, document: Mapping[str, Any], *, who: str, at: Instant
    ) -> bool:
        """Create or replace one document with every copy and pointer that hangs on it."""
        return self._writer.put(kind, identifier, document, who=who, at=at)

    def balance(self, account: str, entitlement: str) -> int:
        """How much of an allowance is used."""
        return balance_of(self._reader.one(key(keys.account(account), keys.balance(entitlement))))

    def _coverage(self, account: str) -> AccountCoverage | None:
        items = list(
            every(
                lambda start: self._reader.page(
                    partition=(Attribute.PK.value, keys.account(account)),
                    sort=(Attribute.SK.value, keys.MATCHING),
                    start=start,
                    consistent=True,
                )
            )
        )
        return coverage_of(items)

    def _batch(self, places: Mapping[tuple[str, str], None]) -> dict[tuple[str, str], Item]:
        waiting: Any = {
            self._table: {"Keys": [key(*place) for place in places], "ConsistentRead": True}
        }
        found: dict[tuple[str, str], Item] = {}
        while waiting:
            with reading("look up the sender"):
                answer = self._dynamo.batch_get_item(RequestItems=waiting)
            for item in answer["Responses"].get(self._table, []):
                row = dict(item)
                found[row[Attribute.PK.value]["S"], row[Attribute.SK.value]["S"]] = row
            waiting = answer.get("UnprocessedKeys")
        return found


def _wanted(draft: Draft) -> dict[str, tuple[str, str]]:
    wanted = {"config": (keys.CONFIG, keys.POINTER)}
    if draft.email:
        wanted["email"] = (keys.pointer("email", email_key(draft.email)), keys.ITEM)
        domain = domain_of(draft.email)
        if domain and draft.domain_is_trusted:
            wanted["domain"] = (keys.pointer("domain", domain), keys.ITEM)
    if draft.serial_number:
        wanted["serial"] = (keys.pointer("serial", serial_key(draft.serial_number)), keys.ITEM)
    if draft.account:
        wanted["account"] = (keys.account(draft.account), keys.ACCOUNT_ROW)
    for what in ("contact", "asset"):
        name = getattr(draft, what)
        if name:
            wanted[what] = (keys.pointer(what, name), keys.ITEM)
    if draft.named_entitlement:
        wanted["entitlement"] = (keys.pointer("entitlement", draft.named_entitlement), keys.ITEM)
    return wanted


def _rows(item: Item | None) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = body_of(item)["rows"] if item else []
    return rows


def _first(item: Item | None, read: Callable[[Row], R]) -> R | None:
    return None if item is None else read(account_of(body_of(item)))


def _documents(
    at: Mapping[str, Item | None], places: Sequence[str], model: type[M]
) -> dict[str, M]:
    rows: list[Mapping[str, Any]] = []
    for place in places:
        item = at.get(place)
        if item is not None:
            body = body_of(item)
            rows += body.get("rows", [body])
    return {row["document"]["id"]: model.model_validate(row["document"]) for row in rows}
