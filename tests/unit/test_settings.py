"""A door starts with everything that it needs, or says at once what is missing."""

import pytest

from shared.errors import Misconfigured
from shared.names import NEEDS, Door, Env
from shared.settings import load, read


def everything(door: Door) -> dict[str, str]:
    given = {key.value: f"the {key.value.lower()}" for key in NEEDS[door]}
    return {**given, Env.FUNCTION_TIMEOUT.value: "20"}


@pytest.mark.parametrize("door", list(Door))
def test_a_door_reads_what_it_needs_and_no_more(door: Door) -> None:
    environment = {**{key.value: "not asked for" for key in Env}, **everything(door)}

    settings = read(door, environment)

    for key in Env:
        value = getattr(settings, key.value.lower())
        wanted = environment[key.value] if key in NEEDS[door] else ""
        assert str(value) == (wanted if key is not Env.FUNCTION_TIMEOUT else "20")


@pytest.mark.parametrize("door", list(Door))
def test_all_missing_keys_are_named_at_once(door: Door) -> None:
    with pytest.raises(Misconfigured) as wrong:
        read(door, {Env.STAGE.value: "dev", Env.TABLE_NAME.value: ""})

    for key in NEEDS[door]:
        assert (key.value in wrong.value.message) == (key is not Env.STAGE)


def test_a_timeout_that_is_no_number_is_said() -> None:
    environment = {**everything(Door.SWEEP), Env.FUNCTION_TIMEOUT.value: "soon"}

    with pytest.raises(Misconfigured, match="soon"):
        read(Door.SWEEP, environment)


def test_the_environment_is_where_a_door_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in everything(Door.SWEEP).items():
        monkeypatch.setenv(key, value)

    assert load(Door.SWEEP).table_name == "the table_name"
