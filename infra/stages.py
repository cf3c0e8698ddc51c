"""The stages, as values: everything in which one deployment differs from another."""

from dataclasses import dataclass
from typing import Literal

Architecture = Literal["arm64", "x86_64"]
Egress = Literal["public", "loopback"]


@dataclass(frozen=True, slots=True)
class Throttle:
    """What a route lets through: requests per second, and at once."""

    rate: int
    burst: int


@dataclass(frozen=True, slots=True)
class MailDomain:
    """A domain that is Milepost's alone: mail goes out from it, and all mail to it comes here."""

    name: str
    rule_set: str | None = None
    """A set of receipt rules that the account has already; none, and the stage makes its own."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment; retention in days, sizes in MB, the sweep's rate in minutes."""

    name: str
    keeps_data: bool
    """Data survives a deleted stack, and cannot be deleted by mistake."""
    recovery_days: int
    """How far back the table can be restored; none if zero."""
    log_days: int
    people_memory: int
    """For the doors at which somebody waits."""
    worker_memory: int
    worker_concurrency: int
    """Most batches of wakes at a time; two is the least that Lambda allows."""
    form_concurrency: int | None
    """Most strangers at a time, so that a flood of them leaves room for the clocks."""
    sweep_minutes: int
    sender: str
    origins: tuple[str, ...]
    """Where the browsers of agents may come from."""
    public: Throttle
    api: Throttle
    call_concurrency: int
    """Most calls to the world outside at a time."""
    mail_concurrency: int
    """Most batches of mail at a time, so that a flood of it leaves room for the clocks."""
    daily_hour: int
    """The hour, in UTC, at which each day's jobs begin."""
    mail: MailDomain | None = None
    """Without one, mail goes out from the one address that is verified, and none comes in."""
    egress: Egress = "public"
    """Where calls may go: public addresses alone, or for tests this machine itself as well."""
    architecture: Architecture = "arm64"
    host_wheels: bool = False
    """The local AWS runs functions on the host's Python, whatever the template says."""

    @property
    def call_secrets(self) -> str:
        """How the name of every secret begins that signs a call."""
        return f"milepost/{self.name}/call/"

    @property
    def mail_secrets(self) -> str:
        """How the name of every secret begins that mail is signed with."""
        return f"milepost/{self.name}/mail/"

    @property
    def sending_identity(self) -> str:
        """What SES must have verified before the stage may send: the domain, else the address."""
        return self.mail.name if self.mail else self.sender

    @property
    def rule_set(self) -> str:
        """The set that holds the stage's receipt rule."""
        return (self.mail and self.mail.rule_set) or self.prefix

    @property
    def prefix(self) -> str:
        """How everything with a name of its own begins."""
        return f"milepost-{self.name}"


LOCAL = Stage(
    name="local",
    keeps_data=False,
    recovery_days=0,
    log_days=3,
    people_memory=512,
    worker_memory=512,
    worker_concurrency=2,
    form_concurrency=None,
    sweep_minutes=1,
    sender="support@milepost.example",
    origins=("http://127.0.0.1:8000", "http://localhost:8000"),
    public=Throttle(rate=50, burst=100),
    api=Throttle(rate=100, burst=200),
    call_concurrency=2,
    mail_concurrency=2,
    daily_hour=4,
    egress="loopback",
    host_wheels=True,
)

DEV = Stage(
    name="dev",
    keeps_data=False,
    recovery_days=1,
    log_days=14,
    people_memory=1024,
    worker_memory=1024,
    worker_concurrency=10,
    form_concurrency=None,
    sweep_minutes=1,
    sender="support@dev.milepost.example",
    origins=("https://console.dev.milepost.example",),
    public=Throttle(rate=10, burst=20),
    api=Throttle(rate=50, burst=100),
    call_concurrency=10,
    mail_concurrency=10,
    daily_hour=4,
    mail=MailDomain("dev.milepost.example"),
)

PROD = Stage(
    name="prod",
    keeps_data=True,
    recovery_days=35,
    log_days=365,
    people_memory=1024,
    worker_memory=1024,
    worker_concurrency=50,
    form_concurrency=50,
    sweep_minutes=1,
    sender="support@milepost.example",
    origins=("https://console.milepost.example",),
    public=Throttle(rate=20, burst=50),
    api=Throttle(rate=500, burst=1000),
    call_concurrency=50,
    mail_concurrency=10,
    daily_hour=4,
    mail=MailDomain("milepost.example"),
)

STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}


def stage_named(name: str) -> Stage:
    """The stage of that name; ValueError lists those that exist."""
    found = STAGES.get(name)
    if found is None:
        raise ValueError(f"There is no stage '{name}'; there are {', '.join(STAGES)}.")
    return found
