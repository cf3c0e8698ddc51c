"""The stages, as values: everything in which one deployment differs from another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment; durations in seconds, retention in days, sizes in MB."""

    name: str
    keeps_data: bool
    log_days: int
    api_memory: int
    worker_memory: int
    worker_concurrency: int
    sender: str
    origins: tuple[str, ...]
    public_rate: int
    public_burst: int
    api_rate: int
    api_burst: int
    host_wheels: bool = False
    alarm_topic: bool = True


LOCAL = Stage(
    name="local",
    keeps_data=False,
    log_days=3,
    api_memory=512,
    worker_memory=512,
    worker_concurrency=2,
    sender="support@milepost.example",
    origins=("http://127.0.0.1:8000", "http://localhost:8000"),
    public_rate=50,
    public_burst=100,
    api_rate=100,
    api_burst=200,
    host_wheels=True,
)

DEV = Stage(
    name="dev",
    keeps_data=False,
    log_days=14,
    api_memory=1024,
    worker_memory=1024,
    worker_concurrency=10,
    sender="support@dev.milepost.example",
    origins=("https://console.dev.milepost.example",),
    public_rate=10,
    public_burst=20,
    api_rate=50,
    api_burst=100,
)

PROD = Stage(
    name="prod",
    keeps_data=True,
    log_days=365,
    api_memory=1024,
    worker_memory=1024,
    worker_concurrency=50,
    sender="support@milepost.example",
    origins=("https://console.milepost.example",),
    public_rate=20,
    public_burst=50,
    api_rate=500,
    api_burst=1000,
)

STAGES = {stage.name: stage for stage in (LOCAL, DEV, PROD)}

FUNCTION_TIMEOUT = 20
API_TIMEOUT = 20
"""Below the thirty seconds of the HTTP API."""

WAKE_VISIBILITY = 6 * FUNCTION_TIMEOUT
WAKE_RETRIES = 50
WAKE_BATCH = 10
WAKE_RETENTION_DAYS = 14


def stage_named(name: str) -> Stage:
    """The stage of that name; ValueError lists those that exist."""
    found = STAGES.get(name)
    if found is None:
        raise ValueError(f"There is no stage '{name}'; there are {', '.join(STAGES)}.")
    return found
