"""A template is words with gaps: filled once, escaped where it must be, and never run."""

import pytest

from shared.domain.mail_template import MailTemplate, check_template, render
from shared.errors import Fault


def template(
    subject: str = "Case {{case.number}}", text: str = "Hello.", html: str | None = None
) -> MailTemplate:
    return MailTemplate(name="hello", subject=subject, text=text, html=html)


def test_merge_fields_are_filled_in_every_part() -> None:
    rendered = render(
        template("{{case.number}}", "Dear {{ contact.name }}", "<p>{{contact.name}}</p>"),
        {"case.number": "7K2M", "contact.name": "Ann"},
    )

    assert rendered.subject == "7K2M"
    assert rendered.text == "Dear Ann"
    assert "\n<p>Ann</p>\n" in (rendered.html or "")
    assert rendered.missing == ()


def test_values_are_escaped_in_html_and_plain_in_text() -> None:
    rendered = render(
        template(text="{{case.subject}}", html="<b>{{case.subject}}</b>"),
        {"case.number": "1", "case.subject": "<script>alert('x')</script> & more\nnext"},
    )

    assert rendered.text == "<script>alert('x')</script> & more\nnext"
    shown = "<b>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; more<br>\nnext</b>"
    assert shown in (rendered.html or "")


def test_a_part_of_a_page_becomes_one_that_fits_a_phone_and_a_page_stays_as_it_is() -> None:
    part = render(template(html="<p>x</p>"), {}).html or ""
    assert part.startswith("<!doctype html>")
    assert "width=device-width" in part
    assert render(template(html=part), {}).html == part


def test_a_subject_stays_one_line_whatever_the_value_holds() -> None:
    rendered = render(
        template("Re: {{case.subject}}"),
        {"case.subject": "Pump\r\nBcc: all@acme.example\x00\u2028!"},
    )

    assert rendered.subject == "Re: Pump Bcc: all@acme.example !"


def test_a_missing_field_leaves_a_visible_gap_and_is_reported_once() -> None:
    rendered = render(template("{{case.number}}", "{{contact.name}}, {{contact.name}}"), {})

    assert rendered.text == "[contact.name?], [contact.name?]"
    assert rendered.missing == ("case.number", "contact.name")


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_value_is_missing(blank: str | None) -> None:
    rendered = render(
        template(text="{{contact.name}}"), {"case.number": "1", "contact.name": blank}
    )

    assert rendered.text == "[contact.name?]"


@pytest.mark.parametrize(
    ("words", "shown"), [("{{contact.name|there}}", "there"), ("{{contact.name|}}", "")]
)
def test_a_fallback_stands_in_for_a_missing_value(words: str, shown: str) -> None:
    rendered = render(template("-", words), {})

    assert (rendered.text, rendered.missing) == (shown, ())


def test_a_value_that_looks_like_a_merge_field_is_not_filled_again() -> None:
    rendered = render(
        template("-", "{{case.subject}}"),
        {"case.subject": "{{contact.email}}", "contact.email": "secret@acme.example"},
    )

    assert rendered.text == "{{contact.email}}"


def test_what_is_not_a_merge_field_is_left_as_it_stands() -> None:
    words = "{{ 7*7 }} {{#each x}} {% if %} {{case.__class__}}"

    assert render(template("-", words), {"case.number": "1"}).text == words.replace(
        "{{case.__class__}}", "[case.__class__?]"
    )


def test_a_clean_template_has_no_faults() -> None:
    clean = template(
        "[{{case.number}}]", "{{milestone.target}} {{contact.name|customer}}", "<p>x</p>"
    )

    assert check_template(clean) == ()


def test_every_unknown_merge_field_is_named_with_its_part() -> None:
    faults = check_template(
        template("{{case.numer}}", "{{Case.Number}} {{case.numer}}", "{{#if x}} {{case.numer}}")
    )

    assert faults == (
        Fault("subject", "'{{case.numer}}' is not a merge field", "unknown"),
        Fault("text", "'{{Case.Number}}' is not a merge field", "unknown"),
        Fault("text", "'{{case.numer}}' is not a merge field", "unknown"),
        Fault("html", "'{{#if x}}' is not a merge field", "unknown"),
        Fault("html", "'{{case.numer}}' is not a merge field", "unknown"),
    )


def test_an_open_brace_and_a_subject_of_two_lines_are_faults() -> None:
    faults = check_template(template("one\ntwo", "Dear {{contact.name"))

    assert faults == (
        Fault("text", "a '{{' has no '}}'", "syntax"),
        Fault("subject", "a subject is one line", "syntax"),
    )


def test_declared_fields_may_be_merged() -> None:
    uses_own_field = template(text="{{case.product_line}}")

    assert check_template(uses_own_field, {"case.product_line"}) == ()
    assert check_template(uses_own_field) != ()
