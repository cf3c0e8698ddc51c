"""A report of non-delivery that comes by mail counts as the sending service's own news does (A3)."""

from shared.domain.mail.delivery import delivery_of
from shared.domain.mail.incoming import IncomingMail
from shared.workflows.record_delivery import record_delivery, sent_entry
from shared.workflows.show_case import every
from shared.workflows.world import World


def heed_report(world: World, mail: IncomingMail) -> None:
    """Record what the report says of a mail of ours, and of nobody whom we did not send it to.

    Anybody can write a report: one that names others is worth nothing.
    """
    if mail.automatic != "bounce" or mail.bounce is None:
        return
    now = world.clock.now()
    identifier = mail.message_id or mail.envelope.identifier
    told = delivery_of(mail.bounce, identifier, mail.written_at(now) or now)
    number = told.number
    if number is None:
        return
    log = every(lambda cursor: world.records.action_log(number, cursor))
    sent = sent_entry(log, told.effect)
    ours = {one.lower() for one in sent.to} if sent else set()
    addresses = tuple(one for one in told.addresses if one in ours)
    if addresses:
        record_delivery(world, told.model_copy(update={"addresses": addresses}))
