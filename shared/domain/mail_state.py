"""What is known of a mail address: whether it takes mail at all, and whether its owner wants any."""

from typing import Literal, TypeAlias

from shared.business_time.instant import Instant
from shared.domain.value import Frozen

State: TypeAlias = Literal["bounced", "complained", "cleared"]


class MailState(Frozen):
    """The last that was said of an address, when and why; `cleared` by a person, who is named.

    `effect` is the mail by which it came out.
    """

    address: str
    state: State
    at: Instant
    why: str = ""
    effect: str | None = None

    @property
    def bars(self) -> bool:
        """Whether nothing that nobody wrote may go there."""
        return self.state != "cleared"

    @property
    def words(self) -> str:
        """The state and its reason on one line."""
        return f"{self.state}: {self.why}" if self.why else self.state
