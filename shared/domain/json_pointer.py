"""JSON pointers from the paths in which documents are spoken of."""

import re

_STEP = re.compile(r"[^.\[\]]+")


def pointer_of(path: str) -> str:
    """The pointer of a path.

    >>> pointer_of("milestones[2].actions[0].before")
    '/milestones/2/actions/0/before'
    """
    steps = _STEP.findall(path)
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps)
