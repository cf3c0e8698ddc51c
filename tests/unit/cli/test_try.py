"""`milepost try`: an export in, what would have been met and missed out."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import run

EXAMPLES = Path(__file__).parents[3] / "examples"
GOLD = str(EXAMPLES / "acme" / "processes" / "gold.yaml")
HEADER = "Ticket ID,Created at,First replied at,Solved at,Priority,Company\n"


def tried(
    capsys: pytest.CaptureFixture[str], file: Path, *more: str, process: str = GOLD
) -> tuple[int, str, str]:
    until = "2026-09-01T00:00:00Z"
    code = run(["try", str(file), "--process", process, "--until", until, *more])
    out, err = capsys.readouterr()
    return code, out, err


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "cases.csv"
    file.write_bytes(text.encode(encoding))
    return file


def as_json(capsys: pytest.CaptureFixture[str], file: Path, *more: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(tried(capsys, file, "--json", *more)[1])
    return told


def test_Q1_the_example_is_counted_by_month_and_its_worst_are_explained(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "try.html"
    example = EXAMPLES / "exports" / "zendesk.csv"
    code, out, _ = tried(capsys, example, "--html", str(page))
    assert code == 0
    assert "40 of 40 rows tried" in out
    assert "The worst" in out
    assert "in 24x7, named by the milestone: target" in out
    assert "<h2>First Response</h2>" in page.read_text("utf-8")


def test_bad_rows_are_told_by_line_and_the_others_are_tried(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = (
        "1,2026-03-02 10:00,2026-03-02 10:05,,High,Acme\n"
        "2,soon,,,High,Acme\n"
        "3,2026-03-02 10:00,2026-03-01 10:00,never,High,Acme\n"
        "4,,,,High,Acme\n"
    )
    code, out, err = tried(capsys, written(tmp_path, HEADER + rows))
    assert code == 0
    assert "1 of 4 rows tried" in out
    assert ":3: created 'soon' is no date" in err
    assert ":4: first_reply lies before the creation; closed 'never' is no date" in err
    assert ":5: created is blank" in err


def test_dates_that_may_mean_two_days_are_not_guessed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = written(tmp_path, HEADER + "1,2/3/2026 10:00,,,High,Acme\n")
    code, _, err = tried(capsys, file)
    assert code == 1
    assert "--dates dmy or --dates mdy" in err
    found = as_json(capsys, file, "--dates", "dmy")
    assert {row["month"] for row in found["months"]} == {"2026-03"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_exports_of_any_encoding_and_separator_are_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, encoding: str
) -> None:
    text = HEADER.replace(",", ";") + "1;2026-03-02 10:00;2026-03-05 10:00;;High;Müller AG\n"
    found = as_json(capsys, written(tmp_path, text, encoding))
    assert found["worst"][0]["customer"] == "Müller AG"


def test_columns_are_named_by_hand_where_nobody_knows_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = written(tmp_path, "Nr,Eingang,Antwort\n1,2026-03-02 10:00,2026-03-02 10:20\n")
    code, _, err = tried(capsys, file)
    assert (code, "--map created=COLUMN" in err) == (1, True)
    found = as_json(capsys, file, "--map", "created=Eingang", "--map", "first_reply=Antwort")
    replies = [row for row in found["months"] if row["milestone"] == "First Response"]
    assert [(row["met"], row["missed"]) for row in replies] == [(1, 0)]


def test_many_rows_are_tried_side_by_side_with_the_same_outcome(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rows = [f"{n},2026-03-02 10:00,2026-03-0{3 + n % 5} 10:00,,High,Acme\n" for n in range(1_200)]
    found = as_json(capsys, written(tmp_path, HEADER + "".join(rows)))
    replies = [row for row in found["months"] if row["milestone"] == "First Response"]
    assert sum(row["missed"] for row in replies) == 1_200
    assert len(found["worst"]) == 10


def test_C9_a_calendar_that_is_not_at_hand_is_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    process = tmp_path / "alone" / "further" / "down" / "gold.yaml"
    process.parent.mkdir(parents=True)
    process.write_text(Path(GOLD).read_text("utf-8"), "utf-8")
    file = written(tmp_path, HEADER + "1,2026-03-02 10:00,,,High,Acme\n")
    code, _, err = tried(capsys, file, process=str(process))
    assert code == 1
    assert "there is no calendar 'Office New York'; name its file: --calendars" in err
    calendars = str(EXAMPLES / "acme" / "calendars.yaml")
    assert tried(capsys, file, "--calendars", calendars, process=str(process))[0] == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "is empty"), ("a,b\n", "told apart"), ("Created\n", "0 of 0 rows tried")],
)
def test_a_file_without_cases_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, words: str
) -> None:
    code, out, err = tried(capsys, written(tmp_path, text))
    assert code == 1
    assert words in out + err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--zone", "Nowhere"), "'Nowhere' is no IANA time zone"),
        (("--until", "soon"), "'soon' is no instant"),
        (("--map", "created"), "--map takes MEANING=COLUMN"),
    ],
)
def test_an_option_that_cannot_be_read_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    file = written(tmp_path, HEADER)
    code = run(["try", str(file), "--process", GOLD, *more])
    assert (code, words in capsys.readouterr().err) == (2, True)
