"""An agent answers by mail: judged whole, kept with the record, sent after the commit (A4)."""

from collections.abc import Iterator

from shared.domain.alteration import Alteration, Repeat
from shared.domain.attached import too_much
from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView
from shared.domain.configuration import Configuration
from shared.domain.history import Caller
from shared.domain.kept_reply import Reply, ReplyFile
from shared.domain.mail.kept import people_in
from shared.domain.mail.plain_page import page_of_words
from shared.domain.mail.written_page import MOST_PAGE_BYTES, page_of_markdown
from shared.domain.reply import (
    ReplyDraft,
    customer_of,
    needs_mails,
    strangers,
    subject_of,
)
from shared.errors import Fault, Refused
from shared.workflows.attachments import files_to_send
from shared.workflows.change_case import change_case
from shared.workflows.world import World


def reply_by_mail(
    world: World, number: str, draft: ReplyDraft, caller: Caller, *, repeat: Repeat | None = None
) -> CaseView:
    """Keep the answer and owe its mail, once; raises Refused with every fault, and what a change does."""
    alteration = Alteration(verb="reply", comment=draft.body, public=True)
    if repeat is None or world.records.receipt(repeat.key, world.clock.now()) is None:
        reply = _judged(world, world.records.load(number), draft)
        alteration = alteration.model_copy(update={"reply": reply})
    return change_case(world, number, alteration, caller, repeat=repeat)


def _judged(world: World, file: CaseFile, draft: ReplyDraft) -> Reply:
    configuration = world.shelf.current()
    customer = customer_of(file)
    page = page_of_markdown(draft.body) if draft.form == "markdown" else page_of_words(draft.body)
    files, faults_of_files = _files(world, file, draft)
    faults = [
        *faults_of_files,
        *_bad_addresses(world, file, draft, configuration),
        *_bad_page(page),
    ]
    if not draft.to and customer is None:
        faults.append(Fault("/to", "No address of the customer is known: name one.", "missing"))
    if faults:
        raise Refused("The answer cannot be sent so.", faults=tuple(faults))
    return Reply(
        to=draft.to or (customer or "",),
        cc=draft.cc,
        subject=subject_of(file, draft.subject),
        html=page,
        files=files,
    )


def _files(
    world: World, file: CaseFile, draft: ReplyDraft
) -> tuple[tuple[ReplyFile, ...], tuple[Fault, ...]]:
    try:
        found = files_to_send(world, file.number, draft.attachments)
    except Refused as refused:
        return (), refused.faults
    files = tuple(one.as_sent() for one in found)
    return files, tuple(too_much(files))


def _bad_addresses(
    world: World, file: CaseFile, draft: ReplyDraft, configuration: Configuration
) -> Iterator[Fault]:
    heard: tuple[str, ...] = ()
    if needs_mails(draft, file, configuration):
        heard = people_in(world.mails.mails(file.number))
    return strangers(draft, file, heard, configuration)


def _bad_page(page: str) -> Iterator[Fault]:
    if len(page.encode()) > MOST_PAGE_BYTES:
        yield Fault("/body", "This makes a page that is too long for a mail.", "too_long")
