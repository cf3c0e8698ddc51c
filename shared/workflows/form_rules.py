"""What the public form must know of the configuration."""

from collections.abc import Iterable, Iterator

from shared.domain.built_in_fields import EXEMPTING
from shared.domain.field_declaration import DeclaredField
from shared.domain.form_rules import FormField, FormRules
from shared.workflows.world import World

_NEVER_FROM_A_FORM = frozenset({"status", "owner", "queue", "escalated", "origin", *EXEMPTING})


def form_rules(world: World) -> FormRules:
    """Allow-listed return hosts, and the declared fields by the names that forms use (I1)."""
    configuration = world.shelf.current()
    declared = configuration.declared("case").by_name
    named = dict(_spelled(declared.values()))
    for web_name, name in configuration.settings.web_fields.items():
        if name in declared and name not in _NEVER_FROM_A_FORM:
            named[web_name] = _form_field(declared[name])
    return FormRules(return_hosts=configuration.settings.return_hosts, fields=named)


def _spelled(fields: Iterable[DeclaredField]) -> Iterator[tuple[str, FormField]]:
    for field in fields:
        if field.name not in _NEVER_FROM_A_FORM:
            for name in (field.name, field.salesforce, field.web_id):
                if name:
                    yield name, _form_field(field)


def _form_field(field: DeclaredField) -> FormField:
    return FormField(
        name=field.name, type=field.type, values=tuple(value.value for value in field.values)
    )
