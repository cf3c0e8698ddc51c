"""What the receiving service says of a mail: the envelope, and its verdicts, which alone are believed."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.domain.mail.header_values import Address, mailbox
from shared.domain.value import Frozen
from shared.errors import Refused

Verdict: TypeAlias = Literal["pass", "fail", "gray", "unknown"]

_VERDICTS: Mapping[str, Verdict] = {"PASS": "pass", "FAIL": "fail", "GRAY": "gray"}
_MOST_RECIPIENTS = 200


class Verdicts(Frozen):
    """How the receiving service judged a mail; a header of the same name is worth nothing."""

    spam: Verdict = "unknown"
    virus: Verdict = "unknown"
    spf: Verdict = "unknown"
    dkim: Verdict = "unknown"
    dmarc: Verdict = "unknown"


class Envelope(Frozen):
    """One delivery: `identifier` is the service's own, `sender` empty for what wants no answer."""

    identifier: str
    bucket: str = ""
    key: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    verdicts: Verdicts = Verdicts()

    @property
    def from_nobody(self) -> bool:
        """Whether the sender says that no answer is wanted (`<>`)."""
        return self.sender in ("", "<>")


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Status(_Said):
    status: str = ""

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS.get(self.status.upper(), "unknown")


class _Action(_Said):
    bucket: str = Field(default="", alias="bucketName")
    key: str = Field(alias="objectKey", min_length=1, max_length=1_024)


class _Receipt(_Said):
    recipients: tuple[str, ...] = ()
    action: _Action
    spam: _Status = Field(default=_Status(), alias="spamVerdict")
    virus: _Status = Field(default=_Status(), alias="virusVerdict")
    spf: _Status = Field(default=_Status(), alias="spfVerdict")
    dkim: _Status = Field(default=_Status(), alias="dkimVerdict")
    dmarc: _Status = Field(default=_Status(), alias="dmarcVerdict")


class _Mail(_Said):
    identifier: str = Field(alias="messageId", min_length=1, max_length=256)
    source: str = ""

    @field_validator("source", mode="before")
    @classmethod
    def _without_null(cls, given: Any) -> Any:
        return given or ""


class Notification(_Said):
    """What the receiving service publishes when it has stored a mail."""

    kind: Literal["Received"] = Field(alias="notificationType")
    mail: _Mail
    receipt: _Receipt

    def envelope(self) -> Envelope:
        """The part of it that we use."""
        said = self.receipt
        return Envelope(
            identifier=self.mail.identifier,
            bucket=said.action.bucket,
            key=said.action.key,
            sender=_bare(self.mail.source),
            recipients=tuple(dict.fromkeys(map(_bare, said.recipients[:_MOST_RECIPIENTS]))),
            verdicts=Verdicts(
                spam=said.spam.verdict,
                virus=said.virus.verdict,
                spf=said.spf.verdict,
                dkim=said.dkim.verdict,
                dmarc=said.dmarc.verdict,
            ),
        )


def read_notification(given: Mapping[str, Any]) -> Envelope:
    """Read a notification of a stored mail; raises Refused for anything else."""
    try:
        return Notification.model_validate(given).envelope()
    except ValidationError as error:
        raise Refused("This is no notification of a stored mail.") from error


def _bare(address: str) -> str:
    found: Address | None = mailbox(address)
    return found.address if found else ""
