"""One logger and one set of metrics for every door; no line ever shows a mail address."""

import json
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.domain.call import CallResult
from shared.names import METRICS_NAMESPACE

Handler: TypeAlias = Callable[[dict[str, Any], LambdaContext], Any]

_MAIL_ADDRESS = re.compile(r"[^\s@\"'<>()\[\],;:\\]+@[^\s@\"'<>()\[\],;:\\]+")
_BLOT = "[address]"


def line(entry: Mapping[str, Any]) -> str:
    """Write a log entry as JSON, with everything that looks like a mail address blotted out."""
    return json.dumps(_blotted(entry), separators=(",", ":"))


def _blotted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _blotted(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_blotted(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _MAIL_ADDRESS.sub(_BLOT, str(value))


logger = Logger(service="milepost", json_serializer=line)
metrics = Metrics(namespace=METRICS_NAMESPACE, service="milepost")


def case_opened() -> None:
    """Count a record that did not exist before."""
    metrics.add_metric(name="CaseOpened", unit=MetricUnit.Count, value=1)


def action_fired(lateness_seconds: int) -> None:
    """Count a trigger that fired, and how long after its instant it did."""
    metrics.add_metric(name="ActionFired", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="ActionLateness", unit=MetricUnit.Seconds, value=lateness_seconds)


def effects_parked(count: int) -> None:
    """Count mails and calls that were given up; an operator has to look at them."""
    if count:
        metrics.add_metric(name="EffectParked", unit=MetricUnit.Count, value=count)


def cascades_stopped(count: int) -> None:
    """Count cascades of field updates that were too deep (A2); a process has to be mended."""
    if count:
        metrics.add_metric(name="CascadeStopped", unit=MetricUnit.Count, value=count)


def mail_received(became: str) -> None:
    """Count a mail by what it became; what waits in quarantine needs somebody."""
    metrics.add_metric(name=f"Mail{became.capitalize()}", unit=MetricUnit.Count, value=1)


def mail_delivery(kind: str) -> None:
    """Count a piece of news of a sent mail by what it says."""
    metrics.add_metric(name=f"MailNews{kind.capitalize()}", unit=MetricUnit.Count, value=1)


def call_made(result: CallResult, lateness_seconds: int) -> None:
    """Count a call by what became of it, and how long after its instant it was answered."""
    metrics.add_metric(name=f"Call{result.capitalize()}", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="CallLateness", unit=MetricUnit.Seconds, value=lateness_seconds)


def sweep_found(found: int, oldest_seconds: int) -> None:
    """Count what a sweep found overdue; also zero, because it is the heartbeat."""
    metrics.add_metric(name="SweepFound", unit=MetricUnit.Count, value=found)
    metrics.add_metric(name="SweepOldest", unit=MetricUnit.Seconds, value=oldest_seconds)


def job_items_failed(count: int) -> None:
    """Count items that a job could not change; its report names them."""
    if count:
        metrics.add_metric(name="JobItemFailed", unit=MetricUnit.Count, value=count)


def observed(handler: Handler) -> Handler:
    """Give every line of a call its request id, and send the metrics when it ends, if there are any."""

    @logger.inject_lambda_context(clear_state=True)
    @wraps(handler)
    def run(event: dict[str, Any], context: LambdaContext) -> Any:
        try:
            return handler(event, context)
        finally:
            if metrics.metric_set:
                metrics.flush_metrics()

    return run
