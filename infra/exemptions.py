"""cdk-nag over every stack, and what is exempt from it: construct, rule, reason."""

from aws_cdk import App


def check(app: App) -> None:
    """Let cdk-nag judge every stack of the app at synth."""
