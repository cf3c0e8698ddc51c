"""AWS clients that speak to the local AWS, whatever credentials the shell has."""

from typing import Any

import boto3
from botocore.config import Config

from cli.local.place import Place

_PATIENCE = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard"})


def client(place: Place, service: str) -> Any:
    """A client of one service of this place's AWS."""
    known = place.environment()
    make: Any = boto3.client
    return make(
        service,
        endpoint_url=place.endpoint,
        region_name=known["AWS_REGION"],
        aws_access_key_id=known["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=known["AWS_SECRET_ACCESS_KEY"],
        config=_PATIENCE,
    )
