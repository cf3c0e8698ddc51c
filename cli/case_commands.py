"""What can be done to a case from the terminal: its fields, its clocks, its milestones."""

from typing import Any, get_args

import click
from rich.markup import escape
from typing_extensions import override

from cli.case_show import show_milestones
from cli.field_words import fields_from_words
from cli.record_number import number_argument
from cli.speech import console
from cli.stage import stage_option, world_of
from shared.business_time.instant import Instant, parse_instant
from shared.domain.alteration import Alteration, Reference
from shared.workflows.change_case import change_case
from shared.workflows.show_case import show_case


class Moment(click.ParamType[Instant]):
    """An instant in UTC; what is none is wrong usage."""

    name = "instant"

    @override
    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Instant:
        try:
            return parse_instant(value)
        except ValueError:
            self.fail(f"'{value}' is no instant such as 2026-03-02T09:05:00Z.", param, ctx)


_milestone = click.argument("milestone")
_reason = click.option("--reason", help="Why, for the audit entry.")
_needed_reason = click.option("--reason", required=True, help="Why, for the audit entry.")


@click.command("change")
@number_argument
@click.argument("words", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--fire-past", is_flag=True, help="Fire what is past already under an entitlement.")
@stage_option
def change(number: str, words: tuple[str, ...], fire_past: bool, stage: str) -> None:
    """Set fields of case NUMBER, such as `priority=High account=acme`; `priority=` clears one.

    `entitlement=gold` moves it to another entitlement and its process, `entitlement=` to none.
    """
    world, _ = world_of(stage)
    file = show_case(world, number).file
    values = fields_from_words(words, world.shelf.current().declared(file.record_type))
    named = {name: values.pop(name) for name in get_args(Reference) if name in values}
    cleared = [name for name, value in named.items() if value is None]
    asked = {
        "verb": "update",
        "fields": values,
        "clear": cleared,
        "fire_past": fire_past,
        **named,
    }
    _do(number, stage, Alteration.model_validate(asked))


@click.command("stop")
@number_argument
@click.option("--reason", required=True, help="One of the organisation's stop reasons.")
@click.option("--until", type=Moment(), help="Go on by itself then, such as 2026-03-04T08:00:00Z.")
@stage_option
def stop(number: str, reason: str, until: Instant | None, stage: str) -> None:
    """Stop the clocks of case NUMBER."""
    _do(number, stage, Alteration(verb="stop", reason=reason, until=until))


@click.command("resume")
@number_argument
@stage_option
def resume(number: str, stage: str) -> None:
    """Let the clocks of case NUMBER go on; targets move by the time that was left."""
    _do(number, stage, Alteration(verb="resume"))


@click.command("close")
@number_argument
@click.option("--status", help="The closed status; left out, the organisation's.")
@click.option("--force", is_flag=True, help="Over milestones that are required to close.")
@_reason
@stage_option
def close(number: str, status: str | None, reason: str | None, stage: str, *, force: bool) -> None:
    """Close case NUMBER; refused while a milestone that is required to close is open."""
    _do(number, stage, Alteration(verb="close", status=status, reason=reason, force=force))


@click.command("reopen")
@number_argument
@click.option("--status", help="The open status; left out, the organisation's.")
@_reason
@stage_option
def reopen(number: str, status: str | None, reason: str | None, stage: str) -> None:
    """Reopen closed case NUMBER; its clocks go on as the process says."""
    _do(number, stage, Alteration(verb="reopen", status=status, reason=reason))


@click.command("complete")
@number_argument
@_milestone
@click.option("--at", type=Moment(), help="When it was completed; left out: now.")
@stage_option
def complete(number: str, milestone: str, at: Instant | None, stage: str) -> None:
    """Complete MILESTONE of case NUMBER."""
    asked = Alteration(verb="complete_milestone", milestone=milestone, completed_at=at)
    _do(number, stage, asked)


@click.command("reopen-milestone")
@number_argument
@_milestone
@_reason
@stage_option
def reopen_milestone(number: str, milestone: str, reason: str | None, stage: str) -> None:
    """Take the completion of MILESTONE back; the time in between counts."""
    _do(number, stage, Alteration(verb="reopen_milestone", milestone=milestone, reason=reason))


@click.command("waive")
@number_argument
@_milestone
@_needed_reason
@stage_option
def waive(number: str, milestone: str, reason: str, stage: str) -> None:
    """Exempt MILESTONE of case NUMBER from counting."""
    _do(number, stage, Alteration(verb="waive", milestone=milestone, reason=reason))


COMMANDS = (change, stop, resume, close, reopen, complete, reopen_milestone, waive)


def _do(number: str, stage: str, asked: Alteration) -> None:
    """Do it, and show what the milestones have become."""
    world, caller = world_of(stage)
    view = change_case(world, number, asked, caller)
    status = escape(str(view.file.fields.get("status")))
    out = console()
    out.print(f"{view.file.number}: {status}, {view.roll_up.replace('_', ' ')}")
    show_milestones(out, view, world.shelf.current().settings.zone)
