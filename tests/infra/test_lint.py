"""cfn-lint over what is sent to CloudFormation, offline, for two regions."""

import subprocess
import sys
from pathlib import Path

from tests.infra.synthesis import Synthesis

LINTER = str(Path(sys.executable).with_name("cfn-lint"))
REGIONS = ("--regions", "eu-central-1", "us-east-1")
SAID_TWICE = "W3005"
"""The CDK says in DependsOn what a reference says already."""


def test_cloudformation_will_understand_every_template(stack: Synthesis) -> None:
    templates = [
        str(stack.folder / f"Milepost-{stack.stage}-{name}.template.json") for name in stack.stacks
    ]
    done = subprocess.run(
        [LINTER, *REGIONS, "--ignore-checks", SAID_TWICE, "--template", *templates],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
