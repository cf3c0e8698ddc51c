"""Documents of a configuration revision, judged together as the files of a folder are."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from shared.domain.document_label import label_of
from shared.domain.elsewhere import Elsewhere, related_in
from shared.domain.file_form import file_form
from shared.domain.organisation import Judged, judge
from shared.domain.source_document import FileFault, SourceDocument

Document: TypeAlias = Mapping[str, Any]

Has: TypeAlias = Callable[[str, str], bool]
"""Whether the directory has a document of a kind and name."""


def judge_in_force(sources: Sequence[SourceDocument], has: Has) -> Judged:
    """Judge them; every field of a customer that they mention is taken for granted (K5)."""
    fields = related_in(source.body for source in sources)
    return judge(sources, elsewhere=Elsewhere(has, fields))


def source_of(document: Document) -> SourceDocument:
    """A stored document as if it stood in a file; faults call it by its kind and name."""
    kind, name = document["kind"], document["name"]
    return SourceDocument(label_of(kind, name), file_form(kind, name, document["body"]))


def news(after: Judged, before: Judged) -> list[FileFault]:
    """What was wrong before is nobody's fault now."""
    known = {(one.file, one.path, one.message) for one in before.faults}
    return [one for one in after.faults if (one.file, one.path, one.message) not in known]
