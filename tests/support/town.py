"""A whole deployment in memory: verbs, table, schedules, queue and mail under one hand clock."""

from pathlib import Path

from cli.organisation_files import read_organisation
from shared.adapters.public_holidays import public_holidays
from shared.business_time.instant import Instant
from shared.domain.call import CallResult
from shared.domain.history import Caller, WakeSource
from shared.domain.intake import WEB_REPEAT_SECONDS, Intake, Opened
from shared.domain.organisation import Organisation
from shared.workflows.apply_organisation import apply_organisation
from shared.workflows.fire_due import FireReport, fire_due, postpone
from shared.workflows.open_case import open_case
from shared.workflows.sweep_due import SweepReport, sweep_due
from shared.workflows.world import World
from tests.support.fakes.fixed_mint import FixedMint
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_alarm import MemoryAlarm
from tests.support.fakes.memory_bus import MemoryBus
from tests.support.fakes.memory_calls import MemoryCalls, a_report
from tests.support.fakes.memory_mailbox import MemoryMailbox
from tests.support.fakes.memory_postman import MemoryPostman
from tests.support.fakes.memory_queue import MemoryQueue
from tests.support.fakes.memory_runs import MemoryRuns
from tests.support.fakes.memory_secrets import MemorySecrets
from tests.support.fakes.memory_store import MemoryStore

EXAMPLES = Path(__file__).parents[2] / "examples"
ACTIONS = Path(__file__).parents[1] / "fixtures" / "actions"
WEB = Caller(name="web form", door="web")
AGENT = Caller(name="alex", door="api", roles=("agents",))
MINUTE = 60
REPLY_KEY = "a secret that signs reply addresses"
MAIL_DOMAIN = "milepost.example"
MAIL_SENDER = f"support@{MAIL_DOMAIN}"


class Town:
    """Ports that misbehave on demand, and everything that AWS would do between the doors."""

    def __init__(self, organisation: str | Path | Organisation = "smoke", *, seed: int = 1) -> None:
        self.clock = HandClock()
        self.store = self.make_store()
        self.alarm = MemoryAlarm(self.clock)
        self.queue = MemoryQueue(self.clock)
        self.postman = MemoryPostman()
        self.calls = MemoryCalls()
        self.bus = MemoryBus()
        self.runs = MemoryRuns()
        self.mailbox = MemoryMailbox()
        self.secrets = MemorySecrets(reply=(REPLY_KEY,))
        self.world = World(
            records=self.store.records,
            directory=self.store.directory,
            policies=self.store.policies,
            ledger=self.store.ledger,
            notices=self.store.notices,
            mail_states=self.store.mail_states,
            jobs=self.store.jobs,
            runs=self.runs,
            alarm=self.alarm,
            wakes=self.queue,
            postman=self.postman,
            calls=self.calls,
            bus=self.bus,
            clock=self.clock,
            mint=FixedMint(seed),
            mails=self.store.mails,
            mailbox=self.mailbox,
            counters=self.store.mails,
            secrets=self.secrets,
            mail_sender=MAIL_SENDER,
            public_holidays=public_holidays,
        )
        self.apply(_read(organisation))

    def apply(self, organisation: Organisation) -> None:
        """Put an organisation into force."""
        apply_organisation(
            organisation,
            directory=self.store.directory,
            policies=self.store.policies,
            clock=self.clock,
            caller=Caller(name="test", door="cli"),
            progress=_silence,
        )

    def make_store(self) -> MemoryStore:
        """The table; another town may stand on another one."""
        return MemoryStore(self.clock)

    def post(self, email: str = "sue@smoke-ltd.example", *, key: str = "once") -> Opened:
        """A customer posts the form."""
        return open_case(self.world, an_intake(email, key=key), WEB)

    def deliver(self, *, world: World | None = None) -> list[FireReport]:
        """Ring what is due, and answer every visible message; a failing one comes back later."""
        for armed in self.alarm.ring():
            self.queue.wake(armed.number, "schedule", armed.at)
        reports = []
        for sent in self.queue.receive():
            try:
                reports.append(
                    fire_due(
                        world or self.world, sent.number, sent.source, sent.due_at, sent.report
                    )
                )
            except Exception:  # noqa: BLE001 - as the door does: the message comes back
                postpone(self.world, sent.number)
                self.queue.give_back(sent, after_seconds=120)
        return reports

    def answer_calls(self, result: CallResult = "sent", *, status: int | None = 200) -> int:
        """The door behind the call queue makes every waiting call, and reports; how many it made."""
        waiting = self.calls.receive()
        for call in waiting:
            report = a_report(call, self.clock.now(), result, status=status)
            self.queue.wake(call.number, "call", None, report=report)
        return len(waiting)

    def sweep(self) -> SweepReport:
        """One run of the sweep."""
        return sweep_due(self.world)

    def pass_minutes(
        self, minutes: int, *, step: int = 5, sweeps: bool = True, rings: bool = True
    ) -> list[FireReport]:
        """Let time pass in small steps, with schedules, messages and the sweep every minute."""
        reports: list[FireReport] = []
        for second in range(step, minutes * MINUTE + 1, step):
            self.clock.tick(step)
            if not rings:
                self.alarm.ring()
            if sweeps and second % MINUTE == 0:
                self.sweep()
            reports += self.deliver()
        return reports

    def wake(
        self, number: str, source: WakeSource = "schedule", due_at: Instant | None = None
    ) -> FireReport:
        """One wake by hand."""
        return fire_due(self.world, number, source, due_at)

    def mails(self) -> dict[str, int]:
        """Effect without its number, and how often it went out."""
        counts = self.postman.count_by_effect
        return {effect.split(".", 1)[1]: times for effect, times in sorted(counts.items())}


def an_intake(email: str = "sue@smoke-ltd.example", *, key: str = "once") -> Intake:
    """What the public form makes of a customer's post."""
    return Intake(
        origin="web",
        name="Sue Smoke",
        email=email,
        subject="Is it burning?",
        description="There is smoke.",
        fields={"priority": "High"},
        repeat_key=key,
        repeat_seconds=WEB_REPEAT_SECONDS,
        fingerprint=key,
    )


def _read(organisation: str | Path | Organisation) -> Organisation:
    """An example by its name, a folder by its path; any other organisation as it is."""
    if isinstance(organisation, Organisation):
        return organisation
    return read_organisation(EXAMPLES / organisation)


def _silence(_done: int, _total: int, _what: str) -> None:
    """Nobody watches the tests apply."""
