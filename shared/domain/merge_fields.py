"""The words that a mail template may leave open, and what each of them stands for."""

from collections.abc import Mapping

MERGE_FIELDS: Mapping[str, str] = {
    "organisation.name": "the name of the sender in the settings",
    "case.number": "the readable number, such as 7K2M9QXRD",
    "case.subject": "what the customer wrote as subject",
    "case.description": "what the customer wrote",
    "case.status": "the status",
    "case.priority": "the priority",
    "case.origin": "the channel that it came through",
    "case.owner": "the person who owns it",
    "case.queue": "the queue that holds it",
    "case.created_at": "when it was received",
    "case.escalation_level": "how often it was escalated",
    "contact.name": "the customer's name, else the name that was given on the form",
    "contact.email": "the customer's address, else the address that was given on the form",
    "account.name": "the customer's company",
    "account.tier": "its tier",
    "asset.product": "the product of the asset",
    "asset.serial_number": "the serial number of the asset",
    "entitlement.name": "the entitlement that covers the record",
    "entitlement.type": "its type",
    "entitlement.end_date": "its last day",
    "entitlement.days_left": "how many days are left until then; known to `entitlement_ending` alone",
    "process.name": "the entitlement process that the record runs on",
    "process.version": "the version of it",
    "pause.since": "when the present pause began",
    "pause.reason": "the reason that was given for a stop by hand",
    "milestone.name": "the milestone that the mail is about",
    "milestone.start": "when it began to count",
    "milestone.target": "the instant by which it is to be completed",
    "milestone.remaining": "the time left until the target, in words",
    "milestone.overdue": "the time since the target, in words; 0m before it",
    "milestone.calendar": "the business hours that it counts in",
}
"""Merge field to meaning; besides these, `case.<field>` stands for each declared field."""
