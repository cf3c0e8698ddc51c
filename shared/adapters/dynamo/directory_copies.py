"""Every copy and pointer that hangs on a document, so that matching finds all in two rounds.

Copies are made anew from the documents as they now stand: making them twice changes nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.adapters.aws import writing
from shared.adapters.dynamo import keys
from shared.adapters.dynamo.directory_documents import Documents, place
from shared.adapters.dynamo.directory_rows import row_of
from shared.adapters.dynamo.items import Item, key, of_model, place_of, with_body
from shared.adapters.dynamo.kept_document import Document
from shared.adapters.dynamo.pointer_rows import PointerRows
from shared.domain.account import MOST_ANCESTORS, Account
from shared.domain.asset import serial_key
from shared.domain.contact import email_key
from shared.domain.coverage import contract_of, cover
from shared.domain.entitlement import Entitlement
from shared.domain.held_document import Referrer, mentions_of
from shared.domain.service_contract import ContractLine, ServiceContract

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_LOOKED_UP = {"contact": ("email", email_key), "asset": ("serial_number", serial_key)}
_POINTER = {"contact": "email", "asset": "serial"}
_REFERENCE = {"contact": keys.CONTACT_OF, "asset": keys.ASSET_OF, "contract": keys.CONTRACT_OF}
_TURNS = 3


class Copies:
    """Makes the copies of one document, and of what depends on it."""

    def __init__(
        self, dynamo: "DynamoDBClient", table: str, documents: Documents, rows: PointerRows
    ) -> None:
        self._dynamo = dynamo
        self._table = table
        self._documents = documents
        self._rows = rows

    def refer(self, kind: str, document: Document) -> None:
        """Say of everything that a document names, before it is written, that it does (E7)."""
        for _, of, name in mentions_of(kind, document):
            pk, _sk = place_of(place(of, name))
            self._put(with_body(pk, keys.referred(kind, document["id"]), {}))

    def referrers(self, kind: str, identifier: str, most: int) -> list[Referrer]:
        """Documents that name this one now; rows of those that did once are passed over."""
        found: list[Referrer] = []
        for row in self._documents.referred(kind, identifier):
            document = self._documents.get(row.kind, row.id)
            named = mentions_of(row.kind, document or {})
            if any((of, name) == (kind, identifier) for _, of, name in named):
                found.append(row)
            if len(found) == most:
                break
        return found

    def make(self, kind: str, document: Document | None, was: Sequence[Document]) -> None:
        """Make the copies of a document that has just been put, and clear away those of `was`.

        None is a document that was deleted: all its copies go.
        """
        self._forget_references(kind, document or {}, was)
        if document is None:
            self._clear(kind, was)
        elif kind == "account":
            self._account(document, was)
        elif kind in _LOOKED_UP:
            self._looked_up(kind, document, was)
        elif kind == "contract":
            self._refer(kind, document)
            self._renew_terms(str(document["account"]), contract=str(document["id"]))
        elif kind == "line":
            contract = self._documents.get("contract", document["contract"])
            self._renew_terms(str(contract["account"]) if contract else "", line=document["id"])
        elif kind == "entitlement":
            self._entitlement(document)

    def _forget_references(self, kind: str, document: Document, was: Sequence[Document]) -> None:
        now = {(of, name) for _, of, name in mentions_of(kind, document)}
        for old in was:
            for _, of, name in mentions_of(kind, old):
                if (of, name) not in now:
                    pk, _sk = place_of(place(of, name))
                    self._delete(key(pk, keys.referred(kind, old["id"])))

    def _clear(self, kind: str, was: Sequence[Document]) -> None:
        for old in was:
            if kind == "account":
                self._clear_account(old)
            if kind in _LOOKED_UP:
                attribute, spelled = _LOOKED_UP[kind]
                if old.get(attribute):
                    self._rows.set(_POINTER[kind], spelled(old[attribute]), old["id"], None)
            if kind in _REFERENCE:
                self._delete(key(keys.account(old["account"]), _reference(kind, old)))
            if kind == "entitlement":
                row = f"{keys.ENTITLEMENT_ROW}{old['id']}"
                self._delete(key(keys.account(old["account"]), row))

    def _clear_account(self, old: Document) -> None:
        for domain in old.get("email_domains", ()):
            self._rows.set("domain", domain, old["id"], None)
        if old.get("parent"):
            self._delete(key(keys.account(old["parent"]), f"{keys.CHILD_OF}{old['id']}"))

    def _account(self, document: Document, was: Sequence[Document]) -> None:
        account = Account.model_validate(document)
        for old in (Account.model_validate(one) for one in was):
            if old.parent is not None and old.parent != account.parent:
                self._delete(key(keys.account(old.parent), f"{keys.CHILD_OF}{account.id}"))
            for domain in set(old.email_domains) - set(account.email_domains):
                self._rows.set("domain", domain, account.id, None)
        if account.parent is not None:
            child = f"{keys.CHILD_OF}{account.id}"
            self._put(with_body(keys.account(account.parent), child, {}))
        self._renew_account(account.id)
        if not was or any(old.get("parent") != account.parent for old in was):
            self._renew_below(account.id, MOST_ANCESTORS)

    def _renew_account(self, identifier: str) -> None:
        document = self._documents.get("account", identifier)
        if document is None:
            return
        above = self._documents.above(identifier)
        self._documents.set_above("account", identifier, above)
        for domain in Account.model_validate(document).email_domains:
            row = row_of(identifier, above, {"id": identifier})
            self._rows.set("domain", domain, identifier, row)

    def _renew_below(self, account: str, levels: int) -> None:
        """Renew what carries the accounts above `account`, in it and `levels` - 1 below it."""
        for kind, prefix in _REFERENCE.items():
            for identifier in self._documents.named_in(account, prefix):
                self._renew(kind, identifier)
        for identifier in self._documents.named_in(account, keys.ENTITLEMENT_ROW):
            self._renew("entitlement", identifier)
        if levels > 1:
            for child in list(self._documents.named_in(account, keys.CHILD_OF)):
                self._renew_account(child)
                self._renew_below(child, levels - 1)

    def _looked_up(self, kind: str, document: Document, was: Sequence[Document]) -> None:
        attribute, spelled = _LOOKED_UP[kind]
        value = spelled(document[attribute]) if document.get(attribute) else None
        for old in was:
            gone = spelled(old[attribute]) if old.get(attribute) else None
            if gone is not None and gone != value:
                self._rows.set(_POINTER[kind], gone, document["id"], None)
            if old["account"] != document["account"]:
                self._delete(key(keys.account(old["account"]), _reference(kind, document)))
        self._refer(kind, document)
        self._renew(kind, document["id"])

    def _renew(self, kind: str, identifier: str) -> None:
        """Copy the accounts above; if they moved meanwhile, do it again (both sides then agree)."""
        document = self._documents.get(kind, identifier)
        if document is None:
            return
        for _ in range(_TURNS):
            above = self._documents.above(document["account"])
            self._documents.set_above(kind, identifier, above)
            attribute, spelled = _LOOKED_UP.get(kind, ("", None))
            if spelled is not None and document.get(attribute):
                row = row_of(document["account"], above, document)
                self._rows.set(_POINTER[kind], spelled(document[attribute]), identifier, row)
            if self._documents.above(document["account"]) == above:
                return

    def _renew_terms(
        self, account: str, *, contract: str | None = None, line: str | None = None
    ) -> None:
        """Renew the rows of an account that carry the terms of a contract or of a line."""
        for covered in list(self._documents.covered(account)):
            entitlement = covered.entitlement
            by_its_line = entitlement.contract is None and entitlement.line is not None
            if (contract and (entitlement.contract == contract or by_its_line)) or (
                line and entitlement.line == line
            ):
                document = self._documents.get("entitlement", entitlement.id)
                self._entitlement(document or {})

    def _entitlement(self, document: Document) -> None:
        """The row that matching reads, with the terms of its line and contract copied in."""
        if not document:
            return
        entitlement = Entitlement.model_validate(document)
        sk = f"{keys.ENTITLEMENT_ROW}{entitlement.id}"
        for _ in range(_TURNS):
            line, contract = terms_of(self._documents, entitlement)
            covered = cover(entitlement, line=line, contract=contract)
            self._put(of_model(keys.account(entitlement.account), sk, covered))
            if terms_of(self._documents, entitlement) == (line, contract):
                return

    def _refer(self, kind: str, document: Document) -> None:
        self._put(with_body(keys.account(document["account"]), _reference(kind, document), {}))

    def _put(self, item: Item) -> None:
        with writing("write the directory"):
            self._dynamo.put_item(TableName=self._table, Item=item)

    def _delete(self, where: Item) -> None:
        with writing("write the directory"):
            self._dynamo.delete_item(TableName=self._table, Key=where)


def terms_of(
    documents: Documents, entitlement: Entitlement
) -> tuple[ContractLine | None, ServiceContract | None]:
    """The line and the contract that count for an entitlement, as far as they exist (R3)."""
    found = documents.get("line", entitlement.line) if entitlement.line else None
    line = ContractLine.model_validate(found) if found else None
    name = contract_of(entitlement, line)
    contract = documents.get("contract", name) if name else None
    return line, ServiceContract.model_validate(contract) if contract else None


def _reference(kind: str, document: Document) -> str:
    return f"{_REFERENCE[kind]}{document['id']}"
