"""The `milepost` command: one file per command, each imported only when it is asked for.

Exit codes: 0 done or agreed; 1 refused, with every fault printed; 2 the command line is wrong;
3 no such thing; 4 the deployment cannot be reached or does not work; 70 a fault of Milepost.
"""

import sys
from importlib import import_module

import click
from typing_extensions import override

from cli.speech import complain, complain_of, warn_of
from shared.domain.source_document import OrganisationRefused
from shared.errors import Absent, Broken, Contended, MilepostError

_COMMANDS = {
    "apply": ("cli.apply:apply", "Put a folder of configuration into force."),
    "calendar": ("cli.calendar:calendar", "Business hours: check vectors."),
    "calls": ("cli.calls:calls", "Webhooks and chats: targets and their secrets."),
    "case": ("cli.case:case", "Cases: show, list, change, complete, stop, export and more."),
    "checklist": ("cli.checklist:checklist", "How far the set-up is, step by step."),
    "effects": ("cli.effects:effects", "Mails and calls that were given up: list, redrive."),
    "export": ("cli.export:export", "Everything that is deployed, as files."),
    "init": ("cli.init:init", "A first folder: eight questions, or a pack."),
    "job": ("cli.job:job", "Bulk jobs: plan, run, list, show, cancel."),
    "local": ("cli.local.command:local", "The whole stack on this machine."),
    "mail": ("cli.mail:mail", "Mail: look at templates, send examples, quarantine."),
    "match": ("cli.match:match", "What a record would get, and why."),
    "matching": ("cli.matching:matching", "Matching: check a file of cases."),
    "plan": ("cli.plan:plan", "What applying a folder would change; nothing is written."),
    "process": ("cli.process:process", "Versions of processes: list, clone, publish, retire."),
    "schema": ("cli.schema:schema", "JSON Schema of configuration files, for editors."),
    "scenarios": ("cli.scenarios:scenarios", "Milestone engine: check scenarios."),
    "simulate": ("cli.simulate:simulate", "The life of a case under a process, offline."),
    "try": ("cli.try_process:try_process", "A process on the cases of the past, offline."),
    "task": ("cli.task:task", "Tasks: list, add, change, done, reopen."),
    "validate": ("cli.validate:validate", "Check a folder of configuration, offline."),
}
"""Name to where the command lives and what it does, so that `--help` imports none of them."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is used."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 refused, 2 wrong usage, 3 not found, 4 out of reach, 70 our fault.",
)
@click.version_option(package_name="milepost")
def milepost() -> None:
    """Entitlement and SLA management: configuration, cases and the local stack."""


def main() -> None:
    """Run the command line; every failure is a sentence and an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and answer its exit code."""
    try:
        answer = milepost.main(arguments, prog_name="milepost", standalone_mode=False)
    except (click.ClickException, click.Abort, KeyboardInterrupt) as stopped:
        return _stopped(stopped)
    except MilepostError as expected:
        return _said(expected)
    except Exception as unexpected:  # noqa: BLE001 - the last door: people get a sentence
        complain(f"Milepost failed unexpectedly: {type(unexpected).__name__}: {unexpected}")
        return 70
    return answer if isinstance(answer, int) else 0


def _stopped(stopped: BaseException) -> int:
    if isinstance(stopped, click.ClickException):
        stopped.show()
        return stopped.exit_code
    complain("Stopped.")
    return 130


def _said(error: MilepostError) -> int:
    if isinstance(error, OrganisationRefused):
        warn_of(error.warnings)
        complain_of(error.places)
        complain(error.message)
    else:
        complain(error.message, *(f"{fault.pointer}: {fault.message}" for fault in error.faults))
    return exit_code(error)


def exit_code(error: MilepostError) -> int:
    """Tell refusal, absence and trouble apart, for scripts."""
    if isinstance(error, Absent):
        return 3
    return 4 if isinstance(error, (Broken, Contended)) else 1
