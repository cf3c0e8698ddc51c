"""A stored mail read into values: bounded in time and memory, whatever its bytes are (fault 30)."""

from shared.domain.mail.attachment import Attachment, attachment_of
from shared.domain.mail.automatic import automatic
from shared.domain.mail.bounce import bounce_in
from shared.domain.mail.content import text_of
from shared.domain.mail.envelope import Envelope
from shared.domain.mail.forward import forwarded_in
from shared.domain.mail.header_values import (
    Address,
    Headers,
    addresses,
    date_of,
    message_ids,
    parameter,
    raw_value,
    raw_values,
    words,
)
from shared.domain.mail.incoming import IncomingMail
from shared.domain.mail.limits import (
    LONGEST_SUBJECT,
    MOST_ADDRESSES,
    MOST_ATTACHMENTS,
    MOST_BODY_BYTES,
    MOST_HTML,
    MOST_ROUGH_BYTES,
    MOST_TEXT,
)
from shared.domain.mail.page import rough_text, safe_html, text_of_html
from shared.domain.mail.quoted import new_text
from shared.domain.mail.sender_trust import is_verified
from shared.domain.mail.structure import Part, Structure, structure_of


def read_mail(
    raw: bytes, envelope: Envelope, *, deployment: str, is_whole: bool = True
) -> IncomingMail:
    """Read a mail; of one that is not `is_whole` only the beginning is at hand."""
    structure = structure_of(raw)
    headers = structure.headers
    shown, files = _sorted(structure)
    plain, html, is_cut = _bodies(shown, raw)
    text = (plain or (text_of_html(html) if html else ""))[:MOST_TEXT]
    is_long = _is_long(shown, html)
    if not text and is_long:
        text = rough_text("".join(text_of(one, raw, MOST_ROUGH_BYTES) for one in _pages(shown)[:1]))
    senders = addresses(*raw_values(headers, "from")[:1])
    subject = words(raw_value(headers, "subject"))[:LONGEST_SUBJECT]
    attachments = _attachments(files) if is_whole else ()
    left_out = {*structure.left_out, *_left_out(headers, files, is_cut=is_cut, is_whole=is_whole)}
    left_out |= {"html"} if is_long else set()
    return IncomingMail(
        envelope=envelope,
        senders=senders,
        verified=is_verified(envelope, senders, headers),
        reply_to=_listed(headers, "reply-to"),
        to=_listed(headers, "to"),
        cc=_listed(headers, "cc"),
        subject=subject,
        message_id=next(iter(message_ids(raw_value(headers, "message-id"))), None),
        in_reply_to=message_ids(raw_value(headers, "in-reply-to")),
        references=message_ids(raw_value(headers, "references")),
        date=date_of(raw_value(headers, "date")),
        text=text,
        new_text=new_text(text),
        html=(safe_html(html) or None) if html else None,
        attachments=attachments,
        automatic=automatic(headers, envelope, senders, subject, deployment),
        bounce=bounce_in(structure, raw),
        forwarded=forwarded_in(subject, text),
        left_out=tuple(sorted(left_out)),
    )


def _sorted(structure: Structure) -> tuple[list[Part], list[Part]]:
    """Parts that are shown, and parts that are files."""
    shown = [part for part in structure.parts if _is_shown(part)]
    return shown, [part for part in structure.parts if part not in shown]


def _is_shown(part: Part) -> bool:
    disposition = raw_value(part.headers, "content-disposition").lower()
    named = parameter(part.headers, "content-disposition", "filename") or parameter(
        part.headers, "content-type", "name"
    )
    is_text = part.type in ("text/plain", "text/html") or part.type.startswith("multipart/")
    return is_text and not named and not disposition.startswith("attachment")


def _bodies(shown: list[Part], raw: bytes) -> tuple[str, str, bool]:
    """Plain text, HTML, and whether plain text was cut."""
    plain: list[str] = []
    html: list[str] = []
    room = MOST_TEXT
    for part in shown:
        if part.type == "text/html":
            html.append(text_of(part, raw))
        elif room >= 0 and (text := text_of(part, raw)).strip():
            plain.append(text.strip("\n")[:room])
            room -= len(text)
    return "\n\n".join(plain).strip(), "\n".join(html), room < 0


def _pages(shown: list[Part]) -> list[Part]:
    return [part for part in shown if part.type == "text/html"]


def _is_long(shown: list[Part], html: str) -> bool:
    """Whether there is more of a page than is laid out."""
    sizes = (part.end - part.start for part in _pages(shown))
    return len(html) > MOST_HTML or any(size > MOST_BODY_BYTES for size in sizes)


def _attachments(files: list[Part]) -> tuple[Attachment, ...]:
    return tuple(
        attachment_of(part, place)
        for place, part in enumerate(files[:MOST_ATTACHMENTS], start=1)
        if part.type != "message/delivery-status"
    )


def _left_out(headers: Headers, files: list[Part], *, is_cut: bool, is_whole: bool) -> list[str]:
    broken = {
        "size": not is_whole,
        "attachments": len(files) > MOST_ATTACHMENTS,
        "text": is_cut,
        "addresses": len(_listed(headers, "to")) >= MOST_ADDRESSES,
    }
    return [name for name, is_broken in broken.items() if is_broken]


def _listed(headers: Headers, name: str) -> tuple[Address, ...]:
    return addresses(*raw_values(headers, name)[:2])
