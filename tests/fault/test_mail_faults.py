"""Mail at its largest and strangest through a whole deployment, and a sending service that is down."""

import json
import subprocess
import sys
import zipfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from time import process_time

from shared.domain.mail.limits import MOST_BYTES
from shared.errors import Unavailable
from shared.workflows.redrive_effect import parked_effects, redrive_effect
from tests.support.delivery_town import ALEX, API, DANA, DeliveryTown
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail
from tests.support.peak_memory import peak_mb

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 5.0
MOST_MB = 300
MB = 1024 * 1024


def test_I5_fault_29_the_largest_mails_are_taken_in_whole_in_time_and_in_little_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fault.test_mail_faults"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["became"] for one in found] == ["case", "case"]
    assert [one["files"] for one in found] == [1, 0], "beyond 25 MB only the beginning is read"
    assert [one for one in found if one["seconds"] > MOST_SECONDS or one["mb"] > MOST_MB] == []


def test_I5_fault_31_a_zip_bomb_is_stored_as_it_came_and_never_opened() -> None:
    town = MailTown()
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for place in range(10):
            archive.writestr(f"{place}.bin", b"\x00" * MB)
    received = town.arrives(with_file(bomb.getvalue(), "application/zip", "../../42.zip"))
    (mail,) = town.kept.mails(received.number or "")
    (file,) = mail.files
    content, kind = town.mailbox.stored[file.key]
    assert (content, kind) == (bomb.getvalue(), "application/zip")
    assert "/" not in file.name
    assert len(bomb.getvalue()) < 20_000, "it would have been ten megabytes"


def test_I5_fault_31_a_program_is_stored_under_a_key_that_its_sender_did_not_choose() -> None:
    town = MailTown()
    received = town.arrives(with_file(b"MZ\x90", "application/x-msdownload", "invoice.pdf.exe"))
    (mail,) = town.kept.mails(received.number or "")
    assert mail.files[0].key.endswith("/files/1")
    assert mail.files[0].type == "application/x-msdownload"


def test_A3_fault_48_with_sending_paused_clocks_run_and_cases_come_in() -> None:
    town = DeliveryTown()
    town.postman.fail(*(Unavailable("AccountSendingPausedException") for _ in range(6)))
    first = town.a_late_case()
    second = town.a_case("another")
    assert town.store.records.load(first).sla.milestones
    assert {result for _, result in town.results(first)} == {"failed"}
    assert town.store.records.load(second).number == second
    town.pass_minutes(30)
    assert [one.mail.to[0].lower() for one in town.postman.posted].count(ALEX) == 2
    assert set(town.postman.count_by_effect.values()) == {1}


def test_A3_fault_48_a_mail_that_never_goes_is_parked_in_sight_and_redriven_whole() -> None:
    town = DeliveryTown(to=("contact",))
    town.postman.fail(*(Unavailable("Throttling") for _ in range(8)))
    number = town.a_late_case()
    town.pass_minutes(300, step=60)
    (parked,) = parked_effects(town.world, None, 10).items
    assert (parked.number, parked.attempts, parked.detail) == (number, 8, "Throttling")
    redrive_effect(town.world, parked.effect, API)
    town.pass_minutes(1)
    assert [one.mail.to for one in town.postman.posted] == [(DANA,)]


def with_file(content: bytes, kind: str, name: str) -> bytes:
    encoded = b64encode(content).decode()
    lines = "\n".join(encoded[place : place + 76] for place in range(0, len(encoded), 76))
    body = (
        f"--b\n\nSee the file.\n--b\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="{name}"\n\n{lines}\n--b--\n'
    )
    return a_mail(body, content_type='multipart/mixed; boundary="b"')


def measure() -> None:
    """One line for a mail just within the cap, and one for the largest that the service takes."""
    for size in (MOST_BYTES - 64 * 1024, 40 * MB):
        town = MailTown()
        head, tail = with_file(b"", "application/pdf", "plan.pdf").split(b"\n\n\n", 1)
        line = b"A" * 76 + b"\n"
        raw = head + b"\n\n" + line * ((size - 1_000) // 77) + tail
        began = process_time()
        received = town.arrives(raw)
        seconds = process_time() - began
        files = sum(len(mail.files) for mail in town.kept.mails(received.number or ""))
        told = {
            "bytes": len(raw),
            "became": received.became,
            "files": files,
            "seconds": round(seconds, 2),
            "mb": peak_mb(),
        }
        del town, raw
        print(json.dumps(told))


if __name__ == "__main__":
    measure()
