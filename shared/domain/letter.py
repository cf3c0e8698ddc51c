"""An effect made into a letter: the words of its template and the addresses of its recipients."""

from collections.abc import Sequence

from shared.domain.acknowledgement import without_strangers_words
from shared.domain.case_file import CaseFile
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.effect import Effect
from shared.domain.mail_template import render
from shared.domain.merge_values import merge_values
from shared.domain.recipients import addresses_of, fallback_addresses
from shared.domain.value import Frozen
from shared.errors import Fault, Refused


class Letter(Frozen):
    """Ready to be sent; `missing` are merge fields that nothing was known of."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str | None
    missing: tuple[str, ...]


def mentions_description(effect: Effect, configuration: Configuration) -> bool:
    """Whether its words show the description, which lies beside the case file."""
    template = configuration.template(effect.template)
    target = configuration.call_target(effect.target)
    wordings = (template and template.text, template and template.html, target and target.words)
    return any("case.description" in (words or "") for words in wordings)


def letter_of(
    file: CaseFile,
    effect: Effect,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
    description: str | None,
) -> Letter:
    """Write the letter; raises Refused when there is no such template or nobody to write to."""
    template = configuration.template(effect.template)
    if template is None:
        raise Refused(f"There is no mail template '{effect.template}'.")
    to = addresses_of(effect.to, file, configuration)
    if not to and effect.or_fallback:
        to = fallback_addresses(configuration)
    if not to:
        names = ", ".join(recipient.kind for recipient in effect.to)
        raise Refused(
            f"Nobody to write to: no address is known for {names}.",
            faults=(Fault("/to", "no address is known", "no_recipient"),),
        )
    milestone = next(
        (m for m in known if (m.milestone, m.occurrence) == (effect.milestone, effect.occurrence)),
        None,
    )
    settings = configuration.settings
    values = merge_values(
        file,
        milestone,
        zone=settings.zone,
        organisation=settings.sender.name,
        description=description,
    )
    if effect.answers and not file.verified:
        values = without_strangers_words(values, file)
    filled = render(template, values)
    return Letter(
        to=to,
        subject=filled.subject,
        text=filled.text,
        html=filled.html,
        missing=filled.missing,
    )
