"""No mail takes more than five seconds or 300 MB to read, whatever it is made of (fault 30)."""

import json
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from shared.domain.mail.limits import (
    MOST_ADDRESSES,
    MOST_ATTACHMENTS,
    MOST_DEPTH,
    MOST_PARTS,
)
from shared.domain.mail.read import read_mail
from tests.support.hostile_mails import HOSTILE
from tests.support.mails import OURS, a_mail, an_envelope, read
from tests.support.peak_memory import peak_mb

ROOT = Path(__file__).parents[4]
MOST_SECONDS = 5.0
MOST_MB = 300


def test_I5_fault_30_the_most_hostile_mails_are_read_in_time_and_in_little_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.domain.mail.test_bounds"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["name"] for one in found] == list(HOSTILE)
    assert [one for one in found if one["seconds"] > MOST_SECONDS] == []
    assert [one for one in found if one["mb"] > MOST_MB] == []


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("100,000 parts", "parts"),
        ("a thousand boxes in a box", "depth"),
        ("a header of 24 MB", "header"),
        ("a million headers", "header"),
        ("files without end", "attachments"),
        ("quotation marks", "text"),
    ],
)
def test_I5_what_is_left_out_is_said(name: str, broken: str) -> None:
    assert broken in read(HOSTILE[name]()).left_out


def test_I5_up_to_its_bounds_everything_is_read() -> None:
    many = ", ".join(f"a{n}@x.example" for n in range(MOST_ADDRESSES + 5))
    assert len(read(a_mail(to=many)).to) == MOST_ADDRESSES
    inner = "--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
    kind = {"content_type": 'multipart/mixed; boundary="b"'}
    files = read(a_mail(inner * MOST_ATTACHMENTS + "--b--", **kind))
    assert (len(files.attachments), files.left_out) == (MOST_ATTACHMENTS, ())
    texts = read(a_mail("--b\n\nword\n" * MOST_PARTS + "--b--", **kind))
    assert (texts.text.count("word"), texts.left_out) == (MOST_PARTS, ())
    assert MOST_DEPTH == 20


def test_I5_of_a_mail_too_large_the_beginning_is_read() -> None:
    raw = a_mail(
        "--b\n\nThe text.\n--b\nContent-Disposition: attachment\n\nxxxx",
        content_type='multipart/mixed; boundary="b"',
    )
    mail = read_mail(raw, an_envelope(), deployment=OURS, is_whole=False)
    assert (mail.text, mail.attachments, mail.left_out) == ("The text.", (), ("size",))


def _measure() -> None:
    for name, make in HOSTILE.items():
        raw = make()
        began = process_time()
        read(raw)
        seconds = process_time() - began
        del raw
        told = {"name": name, "seconds": round(seconds, 2), "mb": peak_mb()}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    _measure()
