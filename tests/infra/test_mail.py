"""The stack `mail`: what comes in, over which way, and what it leaves alone in the account."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Template

from infra.stacks.mail import MailStack
from infra.stages import MailDomain, stage_named
from tests.infra.synthesis import ROOT, Synthesis

RULE = "AWS::SES::ReceiptRule"
RULE_SET = "AWS::SES::ReceiptRuleSet"
IDENTITY = "AWS::SES::EmailIdentity"


def test_the_local_stage_has_no_stack_of_mail(local: Synthesis) -> None:
    assert not (local.folder / "Milepost-local-mail.template.json").exists()
    assert local.of_type(RULE) == {}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_mail_to_the_domain_comes_over_tls_scanned_and_whole(
    stage: str, request: pytest.FixtureRequest
) -> None:
    synthesis: Synthesis = request.getfixturevalue(stage)
    rule = synthesis.only(RULE)["Properties"]["Rule"]
    (action,) = rule["Actions"]
    stored = action["S3Action"]
    assert rule["TlsPolicy"] == "Require"
    assert rule["ScanEnabled"] is True
    assert rule["Enabled"] is True
    assert rule["Recipients"] == [synthesis.only(IDENTITY)["Properties"]["EmailIdentity"]]
    assert stored["ObjectKeyPrefix"] == "in/"
    assert "Mail" in json.dumps(stored["BucketName"])
    assert stored["TopicArn"] == {"Ref": _name(synthesis, "AWS::SNS::Topic", "mail/")}
    assert "KmsKeyArn" not in stored, "what SES encrypts itself, Python cannot read"


def test_only_the_stages_own_rule_may_store_and_tell(prod: Synthesis) -> None:
    for said in (_ses_on(prod, "AWS::S3::BucketPolicy"), _ses_on(prod, "AWS::SNS::TopicPolicy")):
        assert said["Condition"]["StringEquals"]["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}
        rule = json.dumps(said["Condition"]["StringEquals"]["aws:SourceArn"])
        assert ":receipt-rule-set/milepost-prod:receipt-rule/milepost-prod" in rule
    assert "/in/*" in json.dumps(_ses_on(prod, "AWS::S3::BucketPolicy")["Resource"])


def test_only_the_stages_own_topic_may_put_mail_onto_the_queue(prod: Synthesis) -> None:
    said = [
        statement
        for policy in prod.properties("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "sns.amazonaws.com"}
    ]
    assert len(said) == 2, "the queue and its dead letters"
    for statement in said:
        source = json.dumps(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
        assert source.rstrip('"]}').endswith(":milepost-prod-mail")


def test_fault_36_a_notice_that_cannot_be_put_onto_the_queue_ends_in_dead_letters(
    prod: Synthesis,
) -> None:
    told = prod.properties("AWS::SNS::Subscription")
    (mail,) = (each for each in told if each["Protocol"] == "sqs")
    assert mail["RawMessageDelivery"] is True
    assert "MailDeadLetters" in json.dumps(mail["RedrivePolicy"]["deadLetterTargetArn"])


def test_A3_news_of_this_stages_mails_alone_reaches_the_queue(prod: Synthesis) -> None:
    told = prod.only("AWS::SES::ConfigurationSetEventDestination")["Properties"]
    destination = told["EventDestination"]
    (rule,) = (
        each for name, each in prod.of_type("AWS::Events::Rule").items() if name.startswith("mail/")
    )
    (target,) = rule["Properties"]["Targets"]
    sent = prod.only("AWS::SES::ConfigurationSet")["Properties"]["Name"]
    assert told["ConfigurationSetName"] == sent
    assert set(destination["MatchingEventTypes"]) == {
        "send",
        "delivery",
        "deliveryDelay",
        "bounce",
        "complaint",
        "reject",
    }
    assert json.dumps(destination["EventBridgeDestination"]).count(":event-bus/default") == 1
    assert rule["Properties"]["EventPattern"] == {
        "source": ["aws.ses"],
        "detail": {"mail": {"tags": {"ses:configuration-set": [sent]}}},
    }
    assert "Deliveries" in json.dumps(target["Arn"])
    assert "DeliveryDeadLetters" in json.dumps(target["DeadLetterConfig"])
    rules = [
        json.dumps(statement["Condition"]["ArnEquals"]["aws:SourceArn"])
        for policy in prod.properties("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement.get("Sid") == "NewsRuleMaySend"
    ]
    assert len(rules) == 2
    assert all(":rule/milepost-prod-deliveries" in one for one in rules)


def test_the_domain_signs_what_it_sends_and_takes_bounces_back(prod: Synthesis) -> None:
    identity = prod.only(IDENTITY)["Properties"]
    assert identity["DkimAttributes"] == {"SigningEnabled": True}
    assert identity["DkimSigningAttributes"] == {"NextSigningKeyLength": "RSA_2048_BIT"}
    assert identity["MailFromAttributes"]["MailFromDomain"] == "bounce.milepost.example"
    assert identity["ConfigurationSetAttributes"] == {"ConfigurationSetName": "milepost-prod"}


def test_a_set_of_its_own_is_made_and_never_made_the_active_one(prod: Synthesis) -> None:
    own = prod.only(RULE_SET)["Properties"]
    assert own == {"RuleSetName": "milepost-prod"}
    whole = json.dumps(prod.template("mail")["Resources"])
    assert "SetActiveReceiptRuleSet" not in whole
    assert "AWS::CloudFormation::CustomResource" not in whole
    assert "AWS::Lambda::Function" not in whole
    assert prod.template("mail")["Outputs"]["ActivateReceiptRules"]["Value"]


def test_a_set_that_the_account_has_gets_the_rule_and_stays_as_it_is() -> None:
    stage = replace(stage_named("dev"), mail=MailDomain("dev.milepost.example", rule_set="company"))
    assert stage.mail is not None
    app = App()
    elsewhere = Stack(app, "Elsewhere")
    stack = MailStack(
        app,
        "Mail",
        stage=stage,
        domain=stage.mail,
        bucket=s3.Bucket(elsewhere, "Bucket"),
        mails=sqs.Queue(elsewhere, "Mails"),
        dead=sqs.Queue(elsewhere, "Dead"),
        deliveries=sqs.Queue(elsewhere, "Deliveries"),
        delivery_dead=sqs.Queue(elsewhere, "DeliveryDead"),
    )
    template = Template.from_stack(stack)
    template.resource_count_is(RULE_SET, 0)
    template.has_resource_properties(RULE, {"RuleSetName": "company"})


def test_dns_is_told_in_outputs_and_the_manual_names_each(prod: Synthesis) -> None:
    outputs: dict[str, Any] = prod.template("mail")["Outputs"]
    said = {name for name in outputs if name.startswith("Dns")}
    manual = (Path(ROOT) / "docs" / "operations.md").read_text(encoding="utf-8")
    assert said == {
        "DnsDkim1",
        "DnsDkim2",
        "DnsDkim3",
        "DnsInbound",
        "DnsReturn",
        "DnsReturnSpf",
        "DnsDmarc",
    }
    for name in ("DnsDkim1", *sorted(said - {"DnsDkim1", "DnsDkim2", "DnsDkim3"})):
        assert f"`{name}" in manual, name


def _ses_on(synthesis: Synthesis, kind: str) -> dict[str, Any]:
    (found,) = (
        statement
        for policy in synthesis.properties(kind)
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Principal"] == {"Service": "ses.amazonaws.com"}
    )
    return dict(found)


def _name(synthesis: Synthesis, kind: str, stack: str) -> str:
    (found,) = (name for name in synthesis.of_type(kind) if name.startswith(stack))
    return found.removeprefix(stack)
