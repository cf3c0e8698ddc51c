"""cdk-nag has nothing to say, and nothing is exempt that need not be."""

from infra.exemptions import exemptions
from infra.stages import stage_named
from tests.infra.synthesis import Synthesis


def test_both_packs_have_judged_and_found_nothing(stack: Synthesis) -> None:
    judged = {pack["pluginName"]: pack["conclusion"] for pack in stack.report}
    findings = [
        (finding["ruleName"], where["constructPath"])
        for pack in stack.report
        for finding in pack["violations"]
        for where in finding["violatingConstructs"]
    ]
    assert judged == {"AwsSolutions": "success", "Serverless": "success"}
    assert findings == []


def test_every_exemption_exempts_something(stack: Synthesis) -> None:
    exempted = [
        (where["constructPath"], finding["ruleName"])
        for pack in stack.report
        for finding in pack["suppressedViolations"]
        for where in finding["violatingConstructs"]
    ]
    written = [(each.construct, each.rule) for each in exemptions(stage_named(stack.stage))]
    assert sorted(exempted) == sorted(written)


def test_an_exemption_names_one_construct_one_rule_and_a_reason() -> None:
    written = list(exemptions(stage_named("prod")))
    assert len({(each.construct, each.rule) for each in written}) == len(written)
    for each in written:
        assert each.construct.startswith("Milepost-prod-")
        assert "*" not in each.construct
        assert len(each.reason.split()) >= 6, each
