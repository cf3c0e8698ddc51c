"""Stages in, stacks out."""

import sys
from pathlib import Path

from aws_cdk import App, Tags

from infra.assets import built
from infra.nag import judge
from infra.stacks.data import DataStack
from infra.stacks.mail import MailStack
from infra.stacks.service import ServiceStack
from infra.stacks.watch import WatchStack
from infra.stages import stage_named

if __name__ == "__main__":
    app = App()
    try:
        stage = stage_named(app.node.try_get_context("stage") or "dev")
        assets = built(Path(app.node.try_get_context("assets") or f"build/{stage.name}"))
    except ValueError as wrong:
        sys.exit(str(wrong))
    name = f"Milepost-{stage.name}"
    data = DataStack(app, f"{name}-data", stage=stage)
    service = ServiceStack(app, f"{name}-service", stage=stage, data=data, assets=assets)
    WatchStack(app, f"{name}-watch", stage=stage, service=service)
    if stage.mail is not None:
        MailStack(
            app,
            f"{name}-mail",
            stage=stage,
            domain=stage.mail,
            bucket=data.mail,
            mails=service.mails,
            dead=service.mail_dead,
            deliveries=service.deliveries,
            delivery_dead=service.delivery_dead,
        )
    Tags.of(app).add("milepost:stage", stage.name)
    judge(app, stage)
    app.synth()
