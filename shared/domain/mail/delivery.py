"""What the sending service says became of a mail, whatever way it takes to say so."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from shared.business_time.instant import Instant
from shared.domain.mail_state import MailState
from shared.domain.record_number import is_number
from shared.domain.value import Frozen
from shared.errors import Refused
from shared.names import EFFECT_HEADER

if TYPE_CHECKING:
    from shared.domain.mail.bounce import Bounce

DeliveryKind: TypeAlias = Literal[
    "sent", "delivered", "delayed", "bounced", "suppressed", "complained", "rejected"
]

_MOST_ADDRESSES = 50
_LONGEST_WHY = 200
_LONGEST_ADDRESS = 320
_LONGEST_EFFECT = 200
_SUPPRESSED = "OnAccountSuppressionList"


class Delivery(Frozen):
    """One thing that became of a mail, at an instant of the service's own clock."""

    kind: DeliveryKind
    message_id: str
    effect: str | None = None
    addresses: tuple[str, ...] = ()
    at: Instant
    permanent: bool = False
    why: str = ""

    @property
    def identifier(self) -> str:
        """The same for the same news, however often it comes."""
        said = (self.kind, self.message_id, self.effect or "", str(self.at), *self.addresses)
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]

    @property
    def number(self) -> str | None:
        """The record that owed the mail."""
        number = (self.effect or "").partition(".")[0]
        return number if is_number(number) else None

    @property
    def reached_nobody(self) -> bool:
        """Whether the addresses never saw the mail, and never will."""
        return self.kind in ("bounced", "suppressed", "rejected")

    def states(self) -> tuple[MailState, ...]:
        """What is known of the addresses from now on; a full mailbox says nothing of them."""
        failed = (self.kind == "bounced" and self.permanent) or self.kind == "suppressed"
        if not failed and self.kind != "complained":
            return ()
        state: Literal["bounced", "complained"] = "bounced" if failed else "complained"
        return tuple(
            MailState(address=one, state=state, at=self.at, why=self.why, effect=self.effect)
            for one in self.addresses
        )


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Header(_Said):
    name: str
    value: str = ""


class _Mail(_Said):
    message_id: str = Field(alias="messageId", min_length=1, max_length=256)
    timestamp: AwareDatetime
    destination: tuple[str, ...] = ()
    headers: tuple[_Header, ...] = ()


class _Recipient(_Said):
    address: str = Field(alias="emailAddress")
    why: str = Field(default="", alias="diagnosticCode")


class _About(_Said):
    """The part that has the name of the event; no event has all of it."""

    timestamp: AwareDatetime | None = None
    recipients: tuple[str, ...] = ()
    bounced: tuple[_Recipient, ...] = Field(default=(), alias="bouncedRecipients")
    complained: tuple[_Recipient, ...] = Field(default=(), alias="complainedRecipients")
    delayed: tuple[_Recipient, ...] = Field(default=(), alias="delayedRecipients")
    kind: str = Field(default="", alias="bounceType")
    sort: str = Field(default="", alias="bounceSubType")
    complaint: str | None = Field(default=None, alias="complaintFeedbackType")
    complaint_sort: str | None = Field(default=None, alias="complaintSubType")
    delay: str = Field(default="", alias="delayType")
    reason: str = ""


_KINDS: dict[str, tuple[DeliveryKind, str]] = {
    "Send": ("sent", "send"),
    "Delivery": ("delivered", "delivery"),
    "DeliveryDelay": ("delayed", "deliveryDelay"),
    "Bounce": ("bounced", "bounce"),
    "Complaint": ("complained", "complaint"),
    "Reject": ("rejected", "reject"),
}


def read_delivery(given: Mapping[str, Any]) -> Delivery:
    """Read an event of the sending service; raises Refused for anything else."""
    kind, name = _KINDS.get(str(given.get("eventType")), (None, ""))
    if kind is None:
        raise Refused("This is no event of a mail that was sent.")
    try:
        mail = _Mail.model_validate(given.get("mail"))
        about = _About.model_validate(given.get(name) or {})
    except ValidationError as error:
        places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors()[:5])
        raise Refused(f"The event of a mail cannot be read: {places}.") from error
    moment = about.timestamp or mail.timestamp
    return Delivery(
        kind="suppressed" if _SUPPRESSED in (about.sort, about.complaint_sort) else kind,
        message_id=mail.message_id,
        effect=_effect(mail.headers),
        addresses=_addresses(about, mail),
        at=int(moment.timestamp()),
        permanent=about.kind == "Permanent",
        why=_why(about),
    )


def delivery_of(bounce: "Bounce", message_id: str, at: Instant) -> Delivery:
    """The same news from a report that came by mail."""
    return Delivery(
        kind="bounced" if bounce.permanent else "delayed",
        message_id=message_id,
        effect=bounce.effect,
        addresses=tuple(one.lower() for one in bounce.failed),
        at=at,
        permanent=bounce.permanent,
        why="a report by mail",
    )


def _effect(headers: tuple[_Header, ...]) -> str | None:
    wanted = EFFECT_HEADER.lower()
    found = next((one.value.strip() for one in headers if one.name.lower() == wanted), "")
    return found if 0 < len(found) <= _LONGEST_EFFECT else None


def _addresses(about: _About, mail: _Mail) -> tuple[str, ...]:
    told = (*about.bounced, *about.complained, *about.delayed)
    named = [one.address for one in told] or about.recipients or mail.destination
    bare = (_bare(one) for one in named[:_MOST_ADDRESSES])
    return tuple(dict.fromkeys(one for one in bare if one))


def _bare(address: str) -> str:
    """As it is looked up: without a name, in lower case; empty if it is none."""
    found = address.rpartition("<")[2].rstrip("> ").strip().lower()
    return found if "@" in found and len(found) <= _LONGEST_ADDRESS else ""


def _why(about: _About) -> str:
    said = next((one.why for one in (*about.bounced, *about.delayed) if one.why), "")
    sort = about.sort or about.complaint_sort or about.complaint or about.delay or about.reason
    words = ": ".join(part for part in (sort, said) if part)
    return " ".join(words.split())[:_LONGEST_WHY]
