"""Write `docs/mail-samples.md`: every example message, taken in by a deployment, and what it became."""

import re
from pathlib import Path

from shared.domain.mail import limits
from shared.domain.mail.envelope import Verdicts
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.receive_mail import Received
from tests.support.hostile_mails import HOSTILE
from tests.support.mail_town import MailTown
from tests.support.mails import FOLDER, TRUSTED, a_mail, read

PAGE = Path(__file__).parents[1] / "docs" / "mail-samples.md"
_UNTRUSTED = ("forged",)
_EXAMPLE_NUMBER = re.compile(rb"3K7Q-?9WZD-?D")
_HEAD = """\
# Mail samples, and what each becomes

Every message of `examples/mails`, taken in by a deployment in memory that has a route for it; first alone, then when the case that it may name is open. The receiving service vouches for every sender but that of `forged`. Every message was handed over for a route, as `list` is only by its Cc: `milepost mail send` takes the To, so that one needs `--to support@acme.example`, or it waits in quarantine as `no_route`. `make samples` writes this page, and a test holds it to the code.

| message | read as | left out | files | alone it becomes | answered | with its case open it becomes |
|---|---|---|---|---|---|---|
"""
_BOUNDS = f"""
## Bounds

| of a mail | is read at most |
|---|---|
| size | {limits.MOST_BYTES // limits.BEGINNING} MB whole; of a larger one the first {limits.BEGINNING // 1024} KB |
| headers | {limits.MOST_HEADER_BYTES // 1024} KB, of a part {limits.MOST_PART_HEADER_BYTES // 1024} KB |
| parts, levels | {limits.MOST_PARTS}, {limits.MOST_DEPTH} |
| addresses of one header | {limits.MOST_ADDRESSES} |
| files | {limits.MOST_ATTACHMENTS} |
| text | {limits.MOST_TEXT:,} characters |

What is beyond is left out of the case, which says so; the stored original has it all. `tests/unit/domain/mail/test_bounds.py` reads {len(HOSTILE)} mails made to take long or much memory, and `tests/fault/test_mail_faults.py` takes the largest in whole: none may take more than 5 s or 300 MB.

`make fuzz` reads 100,000 messages that nobody sent, half of them examples bent, half generated, and takes each fifth in three times. A run on two cores: no fault, the slowest 0.4 s, 172 MB in all; of the 20,000 taken in 18,150 became cases, 385 comments, 93 were kept with a case, and 1,372 waited in quarantine.
"""
_BECAME = {"case": "a case", "comment": "a comment", "kept": "kept with the case"}
_REASONS = {
    "automatic_answer": "an automatic answer to nothing",
    "machine": "a machine's",
    "no_route": "no route",
}


def page() -> str:
    """The whole page."""
    rows = "".join(f"{_row(path)}\n" for path in sorted(FOLDER.glob("*.eml")))
    return f"{_HEAD}{rows}{_BOUNDS}"


def _row(path: Path) -> str:
    raw = path.read_bytes()
    mail = read(raw)
    town = MailTown()
    verdicts = Verdicts() if path.stem in _UNTRUSTED else TRUSTED
    alone = town.arrives(raw, sender=_returned(mail), verdicts=verdicts)
    town.deliver()
    answered = "yes" if town.postman.posted else "no"
    other = MailTown()
    number = other.arrives(a_mail(message_id="<plain-1@northwind.example>")).number or ""
    named = _EXAMPLE_NUMBER.sub(number.encode(), raw)
    joined = other.arrives(named, sender=_returned(mail), verdicts=verdicts)
    files = sum(len(kept.files) for kept in town.kept.mails(alone.number)) if alone.number else 0
    cells = (
        f"`{path.stem}`",
        (mail.automatic or "a person's").replace("_", " "),
        ", ".join(mail.left_out) or "-",
        str(files) if alone.number else f"{len(mail.attachments)}, not taken out",
        f"{_said(alone)}{_whose(town, alone)}",
        answered,
        "the same" if _said(joined) == _said(alone) else _said(joined),
    )
    return f"| {' | '.join(cells)} |"


def _whose(town: MailTown, received: Received) -> str:
    if received.became != "case" or received.number is None:
        return ""
    return f" of {town.store.records.load(received.number).contact or 'nobody known'}"


def _returned(mail: IncomingMail) -> str:
    """The envelope's sender: reports have none."""
    return "" if mail.automatic == "bounce" or mail.sender is None else mail.sender.address


def _said(received: Received) -> str:
    if received.became == "quarantined":
        return f"quarantine: {_REASONS.get(received.why or '', received.why)}"
    return _BECAME[received.became]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
