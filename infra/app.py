"""Stages in, stacks out."""

from pathlib import Path

from aws_cdk import App, Tags

from infra.exemptions import check
from infra.stacks.data import DataStack
from infra.stacks.service import ServiceStack
from infra.stacks.watch import WatchStack
from infra.stages import Stage, stage_named


def build(app: App, stage: Stage, assets: Path) -> tuple[DataStack, ServiceStack, WatchStack]:
    """All stacks of one stage."""
    prefix = f"Milepost-{stage.name}"
    data = DataStack(app, f"{prefix}-data", stage=stage)
    service = ServiceStack(app, f"{prefix}-service", stage=stage, data=data, assets=assets)
    watch = WatchStack(app, f"{prefix}-watch", stage=stage, service=service)
    Tags.of(app).add("milepost:stage", stage.name)
    return data, service, watch


if __name__ == "__main__":
    application = App()
    chosen = stage_named(application.node.try_get_context("stage") or "dev")
    check(application)
    build(application, chosen, Path("build") / chosen.name)
    application.synth()
