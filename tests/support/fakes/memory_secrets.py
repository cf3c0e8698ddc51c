"""The store of secrets in memory."""

from shared.errors import Absent, Unavailable


class MemorySecrets:
    """The Secrets of tests: by name the present value, then the one before."""

    def __init__(self, **known: tuple[str, ...]) -> None:
        self.known = known
        self.is_broken = False
        self.short = False
        self.asked = 0
        self._made = 0

    def present(self, name: str) -> str:
        return self.values(name)[0]

    def values(self, name: str) -> tuple[str, ...]:
        self.asked += 1
        if self.is_broken:
            raise Unavailable("the store of secrets does not answer")
        if not self.known.get(name):
            raise Absent(f"There is no secret '{name}'.")
        return self.known[name]

    def keep(self, name: str, value: str) -> None:
        before = [one for one in self.known.get(name, ())[:1] if one != value]
        self.known[name] = (value, *before)

    def fresh(self) -> str:
        self._made += 1
        return "short" if self.short else f"whsec_{self._made:032}"
