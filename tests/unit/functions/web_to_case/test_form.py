import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.web_to_case.form import LONGEST, read_form
from functions.web_to_case.leftovers import MOST, REST
from shared.domain.form_rules import FormField, FormRules
from shared.domain.intake import Intake
from shared.errors import Refused

RULES = FormRules(
    return_hosts=("www.acme.example",),
    fields={
        "priority": FormField(name="priority", type="picklist", values=("High", "Low")),
        "00N5g00000XyZ": FormField(
            name="product_line", type="picklist", values=("Pumps", "Valves")
        ),
        "00NMulti": FormField(name="sites", type="multi_picklist", values=("North", "South")),
        "00NCount": FormField(name="machines", type="number"),
        "00NFlag": FormField(name="urgent", type="checkbox"),
        "00NSerial": FormField(name="serial_number"),
        "note": FormField(name="note"),
    },
)
GOOD = {"name": "Ann Ames", "email": "Ann@Acme.example", "subject": "Pump 3 has stopped"}


def read(key: str | None = None, **fields: str) -> Intake:
    return read_form({**GOOD, **fields}, RULES, key)


def faults(**fields: str) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        read(**fields)
    return {fault.pointer: fault.code for fault in refused.value.faults}


def test_I1_the_names_of_salesforce_become_an_intake() -> None:
    intake = read(
        phone="+1 555 0100", company="Acme", description="It is\r\nquiet.", priority="high"
    )
    assert intake.origin == "web"
    assert not intake.verified
    assert intake.description == "It is\nquiet."
    assert intake.fields == {"priority": "High"}
    assert (intake.name, intake.email, intake.phone, intake.company) == (
        "Ann Ames",
        "Ann@Acme.example",
        "+1 555 0100",
        "Acme",
    )


def test_I2_what_the_sender_wrote_is_kept_raw() -> None:
    assert read(company="Acme").supplied == {
        "name": "Ann Ames",
        "email": "Ann@Acme.example",
        "company": "Acme",
    }


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert faults(name=" ", email="", subject="\t") == {
        "/name": "missing",
        "/email": "missing",
        "/subject": "missing",
    }


def test_faults_of_all_kinds_are_named_together() -> None:
    found = faults(
        name="a" * 121, email="no address", subject="one\x07two", website="http://spam.example"
    )
    assert found == {
        "/name": "too_long",
        "/email": "not_an_address",
        "/subject": "control_characters",
        "/website": "honeypot",
    }


@pytest.mark.parametrize("name", sorted(LONGEST.keys() - {"email"}))
def test_a_field_at_its_limit_passes_and_one_more_does_not(name: str) -> None:
    read(**{name: "a" * LONGEST[name]})
    assert faults(**{name: "a" * (LONGEST[name] + 1)}) == {f"/{name}": "too_long"}


def test_an_address_at_its_limit_passes_and_one_more_does_not() -> None:
    domain = ".".join(["a" * 60] * 3)
    read(email=f"{'a' * 63}@{domain}.example")
    assert faults(email="a" * 255)["/email"] == "not_an_address"


@pytest.mark.parametrize(
    "address",
    [
        "ann",
        "ann@",
        "@acme.example",
        "ann@acme",
        "ann@@acme.example",
        "ann@acme..example",
        "ann..ames@acme.example",
        ".ann@acme.example",
        "ann.@acme.example",
        "ann ames@acme.example",
        "ann@acme.example, bob@acme.example",
        "Ann <ann@acme.example>",
        "ann@-acme.example",
        "ann@acme.example.",
        "ann@127.0.0.1",
        "a" * 65 + "@acme.example",
    ],
)
def test_a_wrong_address_is_named(address: str) -> None:
    assert faults(email=address) == {"/email": "not_an_address"}


