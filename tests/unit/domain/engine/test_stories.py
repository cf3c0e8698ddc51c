"""What the engine does, step by step, with every reason it gives: a change must be meant."""

import pytest

from shared.domain.case_file import CaseFile
from shared.domain.scenario import live
from tests.support.stories import Document, documents, read_book, written

BOOK = read_book()
DOCUMENTS = documents()
STORIES = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))


@STORIES
def test_M17_the_story_is_told_as_it_was_written_down(document: Document) -> None:
    """Where the change is meant: `python -m tests.support.stories` writes the book anew."""
    assert written(document) == BOOK[document["id"]]


@STORIES
def test_Q5_a_record_reads_as_it_was_written(document: Document) -> None:
    file = live(document).file
    assert CaseFile.model_validate_json(file.model_dump_json(exclude_defaults=True)) == file


def test_the_book_holds_every_story_and_no_other() -> None:
    assert BOOK.keys() == DOCUMENTS.keys()
