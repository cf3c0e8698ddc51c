"""Files of a record: where to put one up, which there are, and where to fetch one."""

import hashlib
from collections.abc import Sequence

from shared.domain.alteration import Repeat
from shared.domain.attached import MOST_UPLOADS, Attached
from shared.domain.history import Caller
from shared.domain.mail.attachment import safe_name, safe_type
from shared.errors import Absent, Fault, IllegalMove, Refused, StateConflict
from shared.ports import Address
from shared.workflows.world import World

UPLOAD_SECONDS = 900
DOWNLOAD_SECONDS = 300


def put_up(
    world: World,
    number: str,
    name: str,
    kind: str,
    size: int,
    caller: Caller,
    *,
    repeat: Repeat | None = None,
) -> tuple[Attached, Address]:
    """Keep a place for a file, and answer where its bytes go; the same request gets the same place.

    Raises Absent, IllegalMove (the record has too many), StateConflict.
    """
    record = world.records.load(number).number
    known = world.mails.attached(record)
    identifier = _id(world, repeat)
    wanted = Attached(
        id=identifier,
        name=safe_name(name, "file"),
        type=safe_type(kind.lower()),
        size=size,
        key=f"uploads/{record}/{identifier}",
        by=caller.name,
        at=world.clock.now(),
    )
    there = next((one for one in known if one.id == identifier), None)
    if there is not None and there != wanted.model_copy(update={"at": there.at}):
        raise StateConflict("This idempotency key was used for another request.")
    if there is None:
        if sum(one.mail is None for one in known) >= MOST_UPLOADS:
            raise IllegalMove(f"A record takes at most {MOST_UPLOADS} files.")
        world.mails.attach(record, identifier, (wanted,))
    upload = there or wanted
    return upload, world.mailbox.upload_address(
        upload.key, upload.type, upload.size, UPLOAD_SECONDS
    )


def files_of(world: World, number: str) -> tuple[Attached, ...]:
    """Every file of a record, oldest first; raises Absent."""
    return world.mails.attached(world.records.load(number).number)


def waiting_among(world: World, files: Sequence[Attached]) -> frozenset[str]:
    """Those that nobody has put up yet; what came with a mail is always there."""
    return frozenset(one.id for one in files if one.mail is None and not _is_there(world, one))


def fetch(world: World, number: str, identifier: str) -> tuple[Attached, Address]:
    """One file, and where it can be fetched for a few minutes; raises Absent."""
    found = next((one for one in files_of(world, number) if one.id == identifier), None)
    if found is None:
        raise Absent(f"There is no file '{identifier[:80]}' on this record.")
    if not _is_there(world, found):
        raise Absent(f"There is no file '{found.name}' yet: it was not put up.")
    return found, world.mailbox.download_address(found.key, found.name, DOWNLOAD_SECONDS)


def files_to_send(world: World, number: str, identifiers: Sequence[str]) -> tuple[Attached, ...]:
    """The files that an answer names, each of them there; raises Refused with every fault."""
    if not identifiers:
        return ()
    known = {one.id: one for one in files_of(world, number)}
    faults = [
        Fault(f"/attachments/{place}", why, "attachment")
        for place, identifier in enumerate(identifiers)
        if (why := _why_not(world, known.get(identifier))) is not None
    ]
    if faults:
        raise Refused("The answer cannot be sent with these files.", faults=tuple(faults))
    return tuple(known[identifier] for identifier in identifiers)


def _why_not(world: World, file: Attached | None) -> str | None:
    if file is None:
        return "The record has no such file."
    try:
        there = world.mailbox.size(file.key)
    except Absent:
        return "The file was not put up yet."
    return None if there == file.size else "The file that was put up has another size."


def _is_there(world: World, file: Attached) -> bool:
    try:
        world.mailbox.size(file.key)
    except Absent:
        return False
    return True


def _id(world: World, repeat: Repeat | None) -> str:
    if repeat is None:
        return world.mint.token()
    return hashlib.sha256(repeat.key.encode()).hexdigest()[:32]
