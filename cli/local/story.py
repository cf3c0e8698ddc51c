"""A case's life on the terminal, line by line as it happens."""

import time
from collections.abc import Iterator
from typing import Any

import click
from rich.console import Console

from cli.local.aws import LocalAws
from cli.local.desk import Desk

_PAUSE = 3
_COLOURS = {"created": "bold", "matched": "cyan", "assigned": "cyan", "mail": "magenta"}


class Story:
    """Prints what is new in the timeline of one record."""

    def __init__(self, desk: Desk, number: str, console: Console) -> None:
        self._desk = desk
        self._number = number
        self._console = console
        self._seen: set[str] = set()

    def follow(self, aws: LocalAws) -> None:
        """Print until somebody interrupts; raises ClickException when the local AWS has ended."""
        while True:
            try:
                self.show_new()
            except click.ClickException as silence:
                if not aws.lives():
                    raise click.ClickException(
                        f"The local AWS has ended. {aws.log_end()}"
                    ) from None
                self._console.print(silence.message, style="yellow", markup=False)
            time.sleep(_PAUSE)

    def show_new(self) -> None:
        """Print the entries that were not there before."""
        for entry in self._fresh():
            colour = "red" if "violat" in entry["text"] else _COLOURS.get(entry["kind"], "green")
            self._console.print(
                line_of(entry), style=colour, markup=False, highlight=False, soft_wrap=True
            )

    def _fresh(self) -> Iterator[dict[str, Any]]:
        for entry in self._desk.get(f"/cases/{self._number}/timeline?limit=500")["items"]:
            key = repr(sorted(entry.items()))
            if key not in self._seen:
                self._seen.add(key)
                yield entry


def line_of(entry: dict[str, Any]) -> str:
    """One line: when, what, about which milestone, how late, who woke us."""
    milestone = f" {entry['milestone']}:" if entry.get("milestone") else ""
    parts = [f"{entry['at'][11:19]}  {entry['kind']:<9}{milestone} {entry['text']}"]
    if entry["kind"] == "milestone" and entry.get("due_at"):
        parts.append(f"target {entry['due_at'][11:19]}")
    if entry.get("lateness_seconds") is not None and entry["kind"] in ("action", "mail"):
        parts.append(f"{entry['lateness_seconds']} s after it was due")
    if entry.get("wake_source"):
        parts.append(f"woken by {entry['wake_source']}")
    return " · ".join(parts)
