"""The HTTP API: public form, published document, and everything else behind the authorizer."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as apigw
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.stages import Stage

_METHODS = (
    apigw.HttpMethod.GET,
    apigw.HttpMethod.POST,
    apigw.HttpMethod.PUT,
    apigw.HttpMethod.PATCH,
    apigw.HttpMethod.DELETE,
)
_LOG_FIELDS = (
    '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp",'
    '"route":"$context.routeKey","status":"$context.status",'
    '"latency":"$context.responseLatency","error":"$context.integrationErrorMessage"}'
)


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
        issuer: str,
        audience: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = apigw.HttpApi(
            self,
            "Api",
            api_name=f"milepost-{stage.name}",
            create_default_stage=False,
            cors_preflight=apigw.CorsPreflightOptions(
                allow_origins=list(stage.origins),
                allow_methods=[apigw.CorsHttpMethod(method.value) for method in _METHODS],
                allow_headers=["Authorization", "Content-Type", "If-Match", "Idempotency-Key"],
                expose_headers=["ETag", "Location", "Retry-After"],
                max_age=Duration.hours(1),
            ),
        )
        people = authorizers.HttpJwtAuthorizer("People", issuer, jwt_audience=[audience])
        to_api = integrations.HttpLambdaIntegration("ToApi", api_function)
        to_form = integrations.HttpLambdaIntegration("ToForm", form_function)
        self.api.add_routes(
            path="/web-to-case",
            methods=[apigw.HttpMethod.GET, apigw.HttpMethod.POST],
            integration=to_form,
        )
        self.api.add_routes(
            path="/openapi.json", methods=[apigw.HttpMethod.GET], integration=to_api
        )
        self.api.add_routes(
            path="/{proxy+}", methods=list(_METHODS), integration=to_api, authorizer=people
        )
        self._stage(stage)
        CfnOutput(self, "Url", value=self.api.api_endpoint).override_logical_id("ApiUrl")

    def _stage(self, stage: Stage) -> None:
        access = logs.LogGroup(
            self,
            "Access",
            log_group_name=f"/milepost/{stage.name}/access",
            retention=logs.RetentionDays.TWO_WEEKS,
            removal_policy=RemovalPolicy.DESTROY,
        )
        default = apigw.HttpStage(
            self,
            "Default",
            http_api=self.api,
            stage_name="$default",
            auto_deploy=True,
            throttle=apigw.ThrottleSettings(rate_limit=stage.api_rate, burst_limit=stage.api_burst),
        )
        resource = default.node.default_child
        if not isinstance(resource, apigw.CfnStage):
            raise TypeError("an HTTP stage is made of a CfnStage")
        resource.access_log_settings = apigw.CfnStage.AccessLogSettingsProperty(
            destination_arn=access.log_group_arn, format=_LOG_FIELDS
        )
        public = {
            "ThrottlingRateLimit": stage.public_rate,
            "ThrottlingBurstLimit": stage.public_burst,
        }
        resource.add_property_override(
            "RouteSettings", {"POST /web-to-case": public, "GET /web-to-case": public}
        )
        for route in self.api.node.find_all():
            if isinstance(route, apigw.CfnRoute):
                resource.node.add_dependency(route)
