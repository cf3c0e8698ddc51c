"""Tasks that a decision orders, given to somebody and put into words (A1, O2)."""

from collections.abc import Sequence

from shared.domain.configuration import Configuration
from shared.domain.decision import Decision, MilestoneFacts
from shared.domain.mail_template import fill
from shared.domain.merge_values import merge_values
from shared.domain.recipients import people_of
from shared.domain.task import Task, TaskDue

LONGEST_SUBJECT = 200


def tasks_of(
    decision: Decision, known: Sequence[MilestoneFacts], configuration: Configuration
) -> tuple[Task, ...]:
    """The tasks to be kept beside the record; each falls to a user or a queue."""
    return tuple(_made(due, decision, known, configuration) for due in decision.tasks)


def _made(
    due: TaskDue,
    decision: Decision,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
) -> Task:
    file = decision.file
    owner, queue = people_of(due.to, file, configuration)
    return Task(
        number=file.number,
        id=due.id,
        subject=_subject(due, decision, known, configuration),
        owner=owner,
        queue=queue,
        milestone=due.milestone,
        occurrence=due.occurrence,
        action=due.action,
        made_at=due.made_at,
        due_at=due.due_at,
    )


def _subject(
    due: TaskDue,
    decision: Decision,
    known: Sequence[MilestoneFacts],
    configuration: Configuration,
) -> str:
    milestone = next(
        (m for m in known if (m.milestone, m.occurrence) == (due.milestone, due.occurrence)), None
    )
    settings = configuration.settings
    values = merge_values(
        decision.file,
        milestone,
        zone=settings.zone,
        organisation=settings.sender.name,
        description=None,
    )
    words = " ".join(fill(due.subject, values)[0].split())
    if len(words) <= LONGEST_SUBJECT:
        return words
    return f"{words[: LONGEST_SUBJECT - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
