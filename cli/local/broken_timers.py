"""Break the timers as a broken role of the Scheduler would, to see what the sweep does alone."""

from cli.local.clients import client
from cli.local.memory import Memory
from cli.local.place import Place
from cli.local.warming import function_name
from shared.names import Door, Env

_ARMING = (Door.WEB_TO_CASE, Door.API, Door.MILESTONE_ACTIONS)


def break_timers(place: Place) -> None:
    """Take from the schedules what their role gives them: reaching the wake queue.

    The local AWS does not enforce roles, so the schedules get a target that nobody may reach: they
    are made and fire, and nothing arrives, as with a role that lacks sqs:SendMessage.
    """
    Memory(place).remember("deployed", "with broken timers")
    functions = client(place, "lambda")
    for door in _ARMING:
        name = function_name(door)
        known = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        nowhere = f"{known[Env.WAKE_QUEUE_ARN.value]}-out-of-reach"
        functions.update_function_configuration(
            FunctionName=name,
            Environment={"Variables": {**known, Env.WAKE_QUEUE_ARN.value: nowhere}},
        )
