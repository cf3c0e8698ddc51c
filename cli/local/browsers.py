"""Which pages may call the API: told to the local AWS, which does not read it from a template."""

import json
import urllib.request
from typing import Any

from cli.local.clients import client
from cli.local.place import Place

_TEMPLATE = "Milepost-local-service.template.json"


def admit_browsers(place: Place) -> None:
    """Give the API the CORS rules of its template."""
    api = place.outputs()["ApiUrl"].rpartition("/")[2]
    client(place, "apigatewayv2").update_api(ApiId=api, CorsConfiguration=_rules(place))


def check_browsers(place: Place) -> list[str]:
    """What keeps a page of this stage from reading an ETag, in sentences."""
    page = _rules(place)["AllowOrigins"][0]
    asked = urllib.request.Request(  # noqa: S310 - a loopback address
        f"{place.outputs()['ApiUrl']}/openapi.json", headers={"Origin": page}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        admitted = answer.headers.get("Access-Control-Allow-Origin")
        exposed = str(answer.headers.get("Access-Control-Expose-Headers", ""))
    faults = [] if admitted == page else [f"pages of {page} may not call the API"]
    return faults if "etag" in exposed.lower() else [*faults, "pages do not get to see ETags"]


def _rules(place: Place) -> dict[str, Any]:
    template = json.loads((place.folder / "cdk.out" / _TEMPLATE).read_text(encoding="utf-8"))
    (rules,) = (
        part["Properties"]["CorsConfiguration"]
        for part in template["Resources"].values()
        if part["Type"] == "AWS::ApiGatewayV2::Api"
    )
    return dict(rules)
