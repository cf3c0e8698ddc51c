"""The organisation's own settings: one document that every door and verb reads."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from shared.domain.duration_text import Seconds
from shared.domain.public_mail_domains import PUBLIC_MAIL_DOMAINS
from shared.domain.value import Frozen

Text: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"'{name}' is no time zone; name one such as Europe/Berlin") from unknown
    return name


def _host(name: str) -> str:
    if not name or any(mark in name for mark in "/:@ "):
        raise ValueError(f"'{name}' is not a host name: give it without scheme, port and path")
    return name.casefold()


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value.casefold() in seen:
            raise ValueError(f"'{value}' is listed twice")
        seen.add(value.casefold())
    return values


Zone: TypeAlias = Annotated[str, AfterValidator(_zone)]
Host: TypeAlias = Annotated[str, AfterValidator(_host)]
Names: TypeAlias = Annotated[tuple[Text, ...], AfterValidator(_distinct)]


class AutoAssign(Frozen):
    """On which channels matching runs by itself (R1)."""

    web: bool = True
    email: bool = True
    api: bool = True
    console: bool = True
    portal: bool = True


class LookupFilters(Frozen):
    """Which entitlements a person may pick by hand (R8)."""

    active: bool = True
    same_account: bool = True
    same_asset: bool = False
    same_contact: bool = False


class Sender(Frozen):
    """The name under which mails go out; the address belongs to the deployment."""

    name: Text = "Customer Support"


class Statuses(Frozen):
    """Which status a record gets when it is made, closed or reopened without saying one."""

    new: Text = "New"
    closed: Text = "Closed"
    reopened: Text = "Open"


class Notices(Frozen):
    """Mail templates of what the system says by itself; a notice without one is not sent."""

    received: Text | None = None
    assigned: Text | None = None
    escalated: Text | None = None
    allowance_low: Text | None = None
    allowance_exceeded: Text | None = None
    pause_overdue: Text | None = None

    def named(self) -> dict[str, str]:
        """Notice to template, for those that have one."""
        return {notice: name for notice, name in self if name is not None}


class OrgSettings(Frozen):
    """Everything that holds for the whole organisation; durations in seconds."""

    name: Text = "settings"
    zone: Zone
    default_queue: Text
    fallback_queue: Text = ""
    business_hours: Text = "24x7"
    return_hosts: tuple[Host, ...] = ()
    auto_assign: AutoAssign = AutoAssign()
    web_fields: dict[Text, Text] = Field(default_factory=dict)
    sender: Sender = Sender()
    public_mail_domains: tuple[Host, ...] = PUBLIC_MAIL_DOMAINS
    lookup_filters: LookupFilters = LookupFilters()
    low_balance_share: Annotated[float, Field(ge=0, le=1)] = 0.2
    clock_from: Literal["created", "matched"] = "created"
    statuses: Statuses = Statuses()
    stop_reasons: Names = ("Waiting on customer", "Waiting on third party", "Planned work")
    phone_origins: Names = ("Phone", "Chat")
    reopen_on_reply: bool = True
    reopen_window: Seconds = 14 * 86_400
    max_pause: Seconds | None = None
    notices: Notices = Notices()

    @model_validator(mode="before")
    @classmethod
    def _fall_back_on_the_default_queue(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and not given.get("fallback_queue"):
            return {**given, "fallback_queue": given.get("default_queue", "none")}
        return given
