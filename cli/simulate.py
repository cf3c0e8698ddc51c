"""`milepost simulate`: a scenario in, the life of the case out, without any deployment."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from cli.days_off import of_scenario
from cli.life_show import show_life
from cli.scenario_file import read_scenario_file
from cli.speech import complain
from shared.domain.life.doubts import doubts_of
from shared.domain.life.life import Life
from shared.domain.reasons import told
from shared.domain.scenario import live
from shared.errors import Refused


@click.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--id", "wanted", help="Which scenario, if FILE holds several.")
@click.option("--until", metavar="INSTANT", help="End here, such as 2026-03-09T00:00:00Z.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.option("--why", is_flag=True, help="Explain every target.")
@click.option(
    "--svg",
    metavar="OUT.svg",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path),
    help="Draw the life; `-` prints the drawing.",
)
def simulate(
    file: Path, wanted: str | None, until: str | None, *, as_json: bool, why: bool, svg: Path | None
) -> int:
    """Play the scenario in FILE (YAML or JSON; `-` is standard input) and show what happens."""
    document = dict(read_scenario_file(file, wanted))
    if until is not None:
        document["until"] = until
    try:
        life = live(of_scenario(document))
    except Refused as refused:
        complain(*(f"{file}: {fault.pointer}: {fault.message}" for fault in refused.faults))
        complain(refused.message)
        return 2
    for doubt in doubts_of(life.scenario, life.policies):
        complain(f"warning: {doubt.pointer}: {doubt.message}")
    if svg is not None:
        _draw(life, svg)
    if as_json:
        print(json.dumps(_answer(life, why=why), indent=2, ensure_ascii=False))
    elif str(svg) != "-":
        show_life(Console(highlight=False), life, why=why)
    return 0


def _answer(life: Life, *, why: bool) -> dict[str, Any]:
    answer = life.expectation()
    if why:
        reasons = [life.why(known) for known in life.milestones]
        answer["why"] = [told(reason) if reason else None for reason in reasons]
    return answer


def _draw(life: Life, svg: Path) -> None:
    # imported only here: who asks for text does not wait for the drawing
    from shared.domain.life.picture import picture_of  # noqa: PLC0415
    from shared.domain.life.svg import draw  # noqa: PLC0415

    with click.open_file(str(svg), "w", encoding="utf-8") as out:
        out.write(draw(picture_of(life)))
    if str(svg) != "-":
        complain(f"drawn into {svg}")
