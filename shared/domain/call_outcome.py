"""What a report means for the effect that it is about (A3)."""

from typing import Literal, TypeAlias

from shared.domain.call import CallReport
from shared.domain.case_file import CaseFile
from shared.domain.claims import MAX_TRIES
from shared.domain.effect import Effect

CallOutcome: TypeAlias = Literal["sent", "failed", "parked"]


def awaited(file: CaseFile, report: CallReport | None) -> Effect | None:
    """The effect that a report settles; None for one that is done, gone, or tried again since.

    Good news counts from any try; a failure only from the last one, since another is under way.
    """
    if report is None:
        return None
    effect = next((one for one in file.effects if one.id == report.effect), None)
    if effect is None or effect.kind == "email":
        return None
    if report.result == "failed" and report.attempt != effect.attempts:
        return None
    return effect


def outcome_of(report: CallReport, effect: Effect) -> tuple[CallOutcome, str]:
    """The outcome in the words of the action log, with its detail."""
    status = "" if report.status is None else f"HTTP {report.status}"
    detail = ": ".join(part for part in (status, report.detail) if part)
    if report.result == "sent":
        return "sent", detail
    if report.result == "refused" or effect.tries >= MAX_TRIES:
        return "parked", detail
    return "failed", detail
