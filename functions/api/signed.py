"""Handlers that are made for each of several kinds, with a signature that the resolver can read."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any


def signed(
    handler: Callable[..., Any], words: str, answer: Any, *parameters: Parameter
) -> Callable[..., Any]:
    """Give a handler the signature and the words that the resolver reads."""
    handler.__doc__ = words
    handler.__signature__ = Signature(list(parameters), return_annotation=answer)  # type: ignore[attr-defined]  # as inspect reads it
    return handler
