"""Put the documents of the next configuration revision into force, with their authors and trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.history import Caller
from shared.domain.publication import stamped, trail_of
from shared.ports import Clock, PolicyStore

Document = Mapping[str, Any]


def publish_configuration(
    documents: Sequence[Document],
    in_force: Sequence[Document],
    revision: int,
    *,
    policies: PolicyStore,
    clock: Clock,
    caller: Caller,
    also: Sequence[Document] = (),
) -> tuple[Document, ...]:
    """Publish what follows `revision`; answers the documents with their editions and authors.

    Raises Conflict if somebody else published just now. `also` are versions that become immutable
    without being in force.
    """
    now, following = clock.now(), revision + 1
    published = stamped(documents, in_force, revision=following, caller=caller, at=now)
    policies.publish(
        published,
        expected_revision=revision,
        who=caller.name,
        at=now,
        trail=tuple(trail_of(documents, in_force, revision=following, caller=caller, at=now)),
        also=also,
    )
    return published
