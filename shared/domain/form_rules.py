"""What the configuration says about web forms: where they may send people, and what their fields mean."""

from pydantic import Field

from shared.domain.value import Frozen


class FormField(Frozen):
    """The declared field behind an input of a form; `values` is empty unless it is a picklist."""

    name: str
    type: str = "text"
    values: tuple[str, ...] = ()


class FormRules(Frozen):
    """`return_hosts` are exact https hosts; `fields` maps the name of an input to its field."""

    return_hosts: tuple[str, ...] = ()
    fields: dict[str, FormField] = Field(default_factory=dict)
