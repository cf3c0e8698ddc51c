"""What must outlive a deploy, and how well it does."""

import json
from typing import Any

import pytest

from shared.names import (
    AGENTS_GROUP,
    CUSTOMERS_GROUP,
    MANAGERS_GROUP,
    PARTNERS_GROUP,
    READERS_GROUP,
    SUPERVISORS_GROUP,
    Attribute,
)
from tests.infra.synthesis import Synthesis
from tests.support.table import make_table

TABLE = "AWS::DynamoDB::GlobalTable"
POOL = "AWS::Cognito::UserPool"
IN_DATA = (TABLE, POOL, "AWS::SES::ConfigurationSet")
KEPT = (*IN_DATA, "AWS::SES::EmailIdentity")


class Recorder:
    """Stands where a client would, and remembers how the table was made."""

    def __init__(self) -> None:
        self.request: dict[str, Any] = {}

    def create_table(self, **request: Any) -> None:
        self.request = request


def test_the_table_is_the_one_that_the_code_is_tested_on(stack: Synthesis) -> None:
    tested = Recorder()
    make_table(tested, "any")  # type: ignore[arg-type]  # a client, as far as it is called
    made = stack.only(TABLE)["Properties"]
    assert made["KeySchema"] == tested.request["KeySchema"]
    assert _by(made["AttributeDefinitions"], "AttributeName") == _by(
        tested.request["AttributeDefinitions"], "AttributeName"
    )
    assert _by(made["GlobalSecondaryIndexes"], "IndexName") == _by(
        tested.request["GlobalSecondaryIndexes"], "IndexName"
    )


def test_the_table_is_paid_by_request_and_forgets_what_has_expired(stack: Synthesis) -> None:
    made = stack.only(TABLE)["Properties"]
    assert made["BillingMode"] == "PAY_PER_REQUEST"
    assert made["TimeToLiveSpecification"] == {
        "AttributeName": Attribute.EXPIRES_AT.value,
        "Enabled": True,
    }


def test_the_stream_carries_what_was_written(stack: Synthesis) -> None:
    made = stack.only(TABLE)["Properties"]
    assert made["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}


def test_prod_can_be_restored_to_any_second_of_five_weeks(prod: Synthesis) -> None:
    (replica,) = prod.only(TABLE)["Properties"]["Replicas"]
    assert replica["PointInTimeRecoverySpecification"] == {
        "PointInTimeRecoveryEnabled": True,
        "RecoveryPeriodInDays": 35,
    }


@pytest.mark.parametrize("kind", KEPT)
def test_prod_keeps_its_data_when_the_stack_goes(prod: Synthesis, kind: str) -> None:
    found = prod.only(kind)
    assert (found["DeletionPolicy"], found["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_prod_cannot_be_deleted_by_mistake(prod: Synthesis) -> None:
    (replica,) = prod.only(TABLE)["Properties"]["Replicas"]
    manifest = json.loads((prod.folder / "manifest.json").read_text())
    assert replica["DeletionProtectionEnabled"] is True
    assert prod.only(POOL)["Properties"]["DeletionProtection"] == "ACTIVE"
    assert manifest["artifacts"]["Milepost-prod-data"]["properties"]["terminationProtection"]


@pytest.mark.parametrize("stage", ["local", "dev"])
def test_other_stages_go_without_a_trace(stage: str, request: pytest.FixtureRequest) -> None:
    synthesis: Synthesis = request.getfixturevalue(stage)
    kept = [
        name
        for name, each in synthesis.everything.items()
        if each.get("DeletionPolicy") == "Retain"
    ]
    (replica,) = synthesis.only(TABLE)["Properties"]["Replicas"]
    assert kept == []
    assert replica["DeletionProtectionEnabled"] is False


def test_state_lives_in_the_data_stack_alone(stack: Synthesis) -> None:
    for kind in IN_DATA:
        assert [name.split("/")[0] for name in stack.of_type(kind)] == ["data"]


def test_nothing_is_kept_under_a_name_that_a_new_service_stack_would_want(
    prod: Synthesis,
) -> None:
    for name, each in prod.everything.items():
        if each.get("DeletionPolicy") == "Retain" and not name.startswith("data/"):
            assert not {key for key in each["Properties"] if key.endswith("Name")}, name


def test_S1_people_are_in_groups_ours_and_theirs(stack: Synthesis) -> None:
    groups = {each["GroupName"] for each in stack.properties("AWS::Cognito::UserPoolGroup")}
    ours = {AGENTS_GROUP, MANAGERS_GROUP, SUPERVISORS_GROUP, READERS_GROUP}
    assert groups == ours | {CUSTOMERS_GROUP, PARTNERS_GROUP}


def test_S2_nobody_writes_which_contact_they_are(stack: Synthesis) -> None:
    client = stack.only("AWS::Cognito::UserPoolClient")["Properties"]
    attributes = [one["Name"] for one in stack.only(POOL)["Properties"]["Schema"]]
    assert "contact" in attributes
    assert "custom:contact" in client["ReadAttributes"]
    assert sorted(client["WriteAttributes"]) == ["email", "name"]


def test_nobody_signs_up_alone_and_passwords_are_strong(stack: Synthesis) -> None:
    pool = stack.only(POOL)["Properties"]
    policy = pool["Policies"]["PasswordPolicy"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert policy.pop("MinimumLength") >= 12
    assert policy == {
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "RequireUppercase": True,
    }


def test_sign_ins_are_by_password_or_srp_and_short(stack: Synthesis) -> None:
    client = stack.only("AWS::Cognito::UserPoolClient")["Properties"]
    assert sorted(client["ExplicitAuthFlows"]) == [
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
    ]
    assert (client["AccessTokenValidity"], client["IdTokenValidity"]) == (15, 15)
    assert client["TokenValidityUnits"]["AccessToken"] == "minutes"
    assert client["GenerateSecret"] is False
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_mail_goes_out_from_one_address_and_only_over_tls(stack: Synthesis) -> None:
    identity = stack.only("AWS::SES::EmailIdentity")["Properties"]["EmailIdentity"]
    mail = stack.only("AWS::SES::ConfigurationSet")["Properties"]
    environment = stack.function("milestone_actions")["Environment"]["Variables"]
    assert mail["DeliveryOptions"] == {"TlsPolicy": "REQUIRE"}
    assert environment["MAIL_SENDER"].endswith(identity)
    assert environment["MAIL_CONFIGURATION_SET"] == mail["Name"]


def test_nobody_is_written_to_twice_whose_address_failed_or_who_complained(
    stack: Synthesis,
) -> None:
    mail = stack.only("AWS::SES::ConfigurationSet")["Properties"]
    assert mail["SuppressionOptions"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}


def test_stacks_are_named_for_their_stage(stack: Synthesis) -> None:
    manifest = json.loads((stack.folder / "manifest.json").read_text())
    assert {f"Milepost-{stack.stage}-{name}" for name in stack.stacks} <= set(manifest["artifacts"])


def _by(entries: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda entry: str(entry[key]))
