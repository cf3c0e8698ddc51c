"""From what the house knows to what customers and partners are told: a narrow door, key by key."""

from collections.abc import Collection
from typing import Any, TypeVar

from functions.api.instants import show_if
from functions.api.portal import answers
from functions.api.present import duration
from shared.business_time.instant import format_instant
from shared.domain.case_file import CaseFile
from shared.domain.case_view import CaseView
from shared.domain.configuration import Configuration
from shared.domain.decision import MilestoneFacts
from shared.domain.field_access import ALWAYS_SHOWN
from shared.domain.history import Comment
from shared.domain.reopening import closed_too_long
from shared.domain.value import Value
from shared.domain.visitor import Visitor
from shared.workflows.portal.own_cases import OwnCase, next_promise, promised
from shared.workflows.portal.own_entitlements import OwnEntitlement

T = TypeVar("T")


def card(known: OwnCase, visitor: Visitor, configuration: Configuration) -> answers.OwnCaseCard:
    """Tell one line of a list."""
    return answers.OwnCaseCard(**_card(known.file, known.promises, visitor, configuration))


def case(view: CaseView, visitor: Visitor, configuration: Configuration) -> answers.OwnCase:
    """Tell what a visitor may see of a case."""
    file = view.file
    promises = tuple(promised(one.facts for one in view.milestones))
    seen = _seen(file, visitor, configuration)
    hidden = configuration.declared("case").open_to.hidden_among(["description"], visitor.roles)
    shut = closed_too_long(file, configuration.settings.reopen_window, view.now)
    asset_is_theirs = "asset_of_another_account" not in file.stamp.warnings
    return answers.OwnCase(
        **_card(file, promises, visitor, configuration),
        as_of=format_instant(view.now),
        description=None if hidden else view.description,
        asset=file.asset if asset_is_theirs else None,
        product=file.product,
        entitlement=_text(file.fields.get("entitlement.name")),
        fields={name: value for name, value in seen.items() if name not in ALWAYS_SHOWN},
        promises=[_promise(one) for one in promises],
        comments=[_comment(one) for one in view.comments if one.public],
        actions=[] if shut else ["comment"],
    )


def entitlement(known: OwnEntitlement, hidden: Collection[str]) -> answers.OwnEntitlement:
    """Tell of one entitlement what is not hidden."""
    right = known.entitlement
    start, end = right.start_date, right.end_date
    more: dict[str, Any] = {
        "type": right.type,
        "start_date": start.isoformat() if start else None,
        "end_date": end.isoformat() if end else None,
    }
    return answers.OwnEntitlement(
        id=right.id,
        account=known.account,
        name=right.name or right.id,
        status=known.status,
        remaining_cases=known.remaining,
        **{name: value for name, value in more.items() if f"entitlement.{name}" not in hidden},
    )


def _card(
    file: CaseFile,
    promises: tuple[MilestoneFacts, ...],
    visitor: Visitor,
    configuration: Configuration,
) -> dict[str, Any]:
    seen = _seen(file, visitor, configuration)
    return {
        "number": file.number,
        "subject": _text(seen.get("subject")),
        "status": _text(seen.get("status")),
        "priority": _text(seen.get("priority")),
        "account": file.account,
        "contact": file.contact,
        "created_at": format_instant(file.created_at),
        "closed_at": _text(file.fields.get("closed_at")),
        "next_target": show_if(next_promise(promises)),
    }


def _seen(file: CaseFile, visitor: Visitor, configuration: Configuration) -> dict[str, Value]:
    access = configuration.declared("case").open_to
    own = {name: value for name, value in file.fields.items() if "." not in name}
    hidden = access.hidden_among(own, visitor.roles)
    return {name: value for name, value in own.items() if name not in hidden}


def _promise(facts: MilestoneFacts) -> answers.OwnPromise:
    told = facts.model_dump(
        include={"milestone", "occurrence", "outcome", "paused", "violated", "waived"}
    )
    return answers.OwnPromise(
        **told,
        start=format_instant(facts.start),
        target=format_instant(facts.target),
        completed_at=show_if(facts.completed_at),
        remaining=duration(facts.remaining_seconds),
    )


def _comment(written: Comment) -> answers.OwnComment:
    return answers.OwnComment(
        order=written.order,
        at=format_instant(written.at),
        written_by="customer" if written.from_customer else "support",
        name=written.by if written.from_customer else None,
        verified=written.verified,
        body=written.body,
    )


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)
