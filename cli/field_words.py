"""Fields on a command line: `name=value`, read as the declared fields say."""

from collections.abc import Sequence
from typing import get_args

from shared.domain.alteration import Reference
from shared.domain.declared_fields import DeclaredFields
from shared.domain.field_name import canonical_field
from shared.domain.field_values import Misfit, value_from_text
from shared.domain.value import Value
from shared.errors import Fault, Refused


def fields_from_words(words: Sequence[str], declared: DeclaredFields) -> dict[str, Value]:
    """Read `name=value` words; blank clears. Raises Refused with every fault."""
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for word in words:
        written, equals, text = word.partition("=")
        name = canonical_field(written)
        field = declared.by_name.get(name)
        if not equals:
            faults.append(Fault(written, "Write it as name=value.", "form"))
        elif name in get_args(Reference):
            values[name] = text.strip() or None
        elif field is None:
            faults.append(Fault(written, "There is no such field.", "unknown"))
        else:
            try:
                values[name] = value_from_text(field, text)
            except Misfit as misfit:
                faults.append(Fault(written, str(misfit), "value"))
    if faults:
        raise Refused("The case cannot be changed so.", faults=tuple(faults))
    return values
