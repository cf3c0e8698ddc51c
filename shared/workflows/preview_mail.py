"""A mail as its readers will see it, before anybody gets it; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.json_pointer import pointer_of
from shared.domain.mail_preview import preview_for_example, preview_for_record
from shared.domain.mail_template import MailTemplate, Rendered, parse_template
from shared.errors import Fault, Refused
from shared.workflows.show_case import show_case
from shared.workflows.world import World

_NOT = "This mail cannot be previewed."


@dataclass(frozen=True, slots=True)
class MailWish:
    """`template` is a name in force or a document; without a `number` it is an example's mail."""

    template: str | Mapping[str, Any]
    number: str | None = None
    milestone: str | None = None


def preview_mail(world: World, wish: MailWish, caller: Caller) -> Rendered:
    """Fill the template; raises Refused with every fault, and Absent for a record that is not there."""
    configuration = world.shelf.current()
    template = _template(wish.template, configuration)
    if wish.number is not None:
        view = show_case(world, wish.number)
        return preview_for_record(template, configuration, view, wish.milestone, caller.roles)
    if wish.milestone is not None:
        words = "a milestone is one of a record: say which record"
        raise Refused(_NOT, faults=(Fault("/milestone", words, "missing"),))
    return preview_for_example(template, configuration)


def _template(wanted: str | Mapping[str, Any], configuration: Configuration) -> MailTemplate:
    if isinstance(wanted, str):
        found = configuration.template(wanted)
        if found is None:
            words = f"there is no mail template '{wanted}'"
            raise Refused(_NOT, faults=(Fault("/template", words, "unknown"),))
        return found
    try:
        return parse_template({"name": "draft", **wanted})
    except Refused as refused:
        faults = (
            Fault(pointer_of(f"template.{one.pointer}"), one.message, one.code)
            for one in refused.faults
        )
        raise Refused(_NOT, faults=tuple(faults)) from refused
