"""What a stranger may write into the form, and what becomes of it: an intake, or every fault."""

import re
from collections.abc import Mapping

from functions.web_to_case.declared import read_declared
from functions.web_to_case.fingerprint import fingerprint, repeat_key
from functions.web_to_case.leftovers import keep_raw
from functions.web_to_case.wording import has_control, tidy
from shared.domain.form_rules import FormRules
from shared.domain.intake import WEB_REPEAT_SECONDS, Intake
from shared.errors import Fault, Refused

HONEYPOT = "website"
"""Hidden from people by the style sheet; only machines fill it in."""

LONGEST = {
    "name": 120,
    "email": 254,
    "phone": 40,
    "company": 120,
    "subject": 255,
    "serial_number": 120,
    "product": 120,
    "description": 32_000,
}
_REQUIRED = {"name": "your name", "email": "your e-mail address", "subject": "a subject"}
_SUPPLIED = ("name", "email", "phone", "company")
_IGNORED = frozenset({"status", "owner", "queue", "retURL", HONEYPOT})
_MAIL_ADDRESS = re.compile(
    r"(?!\.|.*\.\.)[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}(?<!\.)@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]",
    re.IGNORECASE,
)


def read_form(fields: Mapping[str, str], rules: FormRules, idempotency_key: str | None) -> Intake:
    """Make the intake of I1 and I2; raises Refused with everything that is wrong."""
    answers = _core(fields, rules)
    faults = [*_faults(answers), *_trap(fields)]
    if faults:
        raise Refused("The form cannot be accepted as it is.", faults=tuple(faults))
    declared, odd = read_declared(fields, rules, taken=LONGEST.keys())
    known = {*LONGEST, *_IGNORED, *rules.fields}
    unknown = {name: value for name, value in fields.items() if name not in known}
    print_of_it = fingerprint(answers)
    return Intake(
        origin="web",
        verified=False,
        name=answers["name"],
        email=answers["email"],
        phone=answers.get("phone"),
        company=answers.get("company"),
        serial_number=answers.get("serial_number"),
        product=answers.get("product"),
        subject=answers["subject"],
        description=answers.get("description", ""),
        fields=declared,
        supplied={name: answers[name] for name in _SUPPLIED if answers.get(name)},
        unknown=keep_raw({**unknown, **odd}),
        repeat_key=repeat_key(idempotency_key, print_of_it),
        repeat_seconds=WEB_REPEAT_SECONDS,
        fingerprint=print_of_it,
    )


def _core(fields: Mapping[str, str], rules: FormRules) -> dict[str, str]:
    answers = {name: tidy(fields[name]) for name in LONGEST if fields.get(name, "").strip()}
    for web, field in rules.fields.items():
        if field.name in LONGEST and fields.get(web, "").strip():
            answers.setdefault(field.name, tidy(fields[web]))
    return answers


def _faults(answers: Mapping[str, str]) -> list[Fault]:
    missing = [
        Fault(f"/{name}", f"Please give {words}.", "missing")
        for name, words in _REQUIRED.items()
        if not answers.get(name)
    ]
    return [*missing, *(fault for item in answers.items() for fault in _faults_of(*item))]


def _faults_of(name: str, value: str) -> list[Fault]:
    faults: list[Fault] = []
    most = LONGEST[name]
    if len(value) > most:
        faults.append(
            Fault(f"/{name}", f"At most {most} characters; there are {len(value)}.", "too_long")
        )
    if has_control(value, lines=name == "description"):
        faults.append(
            Fault(f"/{name}", "There are control characters in it.", "control_characters")
        )
    elif name == "email" and not _MAIL_ADDRESS.fullmatch(value[:most]):
        faults.append(Fault("/email", "This is not an e-mail address.", "not_an_address"))
    return faults


def _trap(fields: Mapping[str, str]) -> list[Fault]:
    if not fields.get(HONEYPOT, "").strip():
        return []
    return [Fault(f"/{HONEYPOT}", "Please leave this field empty.", "honeypot")]
