"""An entitlement comes to its end: an event and a mail, each notice once (E9)."""

from typing import Any

from shared.business_time.instant import Instant, local_date
from shared.domain.account import Account
from shared.domain.announcement import Announcement
from shared.domain.ending_letter import ending_letter
from shared.domain.ending_notice import (
    ENTITLEMENT_ENDING,
    MAX_TRIES,
    EndingNotice,
    due_days,
    was_told,
    zone_of,
)
from shared.domain.entitlement import Entitlement
from shared.errors import Conflict, Misconfigured, Refused, Unavailable
from shared.ports import OutgoingMail
from shared.workflows.world import World


def due_notice(world: World, entitlement: Entitlement, now: Instant) -> EndingNotice | None:
    """The notice that is due and that nobody has told or is telling; nothing is written."""
    found = _due(world, entitlement, now)
    return found[0] if found else None


def tell_ending(world: World, entitlement: Entitlement) -> EndingNotice | None:
    """Claim, announce, write, and mark the notice that is due; None if there is none.

    Raises Refused or Misconfigured (it is parked, and never told again), Unavailable (the next
    run tells it, with the same id).
    """
    found = _due(world, entitlement, world.clock.now())
    if found is None:
        return None
    claimed, was = found
    try:
        world.notices.keep(claimed, was)
    except Conflict:
        return None  # somebody else is telling it
    try:
        told = _tell(world, claimed, entitlement)
    except (Refused, Misconfigured) as refused:
        _move(world, claimed, state="parked", detail=refused.message)
        raise
    except Unavailable as unavailable:
        _give_back(world, claimed, unavailable)
        raise
    return _move(world, claimed, state="told", **told)


def read_account(world: World, identifier: str) -> Account | None:
    """The account as it now is."""
    document = world.directory.get("account", identifier)
    return None if document is None else Account.model_validate(document)


def _due(
    world: World, entitlement: Entitlement, now: Instant
) -> tuple[EndingNotice, EndingNotice | None] | None:
    settings = world.shelf.current().settings
    account = read_account(world, entitlement.account)
    today = local_date(zone_of(account, settings.zone), now)
    days = due_days(entitlement, settings.ending_notice_days, today)
    end = entitlement.end_date
    if days is None or end is None:
        return None
    if _is_renewed(world, entitlement.id):
        return None
    was = was_told(world.notices.of_entitlement(entitlement.id), end, days)
    if was is not None and not was.is_claimable(now):
        return None
    claimed = EndingNotice(
        entitlement=entitlement.id,
        account=entitlement.account,
        end_date=end,
        days=days,
        days_left=(end - today).days,
        claimed_until=now + world.claim_seconds,
        tries=was.tries + 1 if was else 1,
        at=now,
    )
    return claimed, was


def _is_renewed(world: World, identifier: str) -> bool:
    """Whether another one follows it, so that nobody need do anything (E9)."""
    named = world.directory.list("entitlement", of=("entitlement", identifier))
    return any(held.document.get("renewed_from") == identifier for held in named.items)


def _tell(world: World, notice: EndingNotice, entitlement: Entitlement) -> dict[str, Any]:
    configuration = world.shelf.current()
    account = read_account(world, entitlement.account)
    world.bus.announce(
        [
            Announcement(
                id=notice.id,
                name=ENTITLEMENT_ENDING,
                at=notice.at,
                fields={
                    "entitlement": notice.entitlement,
                    "name": entitlement.name,
                    "account": notice.account,
                    "end_date": notice.end_date.isoformat(),
                    "days": notice.days,
                    "days_left": notice.days_left,
                },
            )
        ]
    )
    letter = ending_letter(notice, entitlement, account, configuration)
    if letter is None:
        return {"detail": "no template is named for it: the event alone went out"}
    message_id = world.postman.send(
        OutgoingMail(
            effect=notice.id,
            number=notice.entitlement,
            to=letter.to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            sender_name=configuration.settings.sender.name,
        )
    )
    missing = f"missing: {', '.join(letter.missing)}" if letter.missing else None
    return {"to": letter.to, "message_id": message_id, "detail": missing}


def _give_back(world: World, claimed: EndingNotice, why: Unavailable) -> None:
    if claimed.tries >= MAX_TRIES:
        _move(world, claimed, state="parked", detail=why.message)
        return
    _move(world, claimed, claimed_until=claimed.at, detail=why.message)


def _move(world: World, claimed: EndingNotice, **changes: Any) -> EndingNotice:
    moved = claimed.model_copy(update={"claimed_until": None, **changes})
    world.notices.keep(moved, claimed)
    return moved
