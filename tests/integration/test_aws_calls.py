"""What one create and one fire ask of AWS: calls at the real adapters, units at the table in memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from cli.organisation_files import read_organisation
from shared.adapters.aws import config_of
from shared.adapters.bus import EventBus
from shared.adapters.call_queue import SqsCalls
from shared.adapters.dynamo.directory import DynamoDirectory
from shared.adapters.dynamo.jobs import DynamoJobs
from shared.adapters.dynamo.ledger import DynamoLedger
from shared.adapters.dynamo.mail_states import DynamoMailStates
from shared.adapters.dynamo.mails import DynamoMails
from shared.adapters.dynamo.notices import DynamoNotices
from shared.adapters.dynamo.policy_store import DynamoPolicies
from shared.adapters.dynamo.record_store import DynamoRecords
from shared.adapters.mail import SesPostman
from shared.adapters.public_holidays import public_holidays
from shared.adapters.scheduler import SchedulerAlarm
from shared.adapters.secret_store import ManagedSecrets
from shared.adapters.wake_queue import SqsWakes
from shared.domain.history import Caller
from shared.domain.mail.delivery import Delivery
from shared.workflows.apply_organisation import apply_organisation
from shared.workflows.fire_due import fire_due
from shared.workflows.open_case import open_case
from shared.workflows.record_delivery import record_delivery
from shared.workflows.world import World
from tests.support.calls import Calls, counted
from tests.support.fakes.fixed_mint import FixedMint
from tests.support.fakes.hand_clock import HandClock
from tests.support.fakes.memory_mailbox import MemoryMailbox
from tests.support.fakes.memory_runs import MemoryRuns
from tests.support.many_milestones import a_process, organisation
from tests.support.table import TABLE, make_table
from tests.support.town import EXAMPLES, WEB, Town, an_intake

ANN = "ann@northwind.example"
SENDER = "support@milepost.example"
ROLE = "arn:aws:iam::123456789012:role/alarm"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:wakes"
SERVICES = ("dynamodb", "scheduler", "sqs", "ses", "events", "secretsmanager")


class Amazon:
    """The real adapters on moto, with the organisation of the examples applied."""

    def __init__(self) -> None:
        self.clients: dict[str, Any] = {name: _client(name) for name in SERVICES}
        self.clock = HandClock()
        dynamo = self.clients["dynamodb"]
        make_table(dynamo)
        self.clients["scheduler"].create_schedule_group(Name="milepost")
        url = self.clients["sqs"].create_queue(QueueName="wakes")["QueueUrl"]
        calls = self.clients["sqs"].create_queue(QueueName="calls")["QueueUrl"]
        self.clients["ses"].verify_email_identity(EmailAddress=SENDER)
        self.clients["ses"].create_configuration_set(ConfigurationSet={"Name": "milepost"})
        self.clients["secretsmanager"].create_secret(
            Name="milepost/test/mail/reply", SecretString="a secret"
        )
        self.world = World(
            records=DynamoRecords(dynamo, TABLE),
            directory=DynamoDirectory(dynamo, TABLE),
            policies=DynamoPolicies(dynamo, TABLE),
            ledger=DynamoLedger(dynamo, TABLE),
            notices=DynamoNotices(dynamo, TABLE),
            mail_states=DynamoMailStates(dynamo, TABLE),
            jobs=DynamoJobs(dynamo, TABLE),
            runs=MemoryRuns(),
            alarm=SchedulerAlarm(
                self.clients["scheduler"],
                group="milepost",
                role_arn=ROLE,
                queue_arn=QUEUE,
                dlq_arn=f"{QUEUE}-dead",
            ),
            wakes=SqsWakes(self.clients["sqs"], url),
            postman=SesPostman(
                self.clients["ses"],
                sender=SENDER,
                configuration_set="milepost",
                deployment="milepost-test",
            ),
            calls=SqsCalls(self.clients["sqs"], calls),
            bus=EventBus(self.clients["events"], "milepost"),
            clock=self.clock,
            mint=FixedMint(),
            mails=DynamoMails(dynamo, TABLE),
            mailbox=MemoryMailbox(),
            counters=DynamoMails(dynamo, TABLE),
            secrets=ManagedSecrets(
                self.clients["secretsmanager"], "milepost/test/mail/", self.clock
            ),
            mail_sender="support@milepost.example",
            public_holidays=public_holidays,
        )
        apply_organisation(
            read_organisation(EXAMPLES / "acme"),
            directory=self.world.directory,
            policies=self.world.policies,
            clock=self.clock,
            caller=Caller(name="test", door="cli"),
            progress=lambda *_: None,
        )

    def counted(self) -> Any:
        return counted(*self.clients.values())


def _client(name: Any) -> Any:
    strict = Config(parameter_validation=True)
    return boto3.client(name, config=config_of(name).merge(strict))


@pytest.fixture(scope="module")
def amazon() -> Iterator[Amazon]:
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.delenv("AWS_ENDPOINT_URL", raising=False)
        yield Amazon()


def names(calls: Calls) -> dict[str, int]:
    return {name.split(".", 1)[1]: times for name, times in sorted(calls.made.items())}


def test_a_create_is_two_read_rounds_one_write_one_schedule_and_a_message_if_mail_is_due(
    amazon: Amazon,
) -> None:
    open_case(amazon.world, an_intake(ANN, key="cold"), WEB)

    with amazon.counted() as calls:
        opened = open_case(amazon.world, an_intake(ANN, key="warm"), WEB)

    made = names(calls)
    mail_is_due = bool(amazon.world.records.load(opened.number).effects)
    assert opened.entitlement is not None
    assert made.pop("SendMessage", 0) == int(mail_is_due)
    assert made == {
        "BatchGetItem": 1,
        "Query": 1,
        "TransactWriteItems": 1,
        "CreateSchedule": 1,
    }


def test_a_cold_process_adds_one_load_of_the_configuration(amazon: Amazon) -> None:
    cold = _cold(amazon.world)

    with amazon.counted() as calls:
        open_case(cold, an_intake(ANN, key="from the cold"), WEB)

    assert calls.of("Query") == 2
    assert calls.of("TransactWriteItems") == 1


def test_a_fire_is_a_read_a_write_the_mails_their_log_and_one_mark(amazon: Amazon) -> None:
    number = open_case(amazon.world, an_intake(ANN, key="fire"), WEB).number
    fire_due(amazon.world, number, "message", None)
    file = amazon.world.records.load(number)
    assert file.armed_for is not None
    amazon.clock.move_to(file.armed_for)

    with amazon.counted() as calls:
        report = fire_due(amazon.world, number, "schedule", file.armed_for)

    made = names(calls)
    assert report.fired
    assert made.pop("SendRawEmail") == len(report.outcomes)
    assert made.pop("GetSecretValue", 0) <= 1
    assert made == {
        "GetItem": made["GetItem"],
        "TransactWriteItems": 1,
        "CreateSchedule": 1,
        "BatchWriteItem": 1,
        "PutItem": 1,
    }
    assert made["GetItem"] <= 3


def test_A3_news_of_a_bounce_is_a_mark_a_look_and_a_line_however_often_it_comes(
    amazon: Amazon,
) -> None:
    number = open_case(amazon.world, an_intake(ANN, key="bounce"), WEB).number
    fire_due(amazon.world, number, "message", None)
    file = amazon.world.records.load(number)
    assert file.armed_for is not None
    amazon.clock.move_to(file.armed_for)
    fire_due(amazon.world, number, "schedule", file.armed_for)
    log = amazon.world.records.action_log(number).items
    sent = next(one for one in log if one.result == "sent")
    news = Delivery(
        kind="bounced",
        message_id="0100-1",
        effect=sent.effect,
        addresses=sent.to,
        at=amazon.clock.now(),
        permanent=True,
    )

    with amazon.counted() as calls:
        recorded = [record_delivery(amazon.world, news) for _ in range(2)]

    assert [one.logged for one in recorded] == [True, False]
    made = names(calls)
    assert made["PutItem"] == 2 * len(sent.to) + recorded[0].second_way
    assert (made["Query"], made["BatchWriteItem"]) == (2, 1)
    states = amazon.world.mail_states.of(sent.to)
    assert {state.state for state in states.values()} == {"bounced"}
    results = [one.result for one in amazon.world.records.action_log(number).items]
    assert results.count("bounced") == 1


def test_the_units_of_a_create_and_a_fire_stay_small() -> None:
    town = Town()
    town.post(key="cold")
    table = town.store.dynamo

    spent: dict[str, tuple[float, float, Counter[str]]] = {}
    _measure(town, spent, "create", lambda: town.post(key="warm"))
    town.deliver()
    town.clock.tick(60)
    _measure(town, spent, "first fires of two records", town.deliver)

    for what, (read, written, calls) in spent.items():
        print(f"{what}: {read:g} read units, {written:g} write units, {dict(calls)}")
    assert spent["create"][0] <= 6
    assert spent["create"][1] <= 30
    assert table.calls["Scan"] == 0


def _measure(
    town: Town, spent: dict[str, tuple[float, float, Counter[str]]], what: str, act: Any
) -> None:
    table = town.store.dynamo
    read, written, calls = table.read, table.written, Counter(table.calls)
    act()
    spent[what] = table.read - read, table.written - written, table.calls - calls


def _cold(world: World) -> World:
    ports = {
        name: value for name, value in vars(world).items() if name not in ("shelf", "reply_key")
    }
    return World(**ports)


def test_P6_two_hundred_milestones_fire_through_the_real_adapters(
    amazon: Amazon, tmp_path: Path
) -> None:
    town = Town(organisation(tmp_path, a_process(200)))
    world = replace(
        town.world,
        records=amazon.world.records,
        directory=amazon.world.directory,
        policies=amazon.world.policies,
        mint=amazon.world.mint,
    )
    apply_organisation(
        read_organisation(tmp_path),
        directory=world.directory,
        policies=world.policies,
        clock=town.clock,
        caller=Caller(name="test", door="cli"),
        progress=lambda *_: None,
    )
    number = open_case(world, an_intake(key="many"), WEB).number
    town.alarm.ring()
    town.clock.tick(30 * 3_600)
    town.queue.wake(number, "sweep", None)
    while town.deliver(world=world):
        pass

    file = amazon.world.records.load(number)
    assert file.effects == ()
    assert sum(len(one.done) for one in file.sla.milestones) == 800
    mails = [times for effect, times in town.postman.count_by_effect.items() if number in effect]
    assert mails
    assert set(mails) == {1}
