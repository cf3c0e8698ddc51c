"""The HTTP API: public form, published description, and everything else behind the authorizer."""

import json

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigw
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.parts.log_group import log_group
from infra.stages import Stage, Throttle

_FORM = "/web-to-case"
_DESCRIPTION = "/openapi.json"
_METHODS = (
    apigw.HttpMethod.GET,
    apigw.HttpMethod.POST,
    apigw.HttpMethod.PUT,
    apigw.HttpMethod.PATCH,
    apigw.HttpMethod.DELETE,
)
_FORM_METHODS = (apigw.HttpMethod.GET, apigw.HttpMethod.POST)
_ACCESS_LINE = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
    "latency": "$context.responseLatency",
    "error": "$context.integrationErrorMessage",
}


class ServiceApi(Construct):
    """Routes, authorizer, throttles and access log."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: Stage,
        api_function: lambda_.Function,
        form_function: lambda_.Function,
        people: authorizers.HttpJwtAuthorizer,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = apigw.HttpApi(
            self,
            "Api",
            api_name=stage.prefix,
            create_default_stage=False,
            cors_preflight=_cors(stage),
        )
        to_api = integrations.HttpLambdaIntegration("ToApi", api_function)
        to_form = integrations.HttpLambdaIntegration("ToForm", form_function)
        routes = [
            *self._public(_FORM, _FORM_METHODS, to_form),
            *self._public(_DESCRIPTION, _METHODS[:1], to_api),
            *self.api.add_routes(
                path="/{proxy+}", methods=list(_METHODS), integration=to_api, authorizer=people
            ),
        ]
        self._stage(stage, routes)

    def _public(
        self,
        path: str,
        methods: tuple[apigw.HttpMethod, ...],
        integration: integrations.HttpLambdaIntegration,
    ) -> list[apigw.HttpRoute]:
        return self.api.add_routes(path=path, methods=list(methods), integration=integration)

    def _stage(self, stage: Stage, routes: list[apigw.HttpRoute]) -> None:
        access = log_group(self, "Access", stage=stage)
        default = apigw.CfnStage(
            self,
            "Default",
            api_id=self.api.api_id,
            stage_name="$default",
            auto_deploy=True,
            default_route_settings=_limits(stage.api),
            route_settings={
                f"{method.value} {_FORM}": {
                    "ThrottlingRateLimit": stage.public.rate,
                    "ThrottlingBurstLimit": stage.public.burst,
                }
                for method in _FORM_METHODS
            },
            access_log_settings=apigw.CfnStage.AccessLogSettingsProperty(
                destination_arn=access.log_group_arn, format=json.dumps(_ACCESS_LINE)
            ),
        )
        for route in routes:
            default.node.add_dependency(route)


def _cors(stage: Stage) -> apigw.CorsPreflightOptions:
    return apigw.CorsPreflightOptions(
        allow_origins=list(stage.origins),
        allow_methods=[apigw.CorsHttpMethod(method.value) for method in _METHODS],
        allow_headers=["Authorization", "Content-Type", "If-Match", "Idempotency-Key"],
        expose_headers=["ETag", "Location", "Retry-After"],
        max_age=Duration.hours(1),
    )


def _limits(throttle: Throttle) -> apigw.CfnStage.RouteSettingsProperty:
    return apigw.CfnStage.RouteSettingsProperty(
        throttling_rate_limit=throttle.rate, throttling_burst_limit=throttle.burst
    )
