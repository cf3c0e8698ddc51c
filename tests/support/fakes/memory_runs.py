"""Runs of jobs in memory: who was started, for a test to run or to forget."""

from shared.errors import Unavailable


class MemoryRuns:
    """The Runs of tests."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.is_broken = False

    def start(self, identifier: str) -> None:
        """Keep the start, unless it is to fail."""
        if self.is_broken:
            raise Unavailable("start a job: broken")
        self.started.append(identifier)
