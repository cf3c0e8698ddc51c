"""A commit as the parts of one transaction."""

from collections.abc import Iterator

from shared.adapters.dynamo import keys
from shared.adapters.dynamo.directory_rows import USED
from shared.adapters.dynamo.items import Item, key, number, of_file, of_model, text, with_body
from shared.adapters.dynamo.tasks import of_task
from shared.adapters.dynamo.transaction import Part
from shared.domain.allowance import LedgerEntry
from shared.domain.history import AllowanceMove, Receipt
from shared.names import Attribute
from shared.ports import Commit


def parts_of(commit: Commit, table: str) -> list[Part]:
    """Case file, event, and whatever joins them; each part with the condition that guards it."""
    return list(_parts(commit, table))


def _parts(commit: Commit, table: str) -> Iterator[Part]:
    pk = keys.record(commit.file.number)
    yield _file(commit, table)
    event = of_model(pk, keys.event(commit.entry.revision), commit.entry, token=text(commit.token))
    yield Part("event", {"Put": _new(event, table)})
    if commit.receipt is not None:
        yield receipt_part(commit.receipt, commit.entry.written_at, table)
    for move in commit.allowances:
        yield from _allowance(move, commit.file.revision, table)
    for item in _beside(commit, pk):
        yield Part("beside", {"Put": {"TableName": table, "Item": item}})


def _beside(commit: Commit, pk: str) -> Iterator[Item]:
    if commit.comment is not None:
        yield of_model(pk, keys.comment(commit.comment.order), commit.comment)
    if commit.match_note is not None:
        yield of_model(pk, keys.decision(commit.match_note.order), commit.match_note)
    for task in commit.tasks:
        yield of_task(task)
    if commit.past:
        facts = [one.model_dump(mode="json", exclude_defaults=True) for one in commit.past]
        yield with_body(pk, keys.past(commit.file.revision), facts)
    for name, words in commit.texts.items():
        yield with_body(pk, keys.text(name), words)


def _file(commit: Commit, table: str) -> Part:
    item = of_file(commit.file, commit.card, commit.wake_at, commit.token, is_open=commit.is_open)
    if commit.expected_version is None:
        return Part("file", {"Put": _new(item, table)})
    return Part(
        "file",
        {
            "Put": {
                "TableName": table,
                "Item": item,
                "ConditionExpression": "#v = :v",
                "ExpressionAttributeNames": {"#v": "version"},
                "ExpressionAttributeValues": {":v": number(commit.expected_version)},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        },
    )


def _new(item: Item, table: str) -> dict[str, object]:
    return {
        "TableName": table,
        "Item": item,
        "ConditionExpression": "attribute_not_exists(#pk)",
        "ExpressionAttributeNames": {"#pk": Attribute.PK.value},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def receipt_part(receipt: Receipt, now: int, table: str) -> Part:
    """The receipt of a request, on the condition that there is none that still counts."""
    item = of_model(
        keys.receipt(receipt.key), keys.ITEM, receipt, expires_at=number(receipt.expires_at)
    )
    return Part(
        "receipt",
        {
            "Put": {
                "TableName": table,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(#pk) OR #e <= :now",
                "ExpressionAttributeNames": {
                    "#pk": Attribute.PK.value,
                    "#e": Attribute.EXPIRES_AT.value,
                },
                "ExpressionAttributeValues": {":now": number(now)},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }
        },
    )


def _allowance(move: AllowanceMove, revision: int, table: str) -> Iterator[Part]:
    """The balance moves only within the zone that was read; the ledger entry moves with it (E6)."""
    update: dict[str, object] = {
        "TableName": table,
        "Key": key(keys.account(move.account), keys.balance(move.entitlement)),
        "UpdateExpression": "ADD #u :n SET #s = if_not_exists(#s, :one)",
        "ExpressionAttributeNames": {"#u": USED[move.record_type], "#s": "schema"},
        "ExpressionAttributeValues": {":n": number(move.amount), ":one": number(1), **_edges(move)},
    }
    condition = _condition(move)
    if condition:
        update["ConditionExpression"] = condition
    yield Part("balance", {"Update": update})
    entry = LedgerEntry(
        entitlement=move.entitlement,
        record=move.record,
        kind=move.kind,
        amount=move.amount,
        at=move.at,
        by=move.by,
        reference=move.reference,
        record_type=move.record_type,
    )
    sk = keys.ledger(move.entitlement, move.at, move.record, revision)
    ledger = of_model(keys.account(move.account), sk, entry)
    yield Part("beside", {"Put": {"TableName": table, "Item": ledger}})


def _edges(move: AllowanceMove) -> dict[str, dict[str, str]]:
    edges = {}
    if move.at_least is not None:
        edges[":least"] = number(move.at_least)
    if move.at_most is not None:
        edges[":most"] = number(move.at_most)
    return edges


def _condition(move: AllowanceMove) -> str:
    """A balance that was never used has no item yet and counts as zero."""
    tests = []
    if move.at_least is not None:
        tests.append("#u >= :least")
    if move.at_most is not None:
        tests.append("#u <= :most")
    if not tests:
        return ""
    within = " AND ".join(tests)
    zero_fits = (move.at_least or 0) <= 0 and (move.at_most is None or move.at_most >= 0)
    return f"({within}) OR attribute_not_exists(#u)" if zero_fits else within
