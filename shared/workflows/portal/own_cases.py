"""The cases of a visitor: listed newest first, and found one by one; no others exist for them (S2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.business_time.instant import Instant
from shared.domain.account import Account
from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView
from shared.domain.decision import MilestoneFacts
from shared.domain.engine import facts
from shared.domain.visitor import Visitor
from shared.errors import Absent
from shared.ports import Page
from shared.workflows.portal.visitor import chosen
from shared.workflows.show_case import view_of
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class OwnCase:
    """One line of a visitor's list: the record, and what was promised of it to customers (M18)."""

    file: CaseFile
    promises: tuple[MilestoneFacts, ...]


def list_own_cases(
    world: World, visitor: Visitor, *, account: str | None, cursor: str | None, limit: int
) -> Page[OwnCase]:
    """Newest first; a page may be short, and its cursor says whether more follow."""
    accounts = {one.id: one for one in chosen(world, visitor, account)}
    whole = [name for name, one in accounts.items() if visitor.sees_all_of(one)]
    page = world.records.newest_of(
        accounts=whole,
        contacts=[visitor.contact.id] if len(whole) < len(accounts) else [],
        cursor=cursor,
        limit=limit,
    )
    files = {file.number: file for file in world.records.load_many(page.items)}
    shown = (files[number] for number in page.items if number in files)
    return Page(tuple(_seen(world, visitor, accounts, shown)), page.cursor)


def find_own_case(world: World, visitor: Visitor, number: str) -> CaseFile:
    """One of the visitor's cases; raises Absent for any other record, as if it did not exist."""
    file = world.records.load(number)
    account = world.directory.get("account", file.account) if file.account else None
    if account is None or not visitor.may_see(file, Account.model_validate(account)):
        raise Absent(f"There is no record {number}.")
    return file


def show_own_case(world: World, visitor: Visitor, number: str) -> CaseView:
    """One of the visitor's cases with what lies beside it; what is shown of it is the door's part."""
    file = find_own_case(world, visitor, number)
    return view_of(world, file, world.shelf.policies(file, world.shelf.current()))


def promised(
    known: Iterator[MilestoneFacts] | tuple[MilestoneFacts, ...],
) -> Iterator[MilestoneFacts]:
    """What customers were promised and is still said: no agreement among ourselves, nothing cancelled."""
    yield from (one for one in known if one.agreement == "sla" and one.outcome != "cancelled")


def next_promise(promises: tuple[MilestoneFacts, ...]) -> Instant | None:
    """The earliest target that the customer still waits for."""
    return min((one.target for one in promises if one.outcome == "open"), default=None)


def _seen(
    world: World,
    visitor: Visitor,
    accounts: Mapping[str, Account],
    files: Iterator[CaseFile],
) -> Iterator[OwnCase]:
    """Indexes are a little late, so each record is judged once more as it is."""
    configuration, now = world.shelf.current(), world.clock.now()
    for file in files:
        account = accounts.get(file.account or "")
        if account is not None and visitor.may_see(file, account):
            known = facts(file, world.shelf.policies(file, configuration), now)
            yield OwnCase(file, tuple(promised(known)))
