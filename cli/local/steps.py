"""Long steps on the terminal: what is being done, for how long, and what is done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_WIDTH = 44


class Steps:
    """Shows one step at a time and leaves a line with the time of each."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Show that something is under way until the block ends."""
        started = time.monotonic()
        with Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        ) as progress:
            progress.add_task(words, total=None)
            yield
        seconds = time.monotonic() - started
        self._console.print(f"  {words:<{_WIDTH}} {seconds:5.1f} s", style="dim", highlight=False)

    def say(self, words: str) -> None:
        """Leave a line that is no step."""
        self._console.print(f"  {words}", highlight=False, markup=False, soft_wrap=True)
