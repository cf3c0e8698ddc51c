"""Writing the directory: one document, and every copy and pointer that hangs on it.

Each step can be repeated, and the document itself is written last: a crash half-way is repaired by
putting the same document again.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.directory_rows import row_of
from shared.adapters.dynamo.items import Item, body_of, key, number, with_body
from shared.adapters.dynamo.pages import Reader, every
from shared.business_time.instant import Instant
from shared.domain.account import MOST_ANCESTORS, Account
from shared.domain.asset import Asset, serial_key
from shared.domain.contact import Contact, email_key
from shared.domain.coverage import CoverageEntitlement, contract_of, cover
from shared.domain.entitlement import Entitlement, check_contract, refuse_other_account
from shared.domain.service_contract import ContractLine, ServiceContract
from shared.errors import Conflict, Fault, Refused
from shared.names import Attribute

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TRIES = 8
_OF_ACCOUNT = {"contact": "CONTACT#", "asset": "ASSET#"}
_CHILD = "CHILD#"
_CONTRACT = "CONTRACT#"

Document = Mapping[str, Any]


class DirectoryWriter:
    """Puts documents so that matching finds them in two rounds."""

    def __init__(self, dynamo: "DynamoDBClient", table: str, reader: Reader) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = reader
        self._puts: Mapping[str, Callable[[Document, Document | None], None]] = {
            "account": self._put_account,
            "contact": self._put_contact,
            "asset": self._put_asset,
            "contract": self._put_contract,
            "line": self._put_line,
            "entitlement": self._put_entitlement,
        }

    def document(self, kind: str, identifier: str) -> Document | None:
        """The document as it is kept."""
        item = self._reader.one(_place(kind, identifier))
        found: Document | None = body_of(item)["document"] if item else None
        return found

    def put(self, kind: str, identifier: str, document: Document, *, who: str, at: Instant) -> bool:
        """Write the copies, then the document; False if it was the same already."""
        before = self.document(kind, identifier)
        wanted = {**document, "id": identifier}
        wanted.pop("external_id", None)
        if before == wanted:
            return False
        self._puts[kind](wanted, before)
        self._put(self._own_item(kind, wanted, who, at))
        return True

    def _own_item(self, kind: str, document: Document, who: str, at: Instant) -> Item:
        place = _place(kind, document["id"])
        account = self._account_of(kind, document)
        body: dict[str, Any] = {"document": document, "by": who, "at": at}
        if account is not None:
            body |= {"account": account, "ancestors": self._ancestors(account)}
        if kind == "account":
            body["ancestors"] = self._above(document)
        return with_body(place["pk"]["S"], place["sk"]["S"], body)

    def _account_of(self, kind: str, document: Document) -> str | None:
        if kind in ("contact", "asset", "entitlement", "contract"):
            return str(document["account"])
        return None

    def _put_account(self, document: Document, before: Document | None) -> None:
        account = Account.model_validate(document)
        old = Account.model_validate(before) if before else None
        above = self._above(document)
        if old is not None and old.parent not in (None, account.parent):
            self._delete(key(keys.account(str(old.parent)), f"{_CHILD}{account.id}"))
        if account.parent is not None:
            self._put(with_body(keys.account(account.parent), f"{_CHILD}{account.id}", {}))
        gone = set(old.email_domains if old else ()) - set(account.email_domains)
        for domain in gone:
            self._point("domain", domain, account.id, None)
        for domain in account.email_domains:
            self._point("domain", domain, account.id, row_of(account.id, above, {"id": account.id}))
        if old is not None and old.parent != account.parent:
            self._renew_below(account.id, above, seen={account.id})

    def _put_contact(self, document: Document, before: Document | None) -> None:
        contact = Contact.model_validate(document)
        old = Contact.model_validate(before) if before else None
        above = self._ancestors(contact.account)
        if old is not None and old.account != contact.account:
            self._delete(key(keys.account(old.account), f"CONTACT#{contact.id}"))
        if old is not None and old.email and _differs(old.email, contact.email, email_key):
            self._point("email", email_key(old.email), contact.id, None)
        if contact.email:
            row = row_of(contact.account, above, document)
            self._point("email", email_key(contact.email), contact.id, row)
        self._put(with_body(keys.account(contact.account), f"CONTACT#{contact.id}", document))

    def _put_asset(self, document: Document, before: Document | None) -> None:
        asset = Asset.model_validate(document)
        old = Asset.model_validate(before) if before else None
        above = self._ancestors(asset.account)
        if old is not None and old.account != asset.account:
            self._delete(key(keys.account(old.account), f"ASSET#{asset.id}"))
        if (
            old
            and old.serial_number
            and _differs(old.serial_number, asset.serial_number, serial_key)
        ):
            self._point("serial", serial_key(old.serial_number), asset.id, None)
        if asset.serial_number:
            row = row_of(asset.account, above, document)
            self._point("serial", serial_key(asset.serial_number), asset.id, row)
        self._put(with_body(keys.account(asset.account), f"ASSET#{asset.id}", document))

    def _put_contract(self, document: Document, before: Document | None) -> None:
        contract = ServiceContract.model_validate(document)
        if before is not None and before["account"] != contract.account:
            raise Refused(
                "A service contract cannot move to another account.",
                faults=(Fault("account", f"is '{before['account']}' for ever", "fixed"),),
            )
        self._put(with_body(keys.account(contract.account), f"{_CONTRACT}{contract.id}", {}))
        for covered in self._entitlements(contract.account):
            line = self._line(covered.entitlement.line)
            if contract_of(covered.entitlement, line) == contract.id:
                self._put_row(cover(covered.entitlement, line=line, contract=contract))

    def _put_line(self, document: Document, before: Document | None) -> None:
        line = ContractLine.model_validate(document)
        contract = self._contract(line.contract)
        if contract is None:
            raise _unknown("contract", line.contract)
        for covered in self._entitlements(contract.account):
            if covered.entitlement.line == line.id:
                self._put_row(cover(covered.entitlement, line=line, contract=contract))

    def _put_entitlement(self, document: Document, before: Document | None) -> None:
        entitlement = Entitlement.model_validate(document)
        if before is not None:
            refuse_other_account(Entitlement.model_validate(before), entitlement)
        line = self._line(entitlement.line)
        if entitlement.line is not None and line is None:
            raise _unknown("line", entitlement.line)
        contract = self._contract(contract_of(entitlement, line))
        faults = check_contract(entitlement, line, contract)
        if faults:
            raise Refused("The entitlement cannot be accepted.", faults=faults)
        self._put_row(cover(entitlement, line=line, contract=contract))

    def _put_row(self, covered: CoverageEntitlement) -> None:
        entitlement = covered.entitlement
        body = covered.model_dump(mode="json", exclude_defaults=True)
        sk = f"{keys.ENTITLEMENT_ROW}{entitlement.id}"
        self._put(with_body(keys.account(entitlement.account), sk, body))

    def _entitlements(self, account: str) -> Iterator[CoverageEntitlement]:
        for item in self._range(account, keys.ENTITLEMENT_ROW):
            yield CoverageEntitlement.model_validate(body_of(item))

    def _line(self, identifier: str | None) -> ContractLine | None:
        found = self.document("line", identifier) if identifier else None
        return ContractLine.model_validate(found) if found else None

    def _contract(self, identifier: str | None) -> ServiceContract | None:
        found = self.document("contract", identifier) if identifier else None
        return ServiceContract.model_validate(found) if found else None

    def _above(self, document: Document) -> list[str]:
        """Accounts above one, nearest first, at most five, loops cut (R3)."""
        line = [str(document["id"])]
        parent = document.get("parent")
        while parent and parent not in line and len(line) <= MOST_ANCESTORS:
            line.append(str(parent))
            found = self.document("account", str(parent))
            parent = found.get("parent") if found else None
        return line[1:]

    def _ancestors(self, account: str) -> list[str]:
        found = self.document("account", account)
        if found is None:
            raise _unknown("account", account)
        return self._above(found)

    def _renew_below(self, account: str, above: list[str], seen: set[str]) -> None:
        """Copies of the ancestors, wherever something of the account or below it carries them."""
        for kind, prefix in _OF_ACCOUNT.items():
            for item in self._range(account, prefix):
                self._renew(kind, body_of(item), account, above)
        for covered in self._entitlements(account):
            self._renew("entitlement", {"id": covered.entitlement.id}, account, above)
        for item in self._range(account, _CHILD):
            child = item[Attribute.SK.value]["S"].removeprefix(_CHILD)
            if child not in seen:
                self._renew_child(child, account, above, seen | {child})

    def _renew_child(self, child: str, account: str, above: list[str], seen: set[str]) -> None:
        line = [account, *above][:MOST_ANCESTORS]
        item = self._reader.one(_place("account", child))
        if item is None:
            return
        document = body_of(item)["document"]
        for domain in document.get("email_domains", []):
            self._point("domain", domain, child, row_of(child, line, {"id": child}))
        self._renew_below(child, line, seen)
        self._put_body(item, {**body_of(item), "ancestors": line})

    def _renew(self, kind: str, document: Document, account: str, above: list[str]) -> None:
        if kind == "contact" and document.get("email"):
            row = row_of(account, above, document)
            self._point("email", email_key(document["email"]), document["id"], row)
        if kind == "asset" and document.get("serial_number"):
            row = row_of(account, above, document)
            self._point("serial", serial_key(document["serial_number"]), document["id"], row)
        item = self._reader.one(_place(kind, document["id"]))
        if item is not None:
            self._put_body(item, {**body_of(item), "ancestors": above})

    def _point(self, kind: str, value: str, identifier: str, row: Document | None) -> None:
        """Replace one row of a look-up, or take it out; several writers take turns."""
        place = key(keys.pointer(kind, value), keys.ITEM)
        for _ in range(_TRIES):
            item = self._reader.one(place)
            rows = body_of(item)["rows"] if item else []
            others = [one for one in rows if one["document"]["id"] != identifier]
            wanted = sorted(
                [*others, *([row] if row is not None else [])],
                key=lambda one: one["document"]["id"],
            )
            if wanted == rows or self._swap(place, item, wanted):
                return
        raise Conflict(f"too many writers at {kind} {value}")

    def _swap(self, place: Item, item: Item | None, rows: list[Document]) -> bool:
        version = int(item["version"]["N"]) if item else 0
        new = with_body(
            place["pk"]["S"], place["sk"]["S"], {"rows": rows}, version=number(version + 1)
        )
        try:
            with writing("point to somebody"):
                self._swap_if_same(new, version)
        except _Moved:
            return False
        return True

    def _swap_if_same(self, new: Item, version: int) -> None:
        request: dict[str, Any] = {
            "TableName": self._table,
            "Item": new,
            "ConditionExpression": "attribute_not_exists(#v)" if version == 0 else "#v = :v",
            "ExpressionAttributeNames": {"#v": "version"},
        }
        if version:
            request["ExpressionAttributeValues"] = {":v": number(version)}
        try:
            self._dynamo.put_item(**request)
        except ClientError as error:
            if code_of(error) == "ConditionalCheckFailedException":
                raise _Moved from error
            raise

    def _range(self, account: str, prefix: str) -> Iterator[Item]:
        return every(
            lambda start: self._reader.page(
                partition=(Attribute.PK.value, keys.account(account)),
                sort=(Attribute.SK.value, prefix),
                start=start,
                consistent=True,
            )
        )

    def _put_body(self, item: Item, body: Document) -> None:
        self._put(with_body(item["pk"]["S"], item["sk"]["S"], body))

    def _put(self, item: Item) -> None:
        with writing("write the directory"):
            self._dynamo.put_item(TableName=self._table, Item=item)

    def _delete(self, place: Item) -> None:
        with writing("write the directory"):
            self._dynamo.delete_item(TableName=self._table, Key=place)


class _Moved(Exception):
    pass


def _place(kind: str, identifier: str) -> Item:
    if kind == "account":
        return key(keys.account(identifier), keys.ACCOUNT_ROW)
    return key(keys.pointer(kind, identifier), keys.ITEM)


def _differs(old: str, new: str | None, spelled: Callable[[str], str]) -> bool:
    return new is None or spelled(old) != spelled(new)


def _unknown(kind: str, identifier: str) -> Refused:
    return Refused(
        f"There is no {kind} '{identifier}'.",
        faults=(Fault(kind, f"there is no {kind} '{identifier}'", "unknown"),),
    )
