"""The trail of a process says what became different in its promise, as far as anybody reads it."""

from tests.unit.workflows.test_apply_organisation import ALL, GOLD, Deployment, Document


def test_S4_a_promise_that_changed_in_many_parts_is_told_by_the_first_of_them() -> None:
    deployment = Deployment()

    def of(within: str) -> Document:
        milestones = [{"milestone": f"Step {n}", "within": within} for n in range(60)]
        return {**GOLD, "milestones": milestones, "notes": within * 400}

    deployment.apply(*ALL[:3], of("1h"), *ALL[4:])
    deployment.apply(*ALL[:3], of("2h"), *ALL[4:])
    after = deployment.directory.changes("process", "Gold").items[0].after
    assert after is not None
    assert (len(after["changes"]), after["more_changes"]) == (50, 11)
    longest = max(len(str(one["after"])) for one in after["changes"])
    assert longest == 500
