"""The engine's own memory inside a case file."""

from shared.domain.value import Frozen


class SlaState(Frozen):
    """Entry, exit, pauses and milestones of one record; written by the engine alone."""
