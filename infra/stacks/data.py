"""What must outlive a deploy: the table, the people, the mail identity, the bus."""

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.parts.receiving import ses_may_store
from infra.stages import Stage
from shared.names import (
    AGENTS_GROUP,
    CONTACT_ATTRIBUTE,
    CUSTOMERS_GROUP,
    MANAGERS_GROUP,
    PARTNERS_GROUP,
    READERS_GROUP,
    SUPERVISORS_GROUP,
    Attribute,
    Index,
)

_TEXT = dynamodb.AttributeType.STRING
_NUMBER = dynamodb.AttributeType.NUMBER
_CARD = [Attribute.CARD.value]
_GROUPS = (
    AGENTS_GROUP,
    MANAGERS_GROUP,
    SUPERVISORS_GROUP,
    READERS_GROUP,
    CUSTOMERS_GROUP,
    PARTNERS_GROUP,
)
_OWN = cognito.ClientAttributes().with_standard_attributes(email=True, fullname=True)
"""What people may say about themselves."""


class DataStack(Stack):
    """Stateful things alone; in prod they are kept, protected and recoverable."""

    def __init__(self, scope: Construct, construct_id: str, *, stage: Stage) -> None:
        super().__init__(scope, construct_id, termination_protection=stage.keeps_data)
        self._stage = stage
        self._removal = RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY
        self.table = self._make_table()
        self.pool = self._make_pool()
        self.client = self._make_client()
        self.bus = events.EventBus(self, "Bus", event_bus_name=stage.prefix)
        self._make_mail_set()
        if stage.mail is None:
            self._make_sender()
        self.mail = self._make_mail_bucket()
        self._make_reply_secret()
        self._say()

    @property
    def stream_arn(self) -> str:
        """The table's stream; ValueError if it were switched off."""
        if self.table.table_stream_arn is None:
            raise ValueError("The table has no stream.")
        return self.table.table_stream_arn

    def _say(self) -> None:
        outputs = {
            "TableName": self.table.table_name,
            "UserPoolId": self.pool.user_pool_id,
            "UserPoolClientId": self.client.user_pool_client_id,
            "BusName": self.bus.event_bus_name,
            "MailSender": self._stage.sender,
            "MailBucket": self.mail.bucket_name,
            "MailSecrets": self._stage.mail_secrets,
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)

    def _make_table(self) -> dynamodb.TableV2:
        return dynamodb.TableV2(
            self,
            "Table",
            table_name=self._stage.prefix,
            partition_key=_key(Attribute.PK),
            sort_key=_key(Attribute.SK),
            billing=dynamodb.Billing.on_demand(),
            dynamo_stream=dynamodb.StreamViewType.NEW_IMAGE,
            time_to_live_attribute=Attribute.EXPIRES_AT.value,
            point_in_time_recovery_specification=_recovery(self._stage.recovery_days),
            deletion_protection=self._stage.keeps_data,
            removal_policy=self._removal,
            global_secondary_indexes=[
                _index(Index.DUE, Attribute.DUE_SHARD, _key(Attribute.WAKE_AT, _NUMBER), None),
                _index(Index.WORK, Attribute.WORK_KEY, _key(Attribute.NEXT_TARGET), _CARD),
                _index(Index.ALL, Attribute.ALL_KEY, _key(Attribute.NEXT_TARGET), _CARD),
                _index(Index.ACCOUNT, Attribute.ACCOUNT_KEY, _key(Attribute.ACCOUNT_SORT), _CARD),
                _index(Index.CONTACT, Attribute.CONTACT_KEY, _key(Attribute.ACCOUNT_SORT), None),
                _index(Index.EXTERNAL, Attribute.EXTERNAL_KEY, _key(Attribute.PK), None),
            ],
        )

    def _make_pool(self) -> cognito.UserPool:
        pool = cognito.UserPool(
            self,
            "People",
            user_pool_name=self._stage.prefix,
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
            ),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            custom_attributes={CONTACT_ATTRIBUTE: cognito.StringAttribute(mutable=True)},
            deletion_protection=self._stage.keeps_data,
            removal_policy=self._removal,
        )
        for name in _GROUPS:
            cognito.CfnUserPoolGroup(
                self,
                f"Group{name.capitalize()}",
                group_name=name,
                user_pool_id=pool.user_pool_id,
            )
        return pool

    def _make_client(self) -> cognito.UserPoolClient:
        return self.pool.add_client(
            "Console",
            user_pool_client_name=self._stage.prefix,
            auth_flows=cognito.AuthFlow(user_password=True, user_srp=True),
            access_token_validity=Duration.minutes(15),
            id_token_validity=Duration.minutes(15),
            refresh_token_validity=Duration.days(1),
            enable_token_revocation=True,
            prevent_user_existence_errors=True,
            generate_secret=False,
            disable_o_auth=True,
            # people may read which contact they are, and nobody may write it through a sign-in
            read_attributes=_OWN.with_custom_attributes(CONTACT_ATTRIBUTE),
            write_attributes=_OWN,
        )

    def _make_mail_bucket(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Mail",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            cors=[_from_browsers(self._stage.origins)],
            removal_policy=self._removal,
        )
        if self._stage.mail is not None:
            bucket.add_to_resource_policy(ses_may_store(self, self._stage, bucket))
        return bucket

    def _make_reply_secret(self) -> None:
        secret = secretsmanager.Secret(
            self,
            "ReplySecret",
            secret_name=f"{self._stage.mail_secrets}reply",
            description="Signs the address under which a case is answered",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=48, exclude_punctuation=True
            ),
        )
        secret.apply_removal_policy(self._removal)

    def _make_mail_set(self) -> None:
        mail_set = ses.CfnConfigurationSet(
            self,
            "MailSet",
            name=self._stage.prefix,
            reputation_options=ses.CfnConfigurationSet.ReputationOptionsProperty(
                reputation_metrics_enabled=True
            ),
            delivery_options=ses.CfnConfigurationSet.DeliveryOptionsProperty(tls_policy="REQUIRE"),
            suppression_options=ses.CfnConfigurationSet.SuppressionOptionsProperty(
                suppressed_reasons=["BOUNCE", "COMPLAINT"]
            ),
        )
        mail_set.apply_removal_policy(self._removal)

    def _make_sender(self) -> None:
        sender = ses.CfnEmailIdentity(
            self,
            "Sender",
            email_identity=self._stage.sender,
            configuration_set_attributes=(
                ses.CfnEmailIdentity.ConfigurationSetAttributesProperty(
                    configuration_set_name=self._stage.prefix
                )
            ),
        )
        sender.apply_removal_policy(self._removal)


def _from_browsers(origins: tuple[str, ...]) -> s3.CorsRule:
    """Agents put files up, and fetch them, at addresses that the API signs."""
    return s3.CorsRule(
        allowed_origins=list(origins),
        allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.PUT],
        allowed_headers=["content-type", "content-disposition"],
        max_age=3_600,
    )


def _recovery(days: int) -> dynamodb.PointInTimeRecoverySpecification:
    return dynamodb.PointInTimeRecoverySpecification(
        point_in_time_recovery_enabled=days > 0, recovery_period_in_days=days or None
    )


def _key(attribute: Attribute, kind: dynamodb.AttributeType = _TEXT) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=attribute.value, type=kind)


def _index(
    index: Index, partition: Attribute, sort: dynamodb.Attribute, card: list[str] | None
) -> dynamodb.GlobalSecondaryIndexPropsV2:
    projection = dynamodb.ProjectionType.INCLUDE if card else dynamodb.ProjectionType.KEYS_ONLY
    return dynamodb.GlobalSecondaryIndexPropsV2(
        index_name=index.value,
        partition_key=_key(partition),
        sort_key=sort,
        projection_type=projection,
        non_key_attributes=card,
    )
