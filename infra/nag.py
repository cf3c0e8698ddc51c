"""cdk-nag judges every stack at synth; what is exempt is acknowledged on the construct itself."""

from aws_cdk import Acknowledgment, App, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.exemptions import exemptions
from infra.stages import Stage


def judge(app: App, stage: Stage) -> None:
    """Make every finding fail the synth; ValueError for an exemption of what does not exist."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    constructs = {construct.node.path: construct for construct in app.node.find_all()}
    for exemption in exemptions(stage):
        if exemption.construct not in constructs:
            raise ValueError(f"There is no {exemption.construct} to be exempt from a rule.")
        pack = exemption.rule.partition("-")[0]
        acknowledged = Acknowledgment(id=f"{pack}::{exemption.rule}", reason=exemption.reason)
        Validations.of(constructs[exemption.construct]).acknowledge(acknowledged)