@pytest.mark.parametrize(
    "address",
    ["ann@acme.example", "ann.o'ames+x@mail.acme.co.uk", "ann@bücher.example", "A_1@a-b.io"],
)
def test_a_right_address_passes(address: str) -> None:
    assert read(email=f"  {address} ").email == address


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\ud800", "\n"])
def test_a_control_character_in_one_line_is_a_fault(mark: str) -> None:
    assert faults(subject=f"one{mark}two") == {"/subject": "control_characters"}


def test_a_description_may_have_lines_and_tabs_but_nothing_else() -> None:
    assert read(description="one\n\ttwo").description == "one\n\ttwo"
    assert faults(description="one\x00two") == {"/description": "control_characters"}


def test_I1_unknown_fields_are_kept_raw_and_are_no_fault() -> None:
    intake = read(orgid="00D1", debug="1", utm_source="mail", entitlement="gold", recordType="x")
    assert intake.unknown == {
        "orgid": "00D1",
        "debug": "1",
        "utm_source": "mail",
        "entitlement": "gold",
        "recordType": "x",
    }


def test_I1_status_and_owner_from_a_form_are_ignored() -> None:
    intake = read(status="Closed", owner="bob", queue="Tier 2", retURL="https://evil.example")
    assert intake.fields == {}
    assert intake.unknown == {}


def test_I1_custom_fields_go_where_the_configuration_says() -> None:
    intake = read(
        **{
            "00N5g00000XyZ": "valves",
            "00NMulti": "north;South",
            "00NCount": "12",
            "00NFlag": "on",
            "00NSerial": "SN1",
            "note": " hm ",
        }
    )
    assert intake.fields == {
        "product_line": "Valves",
        "sites": "North;South",
        "machines": 12,
        "urgent": True,
        "note": "hm",
    }
    assert intake.serial_number == "SN1"
    assert intake.unknown == {}


@pytest.mark.parametrize(
    ("web", "value"),
    [
        ("priority", "Whenever"),
        ("00NMulti", "North;West"),
        ("00NCount", "many"),
        ("00NCount", "nan"),
        ("00NCount", "1e300"),
        ("00NFlag", "perhaps"),
        ("note", "a" * 4_001),
    ],
)
def test_I1_a_value_that_does_not_fit_is_kept_raw_and_is_no_fault(web: str, value: str) -> None:
    intake = read(**{web: value})
    assert intake.fields == {}
    assert intake.unknown == {web: value[:1_000]}


def test_leftovers_are_bounded_and_counted() -> None:
    intake = read(**{f"x{n}": "y" for n in range(MOST + 7)})
    assert len(intake.unknown) == MOST + 1
    assert intake.unknown[REST] == "7 fields were not kept"
    large = read(**{f"x{n}": "y" * 5_000 for n in range(20)})
    assert sum(len(value) for value in large.unknown.values()) < 9_000


def test_I2_the_same_sender_subject_and_body_repeat() -> None:
    first = read(description="It is quiet.")
    again = read(description="It is quiet.", email="ANN@acme.EXAMPLE", phone="1", utm_source="x")
    assert first.repeat_key == again.repeat_key
    assert first.fingerprint == again.fingerprint
    assert first.repeat_seconds == 600
    for other in ({"subject": "Another"}, {"description": "x"}, {"email": "bob@acme.example"}):
        assert read(**{"description": "It is quiet.", **other}).repeat_key != first.repeat_key


def test_I2_an_idempotency_key_decides_alone() -> None:
    assert read("k1").repeat_key == read("k1", subject="Another").repeat_key
    assert read("k1").repeat_key != read("k2").repeat_key
    assert read("k1").fingerprint != read("k1", subject="Another").fingerprint
    assert read(" ").repeat_key == read().repeat_key


@given(
    st.dictionaries(
        st.sampled_from([*LONGEST, "priority", "00NCount", "zzz"]), st.text(max_size=60)
    )
)
def test_no_form_whatsoever_breaks_the_reader(fields: dict[str, str]) -> None:
    try:
        outcome: object = read_form(fields, RULES, None).model_dump_json().encode()
    except Refused as refused:
        outcome = refused.faults
    assert outcome
