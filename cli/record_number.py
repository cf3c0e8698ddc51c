"""Record numbers on the command line, as people write them (E8)."""

from typing import Any

import click
from typing_extensions import override

from shared.domain.record_number import normalise
from shared.errors import Refused


class RecordNumber(click.ParamType[str]):
    """A number with or without hyphens, in any case; one with a slip in it is wrong usage."""

    name = "number"

    @override
    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return normalise(value)
        except Refused as refused:
            self.fail(f"{refused.message} {refused.faults[0].message}", param, ctx)


NUMBER = RecordNumber()
number_argument = click.argument("number", type=NUMBER)
