"""What people are told of a decision that was not kept."""

from functions.api.answers import Moment, Process, Told


class JudgedCandidate(Told):
    """An entitlement that was looked at: `chosen`, `outranked` or why it was rejected (R3), and in words.

    `cases_left` is what its allowance still includes, null without a limit.
    """

    entitlement: str
    name: str
    account: str
    verdict: str
    words: str
    cases_left: int | None


class WouldMatch(Told):
    """What the record would get at `as_of`, the version that it would run on, and why (R7)."""

    account: str | None
    contact: str | None
    asset: str | None
    product: str | None
    entitlement: str | None
    process: Process | None
    by: str | None
    because: str
    no_entitlement: str | None
    warnings: list[str]
    candidates: list[JudgedCandidate]
    as_of: Moment
