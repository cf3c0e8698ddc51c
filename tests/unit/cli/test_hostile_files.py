"""Whatever a folder holds, it is told what is wrong, in bounded time and memory, and nothing runs."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.configuration_folder import read_folder
from cli.main import run

ROOT = Path(__file__).parents[3]
BASE = "kind: settings\nzone: Europe/Berlin\ndefault_queue: Desk\n---\nkind: queue\nname: Desk\n"
QUEUE = "kind: queue\nname: Q\n"
ACCOUNT = "{kind: account, external_id: a}\n---\n"
DEEP = "".join(f"{' ' * level}a:\n" for level in range(3_000))
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)
TOO_MANY = "holds more than 500000 keys and values; split it"
WEIGHED = """
import sys
from cli.main import run
from tests.support.peak_memory import peak_mb
code = run(sys.argv[1:])
print(peak_mb())
sys.exit(code)
"""
SECONDS = 30
MEGABYTES = 400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(["validate", str(folder)]) == 1
    return capsys.readouterr().err.splitlines()[:-1]


@pytest.mark.parametrize(
    ("name", "content", "sentences"),
    [
        ("x.yaml", "# " + "x" * 5_000_000, ["x.yaml: larger than 5 MB; split it"]),
        ("x.yaml", BOMB, ["x.yaml:5: aliases repeat too much; write it out"]),
        (
            "x.yaml",
            "kind: queue\nname: !!python/object/apply:os.system [exit]\n",
            [
                (
                    "x.yaml:2: tags such as 'tag:yaml.org,2002:python/object/apply:os.system' are not "
                    "allowed"
                )
            ],
        ),
        ("x.yaml", "[" * 100_000, ["x.yaml:1: more than 60 levels deep"]),
        ("x.yaml", DEEP, ["x.yaml:61: more than 60 levels deep"]),
        ("x.json", "[" * 1_000_000, ["x.json: too many levels deep"]),
        (
            "x.yaml",
            "kind: queue\nname: Q\nname: R\nmembers: []\nmembers: []\n",
            ["x.yaml:3: name: this key stands twice", "x.yaml:5: members: this key stands twice"],
        ),
        ("x.yaml", QUEUE.encode("utf-16"), ["x.yaml:1: not UTF-8 text"]),
        (
            "x.yaml",
            QUEUE.encode("utf-16-le"),
            ["x.yaml:1: not YAML: it holds characters that are not text"],
        ),
        ("x.yaml", "kind: queue\nname: Bür\n".encode("latin-1"), ["x.yaml:2: not UTF-8 text"]),
        ("x.yaml", random.Random(1).randbytes(10_000), ["x.yaml:1: not UTF-8 text"]),
        (
            "x.yaml",
            b"kind: queue\nname: Q\0\n",
            ["x.yaml:2: not YAML: it holds characters that are not text"],
        ),
        (
            "x.yaml",
            'kind: queue\nname: "Q\\0"\n',
            ["x.yaml:2: name: has control characters or line breaks in it"],
        ),
        ("x.json", '{"kind": "queue", "x": NaN}', ["x.json: not JSON: NaN is no number"]),
        ("x.json", '{"x": 1e999}', ["x.json: the number 1e999 is too large; write it as text"]),
        (
            "x.json",
            f'{{"x": {"9" * 5_000}}}',
            ["x.json: a number has more than 18 digits; write it as text"],
        ),
        (
            "x.yaml",
            f"kind: account\nexternal_id: a\nfields: {{x: {'y' * 400_000}}}\n",
            ["x.yaml:1: is larger than 350 KB as it is kept: 400 KB"],
        ),
        (
            "x.yaml",
            (
                f"{ACCOUNT}{{kind: entitlement, external_id: e, account: a, start_date: 2026-02-30, "
                "end_date: 10000-01-01}\n---\n"
                "{kind: contract, external_id: c, account: a, start_date: 2026-02-02, "
                "end_date: 2026-02-01}\n---\n"
                "{kind: asset, external_id: s, account: a, install_date: 0000-01-01}\n"
            ),
            [
                "x.yaml:3: end_date: '10000-01-01' is no date: write it as 2026-03-02",
                "x.yaml:3: start_date: '2026-02-30' is no day of the calendar",
                "x.yaml:5: end_date: lies before the start date 2026-02-02",
                "x.yaml:7: install_date: '0000-01-01' is no day of the calendar",
            ],
        ),
        (
            "x.yaml",
            (
                "kind: process\nname: P\nbusiness_hours: Gone\nmilestones:\n"
                "- {milestone: A, within: 1h, business_hours: Gone}\n"
            ),
            [
                "x.yaml:3: business_hours: there is no calendar 'Gone'",
                "x.yaml:5: milestones[0].business_hours: there is no calendar 'Gone'",
            ],
        ),
        (
            "x.yaml",
            (
                f"{ACCOUNT}{{kind: contract, external_id: c, account: a, parent: d}}\n---\n"
                "{kind: contract, external_id: d, account: a, parent: c}\n---\n"
                "{kind: entitlement, external_id: e, account: a, renewed_from: e}\n"
            ),
            [
                "x.yaml:3: parent: goes in a circle: c < d < c",
                "x.yaml:5: parent: goes in a circle: d < c < d",
                "x.yaml:7: renewed_from: goes in a circle: e < e",
            ],
        ),
        (
            "x.yaml",
            f'{ACCOUNT}{{kind: account, external_id: " a "}}\n',
            ["x.yaml:3: external_id: account 'a' stands in x.yaml:1 too"],
        ),
        (
            "x.yaml",
            (
                f"{ACCOUNT}{{kind: account, external_id: b}}\n---\n"
                "{kind: contract, external_id: c, account: b}\n---\n"
                "{kind: line, external_id: l, contract: c, product: p}\n---\n"
                "{kind: entitlement, external_id: e, account: a, line: l}\n---\n"
                "{kind: contract, external_id: d, account: a}\n---\n"
                "{kind: entitlement, external_id: f, account: a, line: l, contract: d}\n"
            ),
            [
                "x.yaml:9: line: contract 'c' belongs to 'b'",
                "x.yaml:13: contract: line 'l' belongs to 'c'",
            ],
        ),
    ],
)
def test_every_fault_is_told_with_its_place(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str | bytes,
    sentences: list[str],
) -> None:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert told(folder, capsys) == sentences


def test_what_is_quoted_in_a_fault_never_fills_the_screen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.yaml").write_text(
        f"kind: process\nname: P\nmilestones: [{{milestone: A, within: '{'1d' * 50_000}x'}}]\n"
    )
    (sentence,) = told(folder, capsys)
    assert len(sentence) < 700
    assert sentence.endswith("is no duration: write 90m, 4h, 2d or 1h30m")


def test_nothing_outside_of_the_folder_is_read_and_nothing_in_it_is_left_out_silently(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "secret.yaml").symlink_to("/etc/passwd")
    (folder / "gone.yaml").symlink_to("/nowhere")
    (folder / "shared").symlink_to("/etc")
    (folder / "same.yaml").symlink_to(folder / "own.yaml")
    (folder / "own.yaml").write_text(QUEUE)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    (folder / "folder.yaml" / "in.yaml").write_text("kind: queue\nname: R\n")

    documents, faults = read_folder(folder)

    assert {one.file for one in documents} == {
        "base.yaml",
        "folder.yaml/in.yaml",
        "own.yaml",
        "same.yaml",
    }
    assert [fault.sentence() for fault in faults] == [
        "gone.yaml: is a link that leads nowhere",
        "pipe.yaml: is no plain file",
        "secret.yaml: is a link that leads out of the folder",
        "shared: is a link to a folder, and links to folders are not followed",
    ]
    assert told(folder, capsys)


def test_a_large_organisation_in_ten_thousand_files_is_read(folder: Path) -> None:
    for number in range(10_000):
        (folder / f"q{number}.yaml").write_text(f"kind: queue\nname: Q{number}\n")
    begun = time.process_time()
    assert run(["validate", str(folder)]) == 0
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("after", ["a{}", ""], ids=["chain", "circle"])
def test_ten_thousand_parents_in_a_row_are_judged_in_seconds(folder: Path, after: str) -> None:
    last = after.format(10_000) or "a0"
    lines = [f"--- {{kind: account, external_id: a{n}, parent: a{n + 1}}}" for n in range(9_999)]
    lines.append(f"--- {{kind: account, external_id: a9999, parent: {last}}}")
    lines.append("--- {kind: account, external_id: a10000}")
    (folder / "x.yaml").write_text("\n".join(lines))
    begun = time.process_time()
    assert run(["validate", str(folder)]) == (0 if after else 1)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "content",
    ["kind: queue\nname: Q\nmembers:\n" + "- {a: b}\n" * 540_000, "---\n" * 1_000_000],
    ids=["values", "documents"],
)
def test_memory_is_bounded_for_the_worst_that_five_megabytes_can_hold(
    folder: Path, content: str
) -> None:
    (folder / "x.yaml").write_text(content)
    command = [sys.executable, "-c", WEIGHED, "validate", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert (done.returncode, TOO_MANY in done.stderr) == (1, True)
    assert int(done.stdout.split()[-1]) < MEGABYTES
