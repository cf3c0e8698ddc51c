"""The store of secrets in memory."""

from shared.errors import Absent, Unavailable


class MemorySecrets:
    """The Secrets of tests: by name the present value, then the one before."""

    def __init__(self, **known: tuple[str, ...]) -> None:
        self.known = known
        self.is_broken = False

    def values(self, name: str) -> tuple[str, ...]:
        if self.is_broken:
            raise Unavailable("the store of secrets does not answer")
        if not self.known.get(name):
            raise Absent(f"There is no secret '{name}'.")
        return self.known[name]
