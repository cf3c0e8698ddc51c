"""A claimed effect made into the mail that leaves: a template's words, or an agent's answer."""

from collections.abc import Sequence

from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.kept_reply import ReplyFile
from shared.domain.letter import letter_of, mentions_description
from shared.domain.mail_frame import framed
from shared.errors import Absent, Refused
from shared.ports import OutgoingFile, OutgoingMail
from shared.workflows.tie_mail import for_watchers, tie_mail
from shared.workflows.world import World


def write_mail(
    world: World,
    file: CaseFile,
    effect: Effect,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
) -> tuple[OutgoingMail, tuple[str, ...]]:
    """The mail, and the merge fields that nothing was known of; raises Refused."""
    if effect.comment is not None:
        return _answer(world, file, effect, effect.comment, configuration), ()
    letter = letter_of(
        file, effect, known, configuration, description_for(world, file, effect, configuration)
    )
    mail = OutgoingMail(
        effect=effect.id,
        number=file.number,
        to=letter.to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        sender_name=configuration.settings.sender.name,
        auto_submitted="auto-replied" if effect.answers else "auto-generated",
        ties=for_watchers(tie_mail(world, file, effect.id), effect),
    )
    return mail, letter.missing


def description_for(
    world: World, file: CaseFile, effect: Effect, configuration: Configuration
) -> str | None:
    """The description, which lies beside the file, if the words of the effect show it."""
    if mentions_description(effect, configuration):
        return world.records.text(file.number, "description")
    return None


def _file(world: World, file: ReplyFile) -> OutgoingFile:
    try:
        return OutgoingFile(file.name, file.type, world.mailbox.read(file.key, file.size))
    except Absent as absent:
        raise Refused(f"The file '{file.name}' is not there any more.") from absent


def _answer(
    world: World, file: CaseFile, effect: Effect, order: int, configuration: Configuration
) -> OutgoingMail:
    try:
        comment = world.records.comment(file.number, order)
    except Absent as absent:
        raise Refused("The answer is not there any more.") from absent
    reply = comment.reply
    if reply is None:
        raise Refused("The comment was not written to be sent.")
    return OutgoingMail(
        effect=effect.id,
        number=file.number,
        to=reply.to,
        cc=reply.cc,
        subject=reply.subject,
        text=comment.body,
        html=framed(reply.html) if reply.html else None,
        files=tuple(_file(world, one) for one in reply.files),
        sender_name=configuration.settings.sender.name,
        auto_submitted="no",
        ties=tie_mail(world, file, effect.id),
    )
