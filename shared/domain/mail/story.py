"""What the story of a record says of a mail that came in and shows nowhere else."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shared.domain.case_view import TimelineEntry
from shared.domain.mail.told_bounds import told_left_out, why_automatic

if TYPE_CHECKING:
    from shared.domain.mail.kept import KeptMail


def lines_of_mail(mail: "KeptMail") -> Iterator[TimelineEntry]:
    """That it was kept without effect, and what of it was left out."""
    sender = mail.sender or "nobody"
    subject = mail.subject or "(no subject)"
    if mail.became == "kept":
        kind = "automatic mail" if mail.automatic else "mail"
        why = f" ({why_automatic(mail.automatic)})" if mail.automatic else ""
        yield _line(mail, f"{kind} from {sender} kept: {subject}{why}")
    if mail.left_out:
        words = told_left_out(mail.left_out)
        yield _line(mail, f"mail from {sender}, left out: {words}; the original has it all")


def _line(mail: "KeptMail", words: str) -> TimelineEntry:
    return TimelineEntry(at=mail.at, kind="mail", text=words, who=mail.sender, door="email")
