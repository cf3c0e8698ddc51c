"""Who may knock, how often, and from where."""

import json

from tests.infra.synthesis import Synthesis

ROUTE = "AWS::ApiGatewayV2::Route"
PUBLIC = {"GET /web-to-case", "POST /web-to-case", "GET /openapi.json"}
PRIVATE = {f"{method} /{{proxy+}}" for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}


def test_only_the_form_and_the_description_are_public(stack: Synthesis) -> None:
    routes = {each["RouteKey"]: each["AuthorizationType"] for each in stack.properties(ROUTE)}
    assert routes == dict.fromkeys(PUBLIC, "NONE") | dict.fromkeys(PRIVATE, "JWT")


def test_tokens_are_those_of_our_own_pool_and_client(stack: Synthesis) -> None:
    (authorizer,) = stack.properties("AWS::ApiGatewayV2::Authorizer")
    issuer = json.dumps(authorizer["JwtConfiguration"]["Issuer"])
    (audience,) = authorizer["JwtConfiguration"]["Audience"]
    assert authorizer["AuthorizerType"] == "JWT"
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]
    assert "https://cognito-idp." in issuer
    assert f"Milepost-{stack.stage}-data:ExportsOutputRefPeople" in issuer
    assert "ExportsOutputRefPeopleConsole" in audience["Fn::ImportValue"]


def test_strangers_are_throttled_on_their_own_routes(stack: Synthesis) -> None:
    (entrance,) = stack.properties("AWS::ApiGatewayV2::Stage")
    rate = {"local": 50, "dev": 10, "prod": 20}[stack.stage]
    burst = {"local": 100, "dev": 20, "prod": 50}[stack.stage]
    throttle = {"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}
    assert entrance["RouteSettings"] == {
        "GET /web-to-case": throttle,
        "POST /web-to-case": throttle,
    }
    assert entrance["DefaultRouteSettings"]["ThrottlingRateLimit"] >= rate


def test_throttles_are_set_after_the_routes_exist(stack: Synthesis) -> None:
    waits = set(stack.only("AWS::ApiGatewayV2::Stage")["DependsOn"])
    assert {name.removeprefix("service/") for name in stack.of_type(ROUTE)} <= waits


def test_browsers_may_send_and_see_what_the_api_is_about(stack: Synthesis) -> None:
    cors = stack.only("AWS::ApiGatewayV2::Api")["Properties"]["CorsConfiguration"]
    assert cors["AllowHeaders"] == [
        "Authorization",
        "Content-Type",
        "If-Match",
        "Idempotency-Key",
    ]
    assert cors["ExposeHeaders"] == ["ETag", "Location", "Retry-After"]
    assert "*" not in cors["AllowOrigins"]
    assert "AllowCredentials" not in cors


def test_prod_trusts_only_pages_that_came_over_tls(prod: Synthesis) -> None:
    cors = prod.only("AWS::ApiGatewayV2::Api")["Properties"]["CorsConfiguration"]
    assert all(origin.startswith("https://") for origin in cors["AllowOrigins"])


def test_every_request_leaves_a_line(stack: Synthesis) -> None:
    (entrance,) = stack.properties("AWS::ApiGatewayV2::Stage")
    line = json.loads(entrance["AccessLogSettings"]["Format"])
    assert {"requestId", "route", "status", "latency"} <= set(line)
