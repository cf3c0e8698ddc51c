"""Who may hand us mail and news of it: one receipt rule, one topic, and one rule of the bus.

All are made by a later stack, so that they are named here rather than referred to.
"""

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from infra.stages import Stage as MilepostStage

MAIL_FOLDER = "in/"
"""Where the receiving service puts originals."""


def mail_topic_name(stage: MilepostStage) -> str:
    """The topic that tells of each stored mail."""
    return f"{stage.prefix}-mail"


def ses_may_store(stack: Stack, stage: MilepostStage, bucket: s3.Bucket) -> iam.PolicyStatement:
    """Let the stage's receipt rule, and no other of any account, put originals."""
    return iam.PolicyStatement(
        sid="ReceiptRuleMayStore",
        actions=["s3:PutObject"],
        principals=[iam.ServicePrincipal("ses.amazonaws.com")],
        resources=[bucket.arn_for_objects(f"{MAIL_FOLDER}*")],
        conditions=_only_our_rule(stack, stage),
    )


def ses_may_tell(stack: Stack, stage: MilepostStage, topic: sns.Topic) -> iam.PolicyStatement:
    """Let the same rule tell of what it stored."""
    return iam.PolicyStatement(
        sid="ReceiptRuleMayTell",
        actions=["sns:Publish"],
        principals=[iam.ServicePrincipal("ses.amazonaws.com")],
        resources=[topic.topic_arn],
        conditions=_only_our_rule(stack, stage),
    )


def topic_may_send(stack: Stack, stage: MilepostStage, queue: sqs.Queue) -> iam.PolicyStatement:
    """Let the topic of stored mail put messages onto the mail queue."""
    topic = stack.format_arn(service="sns", resource=mail_topic_name(stage))
    return iam.PolicyStatement(
        sid="MailTopicMaySend",
        actions=["sqs:SendMessage"],
        principals=[iam.ServicePrincipal("sns.amazonaws.com")],
        resources=[queue.queue_arn],
        conditions={"ArnEquals": {"aws:SourceArn": topic}},
    )


def news_rule_name(stage: MilepostStage) -> str:
    """The rule of the account's own bus that hands news of sent mails on."""
    return f"{stage.prefix}-deliveries"


def rule_may_send(stack: Stack, stage: MilepostStage, queue: sqs.Queue) -> iam.PolicyStatement:
    """Let that rule put messages onto the delivery queue, or onto its dead letters."""
    rule = stack.format_arn(service="events", resource="rule", resource_name=news_rule_name(stage))
    return iam.PolicyStatement(
        sid="NewsRuleMaySend",
        actions=["sqs:SendMessage"],
        principals=[iam.ServicePrincipal("events.amazonaws.com")],
        resources=[queue.queue_arn],
        conditions={"ArnEquals": {"aws:SourceArn": rule}},
    )


def _only_our_rule(stack: Stack, stage: MilepostStage) -> dict[str, dict[str, str]]:
    rule = stack.format_arn(
        service="ses",
        resource="receipt-rule-set",
        resource_name=f"{stage.rule_set}:receipt-rule/{stage.prefix}",
    )
    return {"StringEquals": {"aws:SourceAccount": stack.account, "aws:SourceArn": rule}}
