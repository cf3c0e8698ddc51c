"""Mail that comes in any number of times, into processes that die, from peers that answer everything.

Whatever happens: no mail is lost, no mail becomes two things, and answers that nobody wrote stay
within their bounds for every peer (I2, I4, I5; invariant I10 of the failure model).
"""

from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from shared.domain.mail.envelope import Envelope
from shared.workflows.mail_quarantine import quarantined, redrive
from shared.workflows.mail_world import MailWorld
from shared.workflows.receive_mail import receive_mail
from tests.support.faults import Crash, Plan, Watched, watched
from tests.support.mail_town import SUPPORT, MailTown
from tests.support.mails import a_mail
from tests.support.town import AGENT, MINUTE

PEERS = ("dana@northwind.example", "omar@fabrikam.example")
HOUR = 60 * MINUTE
MOST_ANSWERS = 1
_PORTS = ("records", "directory", "policies", "alarm", "wakes", "mail_states")
_KINDS: dict[str, dict[str, str]] = {
    "person": {},
    "machine": {"auto_submitted": "auto-generated"},
    "answer": {"auto_submitted": "auto-replied"},
    "list": {"list_id": "<hall.northwind.example>"},
}


class Intake(RuleBasedStateMachine):
    """A queue of notifications before a door that dies, and peers that answer what they get."""

    @initialize()
    def begin(self) -> None:
        self.town = MailTown(answers_per_sender=MOST_ANSWERS, mails_per_sender=40)
        self.waiting: list[Envelope] = []
        self.raw: dict[str, bytes] = {}
        self.mail_of: dict[str, str] = {}
        self.answered = 0
        self.sent = 0

    @rule(
        peer=st.sampled_from(PEERS),
        kind=st.sampled_from(("person", *_KINDS)),
        to=st.sampled_from((SUPPORT, SUPPORT, "nobody@acme.example")),
        named=st.booleans(),
    )
    def somebody_writes(self, peer: str, kind: str, to: str, named: bool) -> None:
        """A mail with an id of its own or without."""
        self.sent += 1
        identifier = f"m{self.sent}@peer.example"
        headers = {"from": peer, "message_id": f"<{identifier}>", **_KINDS[kind]}
        if not named:
            del headers["message_id"]
        raw = a_mail(f"Message {self.sent}.", **headers)
        if not named:
            raw = raw.replace(b"message-id: <m1@northwind.example>\n", b"")
        envelope = self._stored(raw, peer, to)
        self.mail_of[envelope.identifier] = identifier if named else envelope.identifier

    @precondition(lambda self: self.raw)
    @rule(place=st.integers(0, 1_000), anew=st.booleans())
    def a_mail_comes_again(self, place: int, anew: bool) -> None:
        """The queue repeats itself; a sender does, and the service gives another id to it."""
        name = sorted(self.raw)[place % len(self.raw)]
        same = next((one for one in self.waiting if one.identifier == name), None)
        envelope = same or self.envelopes[name]
        if not anew:
            self.waiting.append(envelope)
            return
        again = self._stored(self.raw[name], envelope.sender, envelope.recipients[0])
        known = self.mail_of[name]
        self.mail_of[again.identifier] = known if "@peer" in known else again.identifier

    @precondition(lambda self: self.waiting)
    @rule(dies=st.none() | st.integers(1, 20), after=st.booleans(), batch=st.integers(1, 10))
    def the_door_takes_a_batch(self, dies: int | None, after: bool, batch: int) -> None:
        plan = Plan(at=dies, when="after" if after else "before")
        taken, self.waiting = self.waiting[:batch], self.waiting[batch:]
        while taken:
            try:
                receive_mail(self._dying(plan), taken[0])
            except Crash:
                self.waiting.extend(taken)
                return
            taken.pop(0)

    @rule()
    def peers_answer_what_they_got(self) -> None:
        """Each of our mails is answered by a machine that hides it, with a mail of its own."""
        self.town.clock.tick(5)
        self.town.deliver()
        posted = self.town.postman.posted[self.answered :]
        self.answered = len(self.town.postman.posted)
        hour = self.town.clock.now() // HOUR
        self.answers.update(
            (one.mail.to[0], hour) for one in posted if one.mail.auto_submitted == "auto-replied"
        )
        for one in posted:
            for peer in set(one.mail.to) & set(PEERS):
                self.somebody_writes(peer, "person", SUPPORT, True)

    @precondition(lambda self: bool(quarantined(self.town.mail_world).items))
    @rule(dies=st.none() | st.integers(1, 20))
    def an_operator_redrives_one(self, dies: int | None) -> None:
        entry = quarantined(self.town.mail_world).items[0]
        try:
            redrive(self._dying(Plan(at=dies)), entry.envelope.identifier, AGENT)
        except Crash:
            return

    @rule(minutes=st.sampled_from((1, 20, 60)))
    def time_passes(self, minutes: int) -> None:
        self.town.clock.tick(minutes * MINUTE)

    @invariant()
    def answers_stay_within_their_bounds(self) -> None:
        assert max(self.answers.values(), default=0) <= MOST_ANSWERS, self.answers

    @override
    def teardown(self) -> None:
        """The weather clears: what waits is taken in, and each mail is one thing in one place."""
        if not hasattr(self, "town"):
            return
        for envelope in self.waiting:
            receive_mail(self.town.mail_world, envelope)
        places: dict[str, set[str]] = defaultdict(set)
        lies = self._records_by_mail()
        for identifier, mail in self.mail_of.items():
            found = lies.get(identifier, set())
            assert found or self._is_quarantined(identifier), f"{identifier} is lost"
            places[mail] |= found
        for mail, records in places.items():
            assert len(records) <= 1, f"{mail} became {records}"

    def _records_by_mail(self) -> dict[str, set[str]]:
        """Records by the service's ids of what they were made of; a repeat is known by its first."""
        by_mail: dict[str, set[str]] = defaultdict(set)
        for number in self.town.numbers():
            for kept in self.town.kept.mails(number):
                by_mail[self.mail_of[kept.identifier]].add(number)
        return {name: by_mail.get(mail, set()) for name, mail in self.mail_of.items()}

    def _is_quarantined(self, identifier: str) -> bool:
        return self.town.kept.entry(identifier).envelope.identifier == identifier

    def _stored(self, raw: bytes, sender: str, to: str) -> Envelope:
        envelope = self.town.stored(raw, sender, to)
        self.raw[envelope.identifier] = raw
        self.envelopes[envelope.identifier] = envelope
        self.waiting.append(envelope)
        return envelope

    def _dying(self, plan: Plan) -> MailWorld:
        there = self.town.mail_world
        return replace(
            there,
            world=watched(there.world, plan, _PORTS),
            mails=Watched("mails", there.mails, plan),
            mailbox=Watched("mailbox", there.mailbox, plan),
        )

    def __init__(self) -> None:
        super().__init__()
        self.envelopes: dict[str, Envelope] = {}
        self.answers: Counter[tuple[str, int]] = Counter()


TestIntake = Intake.TestCase
TestIntake.settings = settings(
    max_examples=(settings.get_current_profile_name() == "big" and 1_000) or 20,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
