"""The domain of a stage: who may send from it, what becomes of mail to it, and what DNS must say."""

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.parts.receiving import MAIL_FOLDER, mail_topic_name, news_rule_name, ses_may_tell
from infra.stages import MailDomain, Stage

_DKIM_TOKENS = 3
_NEWS = ["send", "delivery", "deliveryDelay", "bounce", "complaint", "reject"]


class MailStack(Stack):
    """Identity and receipt rule; it never says which set of rules the account goes by."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stage: Stage,
        domain: MailDomain,
        bucket: s3.IBucket,
        mails: sqs.IQueue,
        dead: sqs.IQueue,
        deliveries: sqs.IQueue,
        delivery_dead: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._stage = stage
        self._domain = domain
        self._return_domain = f"bounce.{domain.name}"
        identity = self._identity()
        self._receive(bucket, self._topic(mails, dead))
        self._follow(deliveries, delivery_dead)
        self._say(identity)

    def _identity(self) -> ses.CfnEmailIdentity:
        of = ses.CfnEmailIdentity
        identity = of(
            self,
            "Domain",
            email_identity=self._domain.name,
            dkim_attributes=of.DkimAttributesProperty(signing_enabled=True),
            dkim_signing_attributes=of.DkimSigningAttributesProperty(
                next_signing_key_length="RSA_2048_BIT"
            ),
            mail_from_attributes=of.MailFromAttributesProperty(
                mail_from_domain=self._return_domain,
                behavior_on_mx_failure="USE_DEFAULT_VALUE",
            ),
            configuration_set_attributes=of.ConfigurationSetAttributesProperty(
                configuration_set_name=self._stage.prefix
            ),
        )
        keeps = self._stage.keeps_data
        identity.apply_removal_policy(RemovalPolicy.RETAIN if keeps else RemovalPolicy.DESTROY)
        return identity

    def _topic(self, mails: sqs.IQueue, dead: sqs.IQueue) -> sns.Topic:
        topic = sns.Topic(self, "Stored", topic_name=mail_topic_name(self._stage), enforce_ssl=True)
        topic.add_to_resource_policy(ses_may_tell(self, self._stage, topic))
        sns.CfnSubscription(
            self,
            "StoredToQueue",
            topic_arn=topic.topic_arn,
            protocol="sqs",
            endpoint=mails.queue_arn,
            raw_message_delivery=True,
            redrive_policy={"deadLetterTargetArn": dead.queue_arn},
        )
        return topic

    def _receive(self, bucket: s3.IBucket, topic: sns.Topic) -> None:
        of = ses.CfnReceiptRule
        rule = of(
            self,
            "Rule",
            rule_set_name=self._stage.rule_set,
            rule=of.RuleProperty(
                name=self._stage.prefix,
                enabled=True,
                recipients=[self._domain.name],
                scan_enabled=True,
                tls_policy="Require",
                actions=[
                    of.ActionProperty(
                        s3_action=of.S3ActionProperty(
                            bucket_name=bucket.bucket_name,
                            object_key_prefix=MAIL_FOLDER,
                            topic_arn=topic.topic_arn,
                        )
                    )
                ],
            ),
        )
        # SES tries bucket and topic when the rule is made, and refuses it if it may not use them
        rule.node.add_dependency(topic)
        if self._domain.rule_set is None:
            own = ses.CfnReceiptRuleSet(self, "RuleSet", rule_set_name=self._stage.rule_set)
            rule.add_resource_dependency(own)

    def _follow(self, deliveries: sqs.IQueue, dead: sqs.IQueue) -> None:
        """News of sent mails: SES can tell the account's own bus alone, which tells our queue."""
        of = ses.CfnConfigurationSetEventDestination
        bus = self.format_arn(service="events", resource="event-bus", resource_name="default")
        of(
            self,
            "News",
            configuration_set_name=self._stage.prefix,
            event_destination=of.EventDestinationProperty(
                name=news_rule_name(self._stage),
                enabled=True,
                matching_event_types=_NEWS,
                event_bridge_destination=of.EventBridgeDestinationProperty(event_bus_arn=bus),
            ),
        )
        target = events.CfnRule.TargetProperty(
            id="Deliveries",
            arn=deliveries.queue_arn,
            dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=dead.queue_arn),
        )
        events.CfnRule(
            self,
            "NewsToQueue",
            name=news_rule_name(self._stage),
            description="What became of the mails of this stage",
            event_pattern={
                "source": ["aws.ses"],
                "detail": {"mail": {"tags": {"ses:configuration-set": [self._stage.prefix]}}},
            },
            targets=[target],
        )

    def _say(self, identity: ses.CfnEmailIdentity) -> None:
        for name, value in (*self._records(identity), *self._activation()):
            CfnOutput(self, name, value=value)

    def _records(self, identity: ses.CfnEmailIdentity) -> list[tuple[str, str]]:
        """What must stand in DNS, one line a record, as name servers write it."""
        domain, returns = self._domain.name, self._return_domain
        return [
            *((f"DnsDkim{place}", _key(identity, place)) for place in range(1, _DKIM_TOKENS + 1)),
            ("DnsInbound", f"{domain} MX 10 inbound-smtp.{self.region}.amazonaws.com"),
            ("DnsReturn", f"{returns} MX 10 feedback-smtp.{self.region}.amazonses.com"),
            ("DnsReturnSpf", f'{returns} TXT "v=spf1 include:amazonses.com -all"'),
            ("DnsDmarc", f'_dmarc.{domain} TXT "v=DMARC1; p=quarantine; adkim=s"'),
        ]

    def _activation(self) -> list[tuple[str, str]]:
        command = "aws ses set-active-receipt-rule-set --rule-set-name"
        words = f"{command} {self._stage.rule_set} --region {self.region}"
        return [("ReceiptRuleSet", self._stage.rule_set), ("ActivateReceiptRules", words)]


def _key(identity: ses.CfnEmailIdentity, place: int) -> str:
    name = identity.get_att(f"DkimDNSTokenName{place}").to_string()
    return f"{name} CNAME {identity.get_att(f'DkimDNSTokenValue{place}').to_string()}"
