"""Mails in the table and in the bucket: the same in memory and on AWS."""

from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from shared.adapters.aws import config_of
from shared.adapters.dynamo.mails import DynamoMails
from shared.adapters.mailbox import S3Mailbox
from shared.domain.attached import Attached
from shared.domain.history import LogEntry
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.kept import KeptMail, Quarantined
from shared.errors import Absent, Unavailable
from shared.ports import Mailbox, MailStore
from tests.contract.conftest import strict
from tests.support.fakes.memory_mailbox import MemoryMailbox
from tests.support.records import NINE, NUMBER
from tests.support.stores import Stores

_buckets = count(1)


def a_log_entry(**given: Any) -> LogEntry:
    filled = {
        "number": NUMBER,
        "effect": "3K7Q9WZDD.received",
        "due_at": NINE,
        "fired_at": NINE,
        "lateness_seconds": 0,
        "result": "sent",
        "attempts": 1,
    }
    return LogEntry.model_validate({**filled, **given})


@pytest.fixture
def mails(stores: Stores) -> MailStore:
    return DynamoMails(stores.client, stores.table)


def a_kept(identifier: str, at: int = NINE, **given: Any) -> KeptMail:
    return KeptMail(number=NUMBER, identifier=identifier, at=at, key=f"in/{identifier}", **given)


def an_entry(identifier: str, at: int = NINE, **given: Any) -> Quarantined:
    envelope = Envelope(identifier=identifier, key=f"in/{identifier}", recipients=("a@b.example",))
    return Quarantined(envelope=envelope, reason="spam", at=at, **given)


def test_mails_lie_beside_their_record_oldest_first_and_once(mails: MailStore) -> None:
    later, earlier = a_kept("b", NINE + 60), a_kept("a", subject="Grüße", left_out=("text",))
    for one in (later, earlier, earlier):
        mails.keep(one)
    assert mails.mails(NUMBER) == (earlier, later)
    assert mails.mails("7K2M9QXRD") == ()


def test_a_record_is_found_by_the_ids_of_its_mails(mails: MailStore) -> None:
    mails.keep(a_kept("a", message_id="in-1@x.example"))
    mails.remember("out-1@ses.example", NUMBER)
    wanted = ["in-1@x.example", "out-1@ses.example", "other@x.example"]
    assert mails.numbers_of(wanted) == {wanted[0]: NUMBER, wanted[1]: NUMBER}
    assert mails.numbers_of([]) == {}


def test_I3_a_record_is_found_by_the_ids_of_what_was_sent(stores: Stores, mails: MailStore) -> None:
    sent = a_log_entry(message_id="0100-7", own_id="own-7@acme.example")
    lost = a_log_entry(effect="lost", result="failed", own_id="own-8@acme.example")
    stores.records.log([sent, lost])
    wanted = [
        "0100-7@email.amazonses.com",
        "0100-7@eu-west-1.amazonses.com",
        "own-7@acme.example",
        "own-8@acme.example",
        "0100-7@evil-amazonses.com",
    ]
    assert mails.numbers_of(wanted) == dict.fromkeys(wanted[:3], NUMBER)


def test_quarantine_is_listed_in_pages_and_a_released_entry_leaves_it(mails: MailStore) -> None:
    for place in range(3):
        mails.quarantine(an_entry(f"q{place}", NINE + place))
    first = mails.quarantined(None, 2)
    second = mails.quarantined(first.cursor, 2)
    listed = [one.envelope.identifier for one in (*first.items, *second.items)]
    assert listed == ["q0", "q1", "q2"]
    assert mails.entry("q1") == an_entry("q1", NINE + 1)
    mails.quarantine(an_entry("q1", NINE + 1, released_at=NINE + 9, number=NUMBER))
    assert [one.envelope.identifier for one in mails.quarantined().items] == ["q0", "q2"]
    assert mails.entry("q1").number == NUMBER
    with pytest.raises(Absent):
        mails.entry("q9")


def test_I5_a_mail_that_comes_again_does_not_take_its_release_back(mails: MailStore) -> None:
    released = an_entry("q1", released_at=NINE + 9, number=NUMBER)
    mails.quarantine(an_entry("q1"))
    mails.quarantine(an_entry("q1", NINE + 60))
    assert mails.entry("q1") == an_entry("q1")
    mails.quarantine(released)
    mails.quarantine(an_entry("q1", NINE + 120))
    assert mails.entry("q1") == released
    assert mails.quarantined().items == ()


def test_counters_count_each_by_itself(mails: MailStore) -> None:
    assert [mails.count("a", NINE) for _ in range(3)] == [1, 2, 3]
    assert mails.count("b", NINE) == 1


