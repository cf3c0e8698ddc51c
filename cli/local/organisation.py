"""Load an organisation into the local stack by the command that everybody uses, once."""

import hashlib
from pathlib import Path

from cli.local.memory import Memory
from cli.local.milepost import milepost
from cli.local.place import Place
from cli.organisation_files import read_organisation
from cli.stage import local_outputs, whoever_calls
from shared import wiring
from shared.domain.organisation import Organisation
from shared.domain.source_document import OrganisationRefused
from shared.workflows.plan_organisation import OrganisationPlan, plan_organisation
from shared.workflows.world import World

_FILES = "*.y*ml"
_LOADED = "revision"


def load(place: Place, folder: Path, deployed: str, calls_port: int) -> str | None:
    """Apply the folder unless just this is loaded, or others changed something since: then says so."""
    digest = digest_of(folder, f"{deployed} {calls_port}")
    memory = Memory(place)
    if memory.recall("applied") == digest:
        return None
    world = wiring.world_for_cli(local_outputs(place.outputs_file), whoever_calls())
    if memory.recall("applied") is not None:
        organisation = read_organisation(folder, calls_port)
        if undoes_others(world, organisation, memory.recall(_LOADED)):
            return (
                "left the configuration as people changed it; to load the files over that: "
                f".venv/bin/milepost apply --overwrite {folder}"
            )
    milepost(place, "apply", str(folder), what="The organisation could not be loaded")
    memory.remember(_LOADED, str(world.policies.revision()))
    memory.remember("applied", digest)
    return None


def undoes_others(world: World, organisation: Organisation, loaded: str | None) -> bool:
    """Whether loading would change anything after somebody else did.

    `loaded` is the configuration revision that was loaded last; None if nobody knows.
    """
    try:
        plan = _plan(world, organisation)
    except OrganisationRefused:
        # sound files that do not fit what stands there: somebody else has put it there
        return True
    if all(change.applied.fate in ("unchanged", "kept") for change in plan.changes):
        return False
    if loaded is not None and str(plan.revision) != loaded:
        return True
    return any(change.undoes is not None for change in plan.changes)


def digest_of(folder: Path, deployed: str) -> str:
    """A digest of an organisation's files, and of what reads them."""
    digest = hashlib.sha256(deployed.encode())
    for path in sorted(folder.rglob(_FILES)):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _plan(world: World, organisation: Organisation) -> OrganisationPlan:
    return plan_organisation(
        organisation,
        directory=world.directory,
        policies=world.policies,
        now=world.clock.now(),
        progress=lambda _done, _total, _what: None,
    )
