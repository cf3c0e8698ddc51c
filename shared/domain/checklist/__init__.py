"""The set-up of entitlement management as a list of steps, each judged by what is deployed."""

from shared.domain.checklist.holdings import Holdings
from shared.domain.checklist.judge import judge_setup
from shared.domain.checklist.step import Step, StepState

__all__ = ["Holdings", "Step", "StepState", "judge_setup"]
