"""Ledgers of allowances: every movement is kept, and the balance moves with it (E6)."""

from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.audit_items import audit_item_of_movement
from shared.adapters.dynamo.commit_parts import receipt_part
from shared.adapters.dynamo.directory_documents import place
from shared.adapters.dynamo.directory_rows import USED, balance_of
from shared.adapters.dynamo.items import BODY, key, number, number_of, of_model, to_model
from shared.adapters.dynamo.pages import Reader, Span, bad_cursor, from_cursor, to_cursor
from shared.adapters.dynamo.transaction import Part, write
from shared.adapters.system import SystemMint
from shared.business_time.instant import Instant
from shared.domain.allowance import LedgerEntry, Moving, Standing
from shared.domain.case_file import RecordType
from shared.domain.history import Receipt
from shared.errors import AlreadyDone, BalanceMoved
from shared.names import Attribute
from shared.ports import Page

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

MOVES = "moves"
_MINT = SystemMint()


class DynamoLedger:
    """The Ledger on DynamoDB; uses and returns join the transactions of their records."""

    def __init__(self, dynamo: "DynamoDBClient", table: str) -> None:
        self._dynamo = dynamo
        self._table = table
        self._reader = Reader(dynamo, table)

    def entries(
        self, account: str, entitlement: str, cursor: str | None = None, limit: int = 100
    ) -> Page[LedgerEntry]:
        """Movements of one allowance, oldest first."""
        span = _span(account, entitlement)
        place = None if cursor is None else from_cursor(cursor)
        if place is not None and not (isinstance(place, str) and place.startswith(span.prefix)):
            raise bad_cursor()
        items, more = self._reader.page(span, beyond=place, limit=limit)
        following = to_cursor(items[-1][Attribute.SK.value]["S"]) if more else None
        return Page(tuple(to_model(item, LedgerEntry) for item in items), following)

    def used_before(
        self, account: str, entitlement: str, at: Instant, record_type: RecordType = "case"
    ) -> int:
        """What the movements of records of a type before an instant come to."""
        used = 0
        for item in self._reader.every(_span(account, entitlement)):
            entry = to_model(item, LedgerEntry)
            if entry.at >= at:
                break
            used += entry.amount if entry.record_type == record_type else 0
        return used

    def entered(self, account: str, entitlement: str, at: Instant, name: str) -> LedgerEntry | None:
        """The movement that was entered under this name at this instant."""
        where = key(keys.account(account), keys.ledger(entitlement, at, name, 0))
        item = self._reader.one(where)
        return None if item is None else to_model(item, LedgerEntry)

    def standing(
        self, account: str, entitlement: str, record_type: RecordType = "case"
    ) -> Standing:
        """How an allowance stands; one that was never used has no item yet."""
        item = self._reader.one(key(keys.account(account), keys.balance(entitlement)))
        moves = number_of(item, MOVES) if item else 0
        return Standing(used=balance_of(item, record_type), moves=moves)

    def enter(
        self,
        account: str,
        entry: LedgerEntry,
        name: str,
        receipt: Receipt | None = None,
        moving: Moving | None = None,
    ) -> bool:
        """Enter a movement and move the balance with it, once; False if another one stands there.

        Raises AlreadyDone if the receipt exists, BalanceMoved if it no longer stands as it did.
        """
        sk = keys.ledger(entry.entitlement, entry.at, name, 0)
        item = of_model(keys.account(account), sk, entry)
        put: dict[str, Any] = {
            "TableName": self._table,
            "Item": item,
            "ConditionExpression": "attribute_not_exists(#pk)",
            "ExpressionAttributeNames": {"#pk": Attribute.PK.value},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        move: dict[str, Any] = {
            "TableName": self._table,
            "Key": key(keys.account(account), keys.balance(entry.entitlement)),
            "UpdateExpression": "ADD #u :n SET #s = if_not_exists(#s, :one)",
            "ExpressionAttributeNames": {"#u": USED[entry.record_type], "#s": "schema"},
            "ExpressionAttributeValues": {":n": number(entry.amount), ":one": number(1)},
        }
        if moving is not None:
            _hold(move, USED[entry.record_type], moving.standing)
        parts = [Part("entry", {"Put": put}), Part("balance", {"Update": move})]
        if moving is not None:
            where = place("entitlement", entry.entitlement)
            trail = audit_item_of_movement(moving.trail, where, name)
            parts.append(Part("trail", {"Put": {"TableName": self._table, "Item": trail}}))
        if receipt is not None:
            parts.append(receipt_part(receipt, entry.at, self._table))
        refused = write(self._dynamo, parts, _MINT.token())
        if not refused or refused.get("entry", {}).get(BODY) == item[BODY]:
            return True
        if "receipt" in refused:
            done = to_model(refused["receipt"], Receipt)
            raise AlreadyDone(done.number, done.fingerprint)
        if "entry" not in refused:
            raise BalanceMoved(f"the allowance of '{entry.entitlement}' was moved just now")
        return False


def _hold(move: dict[str, Any], used: str, standing: Standing) -> None:
    """Let the balance move only from where it stands, and count the movement."""
    move["UpdateExpression"] = "ADD #u :n, #m :one SET #s = if_not_exists(#s, :one)"
    move["ExpressionAttributeNames"]["#m"] = MOVES
    when = []
    for name, sign, value in (("#u", ":u", standing.used), ("#m", ":m", standing.moves)):
        move["ExpressionAttributeValues"][sign] = number(value)
        never = f" OR attribute_not_exists({name})" if value == 0 else ""
        when.append(f"({name} = {sign}{never})")
    move["ConditionExpression"] = " AND ".join(when)


def _span(account: str, entitlement: str) -> Span:
    prefix = f"{keys.LEDGER}{entitlement}#"
    return Span(Attribute.PK, keys.account(account), Attribute.SK, prefix)
