"""The letter that tells of an entitlement that ends: to its account's owner, else to the fallback queue."""

from shared.domain.account import Account
from shared.domain.assignment import recipients_of_owner
from shared.domain.configuration import Configuration
from shared.domain.ending_notice import EndingNotice
from shared.domain.entitlement import Entitlement
from shared.domain.letter import Letter
from shared.domain.mail_template import render
from shared.errors import Misconfigured, Refused


def ending_letter(
    notice: EndingNotice,
    entitlement: Entitlement,
    account: Account | None,
    configuration: Configuration,
) -> Letter | None:
    """Write it; None if the settings name no template. Raises Refused if nobody has an address."""
    settings = configuration.settings
    name = settings.notices.entitlement_ending
    if name is None:
        return None
    template = configuration.template(name)
    if template is None:
        raise Misconfigured(f"There is no mail template '{name}'.")
    to = recipients_of_owner(
        account.owner if account else None,
        None,
        configuration.users,
        configuration.queues,
        settings.fallback_queue,
    )
    if not to:
        raise Refused("Nobody to write to: neither the account's owner nor the fallback queue.")
    known = {**(account.related() if account else {}), **entitlement.related()}
    values = {path: None if value is None else str(value) for path, value in known.items()}
    filled = render(
        template,
        {
            **values,
            "organisation.name": settings.sender.name,
            "entitlement.days_left": str(notice.days_left),
        },
    )
    return Letter(
        to=to,
        subject=filled.subject,
        text=filled.text,
        html=filled.html,
        missing=filled.missing,
    )
