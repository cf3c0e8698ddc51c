"""Everything that can go wrong on purpose, as one tree.

MilepostError
├── Refused        what was asked is not allowed: every fault at once      422
│   ├── IllegalMove    the record's state forbids it                       422
│   ├── StateConflict  two requests contradict each other                  409
│   └── NotPermitted   the caller lacks the permission                     403
├── Absent         there is no such thing, or not for this caller          404
├── Contended      somebody else was faster
│   ├── Conflict       a version moved: load and decide again (internal)
│   ├── NumberTaken    a minted number exists: mint again (internal)
│   ├── BalanceMoved   the allowance left its zone: decide again (internal)
│   ├── AlreadyDone    the receipt of this request exists (carries its record)
│   ├── StaleRevision  If-Match names an old revision                      412
│   ├── RevisionMissing  If-Match is required                              428
│   └── Busy           lost the race too often: try again shortly          503
└── Broken         the world failed us
    ├── Unavailable    a dependency did not answer; worth retrying         503
    ├── UnknownOutcome the answer was lost: it may have happened
    └── Misconfigured  this deployment cannot work as it is                500
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input; `pointer` is a JSON pointer or a path into a file."""

    pointer: str
    message: str
    code: str = "invalid"


class MilepostError(Exception):
    """Root of the tree; `kind` is stable and public, `status` is what HTTP answers."""

    kind: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, message: str, *, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = faults


class Refused(MilepostError):
    """Input that cannot be accepted, with all its faults."""

    kind = "refused"
    status = 422


class IllegalMove(Refused):
    """The record's present state does not allow what was asked."""

    kind = "illegal_move"


class StateConflict(Refused):
    """The request contradicts an earlier one, such as an idempotency key used for another body."""

    kind = "conflict"
    status = 409


class NotPermitted(Refused):
    """The caller's roles do not include the permission of this operation."""

    kind = "not_permitted"
    status = 403


class Absent(MilepostError):
    """No such thing, or none that this caller may know of."""

    kind = "not_found"
    status = 404


class Contended(MilepostError):
    """Somebody else wrote first."""

    kind = "contended"
    status = 503


class Conflict(Contended):
    """The version that was read is no longer the stored one."""


class NumberTaken(Contended):
    """A freshly minted record number already exists."""


class BalanceMoved(Contended):
    """The allowance is no longer in the zone that the decision was made in."""


class AlreadyDone(Contended):
    """The receipt of this very request exists; `number` is the record it made or changed."""

    kind = "already_done"

    def __init__(self, number: str, fingerprint: str) -> None:
        super().__init__(f"already done: {number}")
        self.number = number
        self.fingerprint = fingerprint


class StaleRevision(Contended):
    """If-Match names a revision that is no longer the current one."""

    kind = "stale_revision"
    status = 412


class RevisionMissing(Contended):
    """The operation needs If-Match and the request has none."""

    kind = "revision_missing"
    status = 428


class Busy(Contended):
    """The race was lost too often within the time that a caller can wait."""

    kind = "busy"
    status = 503


class Broken(MilepostError):
    """Something outside the request failed."""

    kind = "broken"


class Unavailable(Broken):
    """A dependency did not answer or throttled; the same call may succeed later."""

    kind = "unavailable"
    status = 503


class UnknownOutcome(Unavailable):
    """The answer to a write was lost: it may or may not have happened."""


class Misconfigured(Broken):
    """The deployment lacks something that it cannot work without."""

    kind = "misconfigured"
