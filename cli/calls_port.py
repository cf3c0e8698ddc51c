"""Call targets that name this machine's receiver, sent to where it listens today."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.source_document import SourceDocument

USUAL_PORT = 8443
"""The port that the examples name; somebody else may have taken it."""


def with_calls_at(documents: Sequence[SourceDocument], port: int) -> list[SourceDocument]:
    """The same documents; calls to the usual port of the local receiver go to `port`."""
    return [_moved(document, port) for document in documents]


def _moved(document: SourceDocument, port: int) -> SourceDocument:
    url = document.body.get("url")
    if document.body.get("kind") != "call_target" or not isinstance(url, str):
        return document
    moved = url.replace(f"//127.0.0.1:{USUAL_PORT}/", f"//127.0.0.1:{port}/")
    return replace(document, body={**document.body, "url": moved})
