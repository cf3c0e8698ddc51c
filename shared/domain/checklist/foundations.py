"""The steps about the organisation itself: settings, fields, people, channels, what people see."""

from shared.domain.checklist.holdings import Holdings
from shared.domain.checklist.verdict import Verdict, done, listed, not_done, not_used
from shared.domain.configuration import Configuration
from shared.names import AGENTS_GROUP, MANAGERS_GROUP


def settings(configuration: Configuration, _: Holdings) -> Verdict:
    """Zone, default queue and hours."""
    known = configuration.settings
    return done(
        f"{known.name}: zone {known.zone}, default queue {known.default_queue}, "
        f"business hours {known.business_hours}"
    )


def fields(configuration: Configuration, _: Holdings) -> Verdict:
    """Own fields of records; the entitlement's and the clock's are always shown."""
    declared = configuration.declared("case")
    always = "entitlement, targets and reasons are shown on every record"
    if not declared.fields:
        return not_done(f"{always}; no field of your own is declared")
    hidden = len({name for rule in declared.access for name in rule.fields})
    own = listed([field.name for field in declared.fields])
    return done(f"{always}; declared: {own}; {hidden} limited to some roles")


def filters(configuration: Configuration, _: Holdings) -> Verdict:
    """What people may pick by hand (R8)."""
    on = [name.replace("_", " ") for name, is_on in configuration.settings.lookup_filters if is_on]
    if not on:
        return not_used("people may pick any entitlement")
    return done(f"people may pick entitlements that are: {listed(on)}")


def access(configuration: Configuration, _: Holdings) -> Verdict:
    """People with the roles that support needs (S1)."""
    active = [user for user in configuration.users.values() if user.active]
    lacking = [
        role
        for role in (AGENTS_GROUP, MANAGERS_GROUP)
        if not any(role in user.roles for user in active)
    ]
    if lacking:
        return not_done(f"{len(active)} active users, nobody among: {listed(lacking)}")
    return done(f"{len(active)} active users; agents and managers are among them")


def auto_web(configuration: Configuration, _: Holdings) -> Verdict:
    """Whether matching runs for the web form (R1)."""
    return _auto("web", is_on=configuration.settings.auto_assign.web)


def auto_email(configuration: Configuration, _: Holdings) -> Verdict:
    """Whether matching runs for mail (R1)."""
    return _auto("e-mail", is_on=configuration.settings.auto_assign.email)


def auto_portal(configuration: Configuration, _: Holdings) -> Verdict:
    """Whether matching runs for cases that customers open at the portal (R1)."""
    return _auto("portal", is_on=configuration.settings.auto_assign.portal)


def feed(_: Configuration, __: Holdings) -> Verdict:
    """The story of a record, which needs no setting."""
    return done("every milestone, warning, violation and completion stands in the record's story")


def tracker(_: Configuration, __: Holdings) -> Verdict:
    """The page that shows the countdown, which is not there yet."""
    return not_used("there is no tracker page yet; the API tells remaining time and reasons")


def limits(configuration: Configuration, _: Holdings) -> Verdict:
    """Rules that an update of a milestone must satisfy (S3)."""
    number = len(configuration.milestone_rules)
    if not number:
        return not_used("no rules limit updates of milestones; roles say who may make them")
    return done(f"{number} rule{'s' * (number > 1)} for updates of milestones")


def portal(configuration: Configuration, _: Holdings) -> Verdict:
    """What customers see; their API is there, its pages are not yet (S2)."""
    public = [field.name for field in configuration.declared("case").fields if field.public]
    shown = listed(public) if public else "none that you declared"
    return not_used(f"there are no pages yet, only the API; public fields: {shown}")


def reports(_: Configuration, __: Holdings) -> Verdict:
    """Compliance over time, which is not there yet."""
    return not_used("there are no reports yet; every change is published as an event on the bus")


def guidelines(configuration: Configuration, _: Holdings) -> Verdict:
    """Where the team reads how to work with entitlements."""
    where = configuration.settings.guidelines
    if where is None:
        return not_done("no guidelines are named: put their address into the settings")
    return done(f"the team reads {where}")


def _auto(channel: str, *, is_on: bool) -> Verdict:
    if is_on:
        return done(f"a record from {channel} gets its entitlement by itself")
    return not_used(f"off: a record from {channel} has no entitlement until somebody names one")
