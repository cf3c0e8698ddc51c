"""The keys that sign reply addresses: the present one, and those before it that still count."""

from collections.abc import Sequence

from pydantic import Field, ValidationError

from shared.business_time.instant import Instant
from shared.domain.value import Frozen
from shared.errors import Misconfigured

_MOST_BEFORE = 10


class OldKey(Frozen):
    """A key that was replaced; addresses that it signed are taken until then."""

    key: str = Field(min_length=1)
    until: Instant


class ReplyKeys(Frozen):
    """As they are kept, in one secret; a secret that is no such document is a key by itself."""

    present: str = Field(min_length=1)
    before: tuple[OldKey, ...] = ()

    def accepted(self, now: Instant) -> tuple[str, ...]:
        """Keys whose addresses lead to a case, the present one first."""
        return (self.present, *(old.key for old in self.before if old.until > now))

    def turned(self, fresh: str, now: Instant, grace: int) -> "ReplyKeys":
        """With a fresh key in place of the present one, which counts for `grace` seconds more."""
        old = OldKey(key=self.present, until=now + grace)
        kept = [one for one in (old, *self.before) if one.until > now]
        return ReplyKeys(present=fresh, before=tuple(kept[:_MOST_BEFORE]))

    def without_grace(self) -> "ReplyKeys":
        """The present key alone: one of the others is known to somebody."""
        return ReplyKeys(present=self.present)


def read_keys(values: Sequence[str]) -> ReplyKeys:
    """Read the secret from its present value; raises Misconfigured for a broken document."""
    said = values[0].strip()
    try:
        return ReplyKeys.model_validate_json(said) if said[:1] == "{" else ReplyKeys(present=said)
    except ValidationError as error:
        raise Misconfigured("The secret of reply addresses cannot be read.") from error
