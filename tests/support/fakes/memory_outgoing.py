"""The world outside in memory: it answers what a test tells it to, under the rules of the real one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shared.adapters.outgoing.egress import Egress
from shared.adapters.outgoing.https import MOST_BYTES
from shared.errors import Refused, Unavailable
from shared.ports import Posted


@dataclass(frozen=True, slots=True)
class Post:
    """One post that left."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass
class MemoryOutgoing:
    """The Outgoing of tests; `addresses` are those of every name, `answer` None is silence."""

    answer: Posted | None = field(default_factory=lambda: Posted(200, "thank you"))
    addresses: tuple[str, ...] = ("203.0.114.1",)
    posted: list[Post] = field(default_factory=list)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
        if urlsplit(url).scheme != "https" or len(body) > MOST_BYTES:
            raise Refused("only https is called, and with 64 KB")
        if not all(Egress().admits(address) for address in self.addresses):
            raise Refused("the name leads to an address which is not public")
        self.posted.append(Post(url, body, dict(headers)))
        if self.answer is None:
            raise Unavailable("no answer within 3 s")
        return self.answer
