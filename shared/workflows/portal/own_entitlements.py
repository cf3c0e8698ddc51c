"""What a visitor is entitled to: their account's own, and what its parents cover it with (S2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.business_time.instant import local_date
from shared.domain.account import Account
from shared.domain.coverage import AccountCoverage
from shared.domain.entitlement import Entitlement
from shared.domain.service_contract import TermStatus
from shared.domain.visitor import Visitor
from shared.workflows.portal.visitor import chosen
from shared.workflows.world import World


@dataclass(frozen=True, slots=True)
class OwnEntitlement:
    """An entitlement that covers `account`; `remaining` None is no limit."""

    account: str
    entitlement: Entitlement
    status: TermStatus
    remaining: int | None


def list_own_entitlements(
    world: World, visitor: Visitor, account: str | None
) -> tuple[OwnEntitlement, ...]:
    """Account by account, each by name; raises Absent for an account that is not theirs."""
    return tuple(
        entitlement
        for one in chosen(world, visitor, account)
        for entitlement in sorted(_covering(world, visitor, one), key=_by_name)
    )


def _covering(world: World, visitor: Visitor, account: Account) -> Iterator[OwnEntitlement]:
    own = world.directory.coverage([account.id])
    above = world.directory.coverage(own[0].ancestors) if own and own[0].ancestors else ()
    for coverage in (*own, *above):
        zone = coverage.account.zone or world.shelf.current().settings.zone
        today = local_date(zone, world.clock.now())
        for one in coverage.entitlements:
            if not _reaches(one.entitlement, coverage, account):
                continue
            if visitor.is_entitled(one.entitlement, account):
                most = one.entitlement.allowance("case")
                left = None if most is None else most - one.used
                yield OwnEntitlement(
                    account.id, one.entitlement, one.entitlement.status(today), left
                )


def _reaches(entitlement: Entitlement, coverage: AccountCoverage, account: Account) -> bool:
    is_own = coverage.account.id == account.id
    return is_own or entitlement.covers == "account_and_subsidiaries"


def _by_name(one: OwnEntitlement) -> tuple[str, str]:
    return (one.entitlement.name or one.entitlement.id).casefold(), one.entitlement.id
