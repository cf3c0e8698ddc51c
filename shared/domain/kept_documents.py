"""Documents that no file has any more and that stay in force, against what the files make anew."""

from collections.abc import Sequence

from shared.domain.apply_plan import ConfigurationPlan, Document
from shared.domain.document_label import label_of
from shared.domain.judged_in_force import Has, judge_in_force, news, source_of
from shared.domain.source_document import FileFault


def check_kept(plan: ConfigurationPlan, in_force: Sequence[Document], has: Has) -> list[FileFault]:
    """Find what the next revision would break in documents that it keeps as they are (E7)."""
    kept = {label_of(line.kind, line.name) for line in plan.lines if line.fate == "kept"}
    if not kept or not plan.changes_anything:
        return []
    after = judge_in_force([source_of(one) for one in plan.documents], has)
    if not any(one.file in kept for one in after.faults):
        return []
    broken = news(after, judge_in_force([source_of(one) for one in in_force], has))
    return [
        FileFault("the folder", None, "", f"breaks what it leaves out: {one.sentence()}")
        for one in broken
        if one.file in kept
    ]
