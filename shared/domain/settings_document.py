"""The organisation's own settings: one document that every door and verb reads."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.domain.case_file import AllowanceCounts, RecordType
from shared.domain.mail.route import MailSettings
from shared.domain.process_words import Duration
from shared.domain.public_mail_domains import PUBLIC_MAIL_DOMAINS
from shared.domain.reading import read_document
from shared.domain.value import Frozen
from shared.domain.written import Domains, Words, Zone


def _host(name: str) -> str:
    if not name or any(mark in name for mark in "/:@ "):
        raise ValueError(f"'{name}' is no host name: leave out scheme, port and path")
    return name.casefold()


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    folded = [value.casefold() for value in values]
    for place, value in enumerate(values):
        if folded[place] in folded[:place]:
            raise ValueError(f"'{value}' is listed twice")
    return values


def _each_once(days: tuple[int, ...]) -> tuple[int, ...]:
    for place, one in enumerate(days):
        if one in days[:place]:
            raise ValueError(f"{one} is listed twice")
    return days


Host: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_host)]
Choices: TypeAlias = Annotated[tuple[Words, ...], AfterValidator(_distinct)]


NoticeDays: TypeAlias = Annotated[
    tuple[Annotated[int, Field(strict=True, ge=0, le=3_650)], ...],
    Field(max_length=10),
    AfterValidator(_each_once),
]
"""How many days before the end of an entitlement it is told."""


class AutoAssign(Frozen):
    """On which channels matching runs by itself (R1)."""

    web: bool = True
    email: bool = True
    api: bool = True
    console: bool = True
    portal: bool = True


class LookupFilters(Frozen):
    """Which entitlements, and which assets, a person may pick by hand (R8)."""

    active: bool = True
    same_account: bool = True
    same_asset: bool = False
    same_contact: bool = False
    asset_same_account: bool = False
    asset_same_contact: bool = False
    asset_entitled_account: bool = False
    asset_entitled_contact: bool = False

    @property
    def asks_for_entitled_assets(self) -> bool:
        """Whether an asset must have an entitlement to be picked."""
        return self.asset_entitled_account or self.asset_entitled_contact


class Sender(Frozen):
    """The name under which mails go out; the address belongs to the deployment."""

    name: Words = "Customer Support"


class Statuses(Frozen):
    """Which status a record gets when it is made, closed or reopened without saying one."""

    new: Words = "New"
    closed: Words = "Closed"
    reopened: Words = "Open"


class Notices(Frozen):
    """Mail templates of what the system says by itself; a notice without one is not sent."""

    received: Words | None = None
    assigned: Words | None = None
    escalated: Words | None = None
    allowance_low: Words | None = None
    allowance_exceeded: Words | None = None
    pause_overdue: Words | None = None
    entitlement_ending: Words | None = None

    def named(self) -> dict[str, str]:
        """Notice to template, for those that have one."""
        return {notice: name for notice, name in self if name is not None}


class OrgSettings(Frozen):
    """Everything that holds for the whole organisation; durations in seconds."""

    name: Words = "settings"
    zone: Zone
    default_queue: Words
    fallback_queue: Words = ""
    business_hours: Words = "24x7"
    return_hosts: tuple[Host, ...] = ()
    auto_assign: AutoAssign = AutoAssign()
    web_fields: dict[Words, Words] = Field(default_factory=dict)
    sender: Sender = Sender()
    public_mail_domains: Domains = PUBLIC_MAIL_DOMAINS
    lookup_filters: LookupFilters = LookupFilters()
    low_balance_share: Annotated[float, Field(ge=0, le=1)] = 0.2
    allowance_counts: AllowanceCounts = "at_creation"
    clock_from: Literal["created", "matched"] = "created"
    statuses: Statuses = Statuses()
    stop_reasons: Choices = ("Waiting on customer", "Waiting on third party", "Planned work")
    waiting_reasons: Choices = ("Waiting on customer",)
    phone_origins: Choices = ("Phone", "Chat")
    reopen_on_reply: bool = True
    reopen_window: Duration = 14 * 86_400
    max_pause: Duration | None = None
    notices: Notices = Notices()
    mail: MailSettings = MailSettings()
    guidelines: Words | None = None
    milestones_on: Literal["case", "work_order", "both"] = "both"
    ending_notice_days: NoticeDays = (60, 30, 7)

    @model_validator(mode="before")
    @classmethod
    def _fall_back_on_the_default_queue(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and not given.get("fallback_queue"):
            return {**given, "fallback_queue": given.get("default_queue", "none")}
        return given


def runs_milestones(settings: OrgSettings, record_type: RecordType) -> bool:
    """Whether records of a type have a clock at all; entitlements are stamped all the same."""
    return settings.milestones_on in (record_type, "both")


def parse_settings(body: Mapping[str, Any]) -> OrgSettings:
    """Read a document of kind `settings`; raises Refused with every fault and its path."""
    return read_document(OrgSettings, body, "settings")
