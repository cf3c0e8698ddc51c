"""Watchers: colleagues who are told of a record that is not theirs (A1)."""

from shared.domain.alteration import Alteration
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.ownership import check_owner
from shared.errors import Fault, Refused

MOST_WATCHERS = 30
"""With the other recipients of an alert these still go into one mail."""


def watchers_after(
    file: CaseFile, alteration: Alteration, configuration: Configuration, caller: Caller
) -> tuple[str, ...]:
    """Who watches after the alteration; raises Refused for strangers and for too many."""
    if alteration.verb == "unwatch":
        return tuple(name for name in file.watchers if name != caller.name)
    if alteration.verb != "watch" or caller.name in file.watchers:
        return file.watchers
    if check_owner({"owner": caller.name}, configuration):
        raise Refused(
            "You cannot watch records: you are not in the list of users.",
            faults=(Fault("", f"There is no active user '{caller.name}'.", "unknown"),),
        )
    if len(file.watchers) >= MOST_WATCHERS:
        words = f"{MOST_WATCHERS} people watch this record already."
        raise Refused("Too many people watch this record.", faults=(Fault("", words, "too_many"),))
    return (*file.watchers, caller.name)
