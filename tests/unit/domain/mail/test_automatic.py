"""Mail of machines in all its forms, and mail of people that only looks a little like it."""

import pytest

from shared.domain.mail.automatic import ANSWERS
from shared.names import LOOP_HEADER
from tests.support.mails import OURS, a_mail, read


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto_Submitted": "auto-replied; owner-email=x@y.example"}, "auto_reply"),
        ({"Auto_Submitted": "auto-generated (rejected)"}, "notice"),
        ({"AUTO_SUBMITTED": "Auto-Notified"}, "notice"),
        ({"Precedence": "bulk"}, "list"),
        ({"Precedence": "Junk"}, "list"),
        ({"Precedence": "list"}, "list"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"X_Auto_Response_Suppress": "All"}, "notice"),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, "notice"),
        ({"List_Id": "<news.example>"}, "list"),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, "list"),
        ({"X_Loop": "desk@other.example"}, "loop"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"X_Autorespond": "vacation"}, "auto_reply"),
        ({"X_Mail_Autoreply": "x"}, "auto_reply"),
        ({LOOP_HEADER: OURS}, "own"),
        ({LOOP_HEADER: "milepost-other"}, "loop"),
        ({LOOP_HEADER: "milepost-other", "Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({LOOP_HEADER: "milepost-other", "Auto_Submitted": "auto-generated"}, "notice"),
        ({"from": "MAILER-DAEMON@mx.example"}, "bounce"),
        ({"from": "Postmaster <postmaster@mx.example>"}, "bounce"),
        ({"content_type": 'multipart/report; report-type="delivery-status"'}, "bounce"),
    ],
)
def test_I4_a_machine_is_known_by_any_of_its_signs(headers: dict[str, str], kind: str) -> None:
    assert read(a_mail(**headers)).automatic == kind


ABSENCES = (
    "Out of Office: Re: your case",
    "=?utf-8?q?R=C3=A9ponse_automatique_=3A_panne?=",
    "Automatische Antwort: Brennt es?",
    "=?utf-8?b?6Ieq5YuV5b+c562UOiDjgYLjgYTjgYY=?=",
)


@pytest.mark.parametrize("subject", ABSENCES)
@pytest.mark.parametrize(
    "sign",
    [
        {"Precedence": "bulk"},
        {"Auto_Submitted": "auto-generated"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)
def test_I4_a_subject_of_absence_beside_another_sign_is_an_automatic_answer(
    subject: str, sign: dict[str, str]
) -> None:
    assert read(a_mail(subject=subject, **sign)).automatic == "auto_reply"
    assert read(a_mail(subject=subject), sender="").automatic == "auto_reply"


@pytest.mark.parametrize(
    "subject", [*ABSENCES, "Out of office chair order", "Automatic reply of the valve is slow"]
)
def test_I4_a_subject_alone_makes_no_machine(subject: str) -> None:
    assert read(a_mail(subject=subject)).automatic is None


@pytest.mark.parametrize("sender", ["", "<>"])
def test_I4_an_empty_envelope_sender_is_a_report(sender: str) -> None:
    assert read(a_mail(), sender=sender).automatic == "bounce"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Precedence": "first-class"},
        {"X_Auto_Response_Suppress": "DR, RN, NRN"},
        {"subject": "We are out of office supplies"},
        {"subject": "Autoreplying does not work"},
        {"subject": "Re: Auto-Submitted: auto-replied"},
        {"from": "Paul Postmaster-Jones <paul@postmaster.example>"},
    ],
)
def test_I4_people_are_not_machines(headers: dict[str, str]) -> None:
    assert read(a_mail(**headers)).automatic is None


def test_I4_what_only_answers_opens_no_case_and_a_notice_may() -> None:
    assert sorted(ANSWERS) == ["auto_reply", "bounce", "loop", "own"]


def test_a_report_names_whom_it_did_not_reach_and_which_mail_it_was() -> None:
    report = (
        "--b\nContent-Type: text/plain\n\nSorry.\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: RFC822; one@x.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822;two@x.example\nAction: delivered\nStatus: 2.0.0\n\n"
        "Original-Recipient: rfc822; three@x.example\nAction: delayed\nStatus: 4.4.1\n\n"
        "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <sent-1@y.example>\n"
        "X-Milepost-Effect: 3K7Q9WZDD.0\n--b--\n"
    )
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    bounce = read(a_mail(report, content_type=kind), sender="").bounce
    assert bounce is not None
    assert bounce.failed == ("one@x.example", "three@x.example")
    assert bounce.permanent
    assert bounce.message_ids == ("sent-1@y.example",)
    assert bounce.effect == "3K7Q9WZDD.0"
