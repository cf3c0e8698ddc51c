"""Faults of a pydantic model, in our words and with our paths."""

from pydantic import ValidationError

from shared.errors import Fault

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "too_short": "must not be empty",
}


def faults_of(error: ValidationError, prefix: str = "") -> tuple[Fault, ...]:
    """Every fault once, with a path such as `milestones[2].actions[0].before`."""
    found = {
        (_path(prefix, detail["loc"]), _message(detail["type"], detail["msg"]), detail["type"])
        for detail in error.errors(include_url=False, include_input=False)
    }
    return tuple(Fault(path, message, code) for path, message, code in sorted(found))


def _path(prefix: str, location: tuple[int | str, ...]) -> str:
    path = prefix
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.startswith(("<", "(")) or "[" in part:
            continue
        else:
            path += f".{part}" if path else part
    return path


def _message(code: str, message: str) -> str:
    return _WORDS.get(code, message.removeprefix("Value error, "))
