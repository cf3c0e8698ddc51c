"""The resources of the configuration: for each kind its address, its words and an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from functions.api.configuration_examples import DOCUMENTS
from shared.domain.document_kinds import KINDS


class OpenDocument(BaseModel):
    """A document in the form of configuration files; kind and name come from the address."""

    model_config = ConfigDict(extra="allow")


@dataclass(frozen=True, slots=True)
class Theme:
    """`name` is the operations' word; what is not `named` is one document for the organisation."""

    kind: str
    path: str
    name: str
    may_go: bool = True

    @property
    def named(self) -> bool:
        """Whether there are several, each with a name in its address."""
        return KINDS[self.kind].named_by is not None

    @property
    def words(self) -> str:
        """The kind as people say it."""
        return self.kind.replace("_", " ")


THEMES: tuple[Theme, ...] = (
    Theme("calendar", "/calendars", "Calendar"),
    Theme("process", "/processes", "Process"),
    Theme("milestone_types", "/milestone-types", "MilestoneTypes"),
    Theme("mail_template", "/mail-templates", "MailTemplate"),
    Theme("call_target", "/call-targets", "CallTarget"),
    Theme("queue", "/queues", "Queue"),
    Theme("user", "/users", "User"),
    Theme("fields", "/fields", "Fields"),
    Theme("settings", "/settings", "Settings", may_go=False),
    Theme("assignment_rules", "/assignment-rules", "AssignmentRules"),
    Theme("entitlement_rules", "/entitlement-rules", "EntitlementRules"),
    Theme("milestone_rules", "/milestone-rules", "MilestoneRules"),
)


def document_shape(theme: Theme) -> type[BaseModel]:
    """What may be put: any object, judged whole and with everything else that is in force."""
    made: type[BaseModel] = create_model(f"{theme.name}Document", __base__=OpenDocument)
    example: Mapping[str, Any] = DOCUMENTS[theme.name]
    made.__doc__ = f"A {theme.words} in the form of configuration files."
    made.model_config["json_schema_extra"] = {"example": dict(example)}
    made.model_rebuild(force=True)
    return made
