"""A mail template as its readers will see it: filled for a record, or for an example of one."""

from collections.abc import Collection, Mapping

from shared.domain.case_file import RecordType
from shared.domain.case_view import CaseView
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.elsewhere import related_in
from shared.domain.json_pointer import pointer_of
from shared.domain.mail_template import MailTemplate, Rendered, check_template, render
from shared.domain.merge_examples import example_values
from shared.domain.merge_values import merge_values
from shared.errors import Fault, Refused

_NOT = "This mail cannot be previewed."
_RECORD_TYPES: tuple[RecordType, ...] = ("case", "work_order")


def preview_for_example(template: MailTemplate, configuration: Configuration) -> Rendered:
    """Fill it for a case that does not exist; raises Refused with every field that nothing fills."""
    _refuse_unknown(template, configuration)
    settings = configuration.settings
    declared = [configuration.declared(record_type) for record_type in _RECORD_TYPES]
    return render(template, example_values(settings.zone, settings.sender.name, declared))


def preview_for_record(
    template: MailTemplate,
    configuration: Configuration,
    view: CaseView,
    milestone: str | None,
    roles: Collection[str],
) -> Rendered:
    """Fill it for a record and one of its milestones, None: the next that is due.

    What the roles do not see is a gap. Raises Refused with every fault.
    """
    _refuse_unknown(template, configuration)
    settings = configuration.settings
    values = merge_values(
        view.file,
        _milestone(view, milestone),
        zone=settings.zone,
        organisation=settings.sender.name,
        description=view.description,
    )
    hidden = configuration.declared(view.file.record_type).open_to.hidden_from(roles)
    return render(template, _without(values, hidden))


def _without(values: Mapping[str, str | None], hidden: Collection[str]) -> Mapping[str, str | None]:
    return {
        name: value for name, value in values.items() if name.removeprefix("case.") not in hidden
    }


def _refuse_unknown(template: MailTemplate, configuration: Configuration) -> None:
    own = {
        f"case.{name}"
        for record_type in _RECORD_TYPES
        for name in configuration.declared(record_type).by_name
    }
    faults = check_template(template, own | related_in([template.model_dump()]))
    if faults:
        below = (
            Fault(pointer_of(f"template.{one.pointer}"), one.message, one.code) for one in faults
        )
        raise Refused(_NOT, faults=tuple(below))


def _milestone(view: CaseView, name: str | None) -> MilestoneFacts | None:
    every = [one.facts for one in view.milestones]
    if name is None:
        due = [one for one in every if one.outcome == "open"]
        return min(due, key=lambda one: one.target) if due else None
    found = [one for one in every if one.milestone.casefold() == name.strip().casefold()]
    if not found:
        words = f"the record has no milestone '{name}'"
        raise Refused(_NOT, faults=(Fault("/milestone", words, "unknown"),))
    return found[-1]
