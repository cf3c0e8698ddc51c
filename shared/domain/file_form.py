"""Documents as people write them into files, made from the form in which they are kept."""

from collections.abc import Mapping
from typing import Any

from shared.domain.document_kinds import KINDS
from shared.domain.formula import without_trees
from shared.domain.settled import KEPT_BY_US

_NOT_WRITTEN = frozenset({"id", *KEPT_BY_US})
_FIRST = ("name", "version", "for")


def file_form(
    kind: str, name: str, body: Mapping[str, Any], version: int | None = None
) -> dict[str, Any]:
    """The document with its kind and name first; reading it again gives `body`.

    `version` is shown of processes alone, because their readers know versions by number.
    """
    named_by = KINDS[kind].named_by
    form: dict[str, Any] = {"kind": kind}
    if named_by is not None:
        form[named_by] = name
    own = {key: value for key, value in without_trees(body).items() if key not in _NOT_WRITTEN}
    if kind == "process" and version is not None:
        own["version"] = version
    for key in _FIRST:
        if key in own:
            form.setdefault(key, own[key])
    return {**form, **{key: value for key, value in own.items() if key not in form}}