@pytest.fixture(params=["memory", "moto"])
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    if request.param == "memory":
        return MemoryMailbox()
    request.getfixturevalue("aws")
    s3 = boto3.client("s3", config=strict("s3"))
    bucket = f"mail-{next(_buckets)}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return S3Mailbox(s3, bucket)


def test_what_is_kept_is_read_by_its_beginning(mailbox: Mailbox) -> None:
    mailbox.keep("in/a", b"0123456789", "text/plain")
    mailbox.keep("in/empty", b"", "text/plain")
    assert (mailbox.size("in/a"), mailbox.size("in/empty")) == (10, 0)
    assert (mailbox.read("in/a", 4), mailbox.read("in/a", 99)) == (b"0123", b"0123456789")
    assert mailbox.read("in/empty", 9) == b""


def test_what_is_not_there_is_absent(mailbox: Mailbox) -> None:
    with pytest.raises(Absent):
        mailbox.size("in/none")
    with pytest.raises(Absent):
        mailbox.read("in/none", 9)


def test_I5_what_arrived_is_listed_by_folder_and_time(aws: None) -> None:
    s3 = boto3.client("s3", config=strict("s3"))
    s3.create_bucket(Bucket="listed", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for key in ("in/b", "in/a", "cases/x"):
        s3.put_object(Bucket="listed", Key=key, Body=b"x")
    found = list(S3Mailbox(s3, "listed").arrived("in/", 0))
    assert [key for key, _ in found] in (["in/a", "in/b"], ["in/b", "in/a"])
    latest = max(at for _, at in found)
    assert list(S3Mailbox(s3, "listed").arrived("in/", latest + 1)) == []


def test_files_are_kept_to_be_downloaded(aws: None) -> None:
    s3 = boto3.client("s3", config=strict("s3"))
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    S3Mailbox(s3, "files").keep("a", b"<script>", "text/html")
    found = s3.head_object(Bucket="files", Key="a")
    assert (found["ContentType"], found["ContentDisposition"]) == ("text/html", "attachment")


def test_an_address_for_putting_up_takes_one_file_of_one_size(aws: None) -> None:
    s3 = boto3.client("s3", config=config_of("s3").merge(strict("s3")))
    address = S3Mailbox(s3, "files").upload_address("uploads/a/b", "text/plain", 7, 900)
    asked = parse_qs(urlsplit(address.url).query)
    signed = set(asked["X-Amz-SignedHeaders"][0].split(";"))
    assert signed == {"host", "content-type", "content-length", "content-disposition"}
    assert asked["X-Amz-Expires"] == ["900"]
    assert urlsplit(address.url).path.endswith("uploads/a/b")
    assert address.headers == {"content-type": "text/plain", "content-disposition": "attachment"}


def test_an_address_for_saving_never_shows_the_file_in_place(aws: None) -> None:
    s3 = boto3.client("s3", config=config_of("s3").merge(strict("s3")))
    evil = 'ä"; x\r\n.html'
    asked = parse_qs(urlsplit(S3Mailbox(s3, "files").download_address("a", evil, 300).url).query)
    (disposition,) = asked["response-content-disposition"]
    assert disposition.startswith('attachment; filename="___ x__.html"; filename*=UTF-8')
    assert not set(disposition) & {"\r", "\n"}
    assert asked["response-content-type"] == ["application/octet-stream"]
    told = S3Mailbox(s3, "files").download_address("in/a", "a.eml", 300, "message/rfc822")
    assert parse_qs(urlsplit(told.url).query)["response-content-type"] == ["message/rfc822"]


def test_a_file_that_was_put_up_is_read_as_it_is(aws: None) -> None:
    s3 = boto3.client("s3", config=config_of("s3").merge(strict("s3")))
    s3.create_bucket(Bucket="put-up", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    mailbox = S3Mailbox(s3, "put-up")
    mailbox.keep("uploads/a", b"1234567", "text/plain")
    assert mailbox.size("uploads/a") == 7
    assert mailbox.read("uploads/a", 7) == b"1234567"


def test_files_lie_beside_their_record_oldest_first_and_once(mails: MailStore) -> None:
    def one(identifier: str, at: int) -> Attached:
        return Attached(id=identifier, name="ä", type="b/c", size=1, key="k", by="alex", at=at)

    later, mailed = one("u1", NINE + 60), (one("m.1", NINE), one("m.2", NINE))
    mails.attach(NUMBER, "u1", [later])
    mails.attach(NUMBER, "m", mailed)
    mails.attach(NUMBER, "m", [one("other", NINE)])
    assert mails.attached(NUMBER) == (*mailed, later)
    assert mails.attached("7K2M9QXRD") == ()


def test_a_mailbox_that_does_not_answer_is_unavailable() -> None:
    mailbox = MemoryMailbox()
    mailbox.is_broken = True
    with pytest.raises(Unavailable):
        mailbox.keep("a", b"", "text/plain")
