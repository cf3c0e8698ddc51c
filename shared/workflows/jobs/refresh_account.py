"""After a change of an account: its open records read their related fields anew (K5)."""

from collections.abc import Iterator, Sequence

from shared.domain.alteration import Alteration
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.job import Job, Outcome
from shared.domain.value import Value
from shared.errors import Fault, Refused
from shared.workflows.commit import is_open
from shared.workflows.jobs.alter_once import alter_once
from shared.workflows.jobs.bulk import Move, Parameters, check_names
from shared.workflows.look_again import look_again
from shared.workflows.world import World

_REFRESH = Alteration(verb="refresh")
_AT_ONCE = 100


class RefreshAccount:
    """Open records of one account whose related fields are no longer what the directory says."""

    parts = 1
    passes = 1

    def check(self, world: World, parameters: Parameters) -> None:
        """Refuse an account that does not exist."""
        check_names(parameters, "account")
        if world.directory.get("account", parameters["account"]) is None:
            words = f"There is no account '{parameters['account']}'."
            faults = (Fault("/parameters/account", words, "unknown"),)
            raise Refused("The job cannot be planned so.", faults=faults)

    def found(self, world: World, parameters: Parameters, part: int) -> Iterator[Sequence[str]]:
        """Look at the records of the account, newest first; all of them are one part."""
        del part
        configuration = world.shelf.current()
        cursor: str | None = None
        while True:
            page = world.records.of_account(parameters["account"], cursor, _AT_ONCE)
            numbers = [card.number for card in page.items]
            yield [number for number in numbers if _needs_it(world, number, configuration)]
            cursor = page.cursor
            if cursor is None:
                return

    def sample(
        self, world: World, parameters: Parameters, item: str, caller: Caller
    ) -> Iterator[Move]:
        """Related fields as they are kept, and as they are in the directory."""
        del parameters, caller
        file = world.records.load(item)
        for name, value in look_again(world, file, _REFRESH, world.clock.now()).moved.items():
            yield Move(item, name, _text(file.fields.get(name)), _text(value))

    def do(self, world: World, job: Job, item: str) -> Outcome:
        """Refresh one record: a change that changes nothing else."""
        words = f"job {job.id}" + (f": {job.reason}" if job.reason else "")
        return alter_once(world, job, item, _REFRESH.model_copy(update={"reason": words}))


def _needs_it(world: World, number: str, configuration: Configuration) -> bool:
    file = world.records.load(number)
    if not is_open(file, configuration.closed_statuses(file.record_type)):
        return False
    return bool(look_again(world, file, _REFRESH, world.clock.now()).moved)


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
