"""Roles of users: those that people sign in with, and those that processes send mail to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from shared.domain.field_access import Role
from shared.domain.organisation_entry import Entry
from shared.domain.references import named_at
from shared.domain.source_document import FileFault

_SIGNED_IN = get_args(Role)
_MAILED = ("email.to[].role", "escalate.inform[].role")


def warn_of_roles(entries: Sequence[Entry]) -> Iterator[FileFault]:
    """Find roles that nothing looks at: nobody signs in with them, and no process tells them."""
    known = {*_SIGNED_IN, *_told_by_processes(entries)}
    for entry in entries:
        roles = entry.body.get("roles", ()) if entry.kind.name == "user" else ()
        for place, role in enumerate(roles):
            if role not in known:
                words = f"nothing knows the role '{role}': people sign in as one of "
                words += f"{', '.join(_SIGNED_IN)}, and no process sends anything to '{role}'"
                yield entry.source.fault(f"roles[{place}]", words)


def _told_by_processes(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.kind.name == "process":
            bodies: list[Mapping[str, Any]] = [entry.source.body]
            versions = entry.source.body.get("versions")
            bodies += versions.values() if isinstance(versions, Mapping) else ()
            for body in bodies:
                for deed in _MAILED:
                    found = named_at(body, f"milestones[].actions[].do[].{deed}")
                    yield from (name for _, name in found)
