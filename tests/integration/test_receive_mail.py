"""From a stored mail to what it becomes: a case, a comment, or an entry in quarantine."""

import pytest

from shared.domain.alteration import Alteration
from shared.domain.mail.envelope import Verdicts
from shared.domain.record_number import display
from shared.errors import Absent, IllegalMove, Unavailable
from shared.workflows.change_case import change_case
from shared.workflows.mail_quarantine import original, quarantined, redrive
from shared.workflows.receive_mail import receive_mail
from tests.support.mail_town import MailTown
from tests.support.mails import a_mail, example
from tests.support.town import AGENT

DAY = 86_400


@pytest.fixture
def town() -> MailTown:
    return MailTown()


def a_case(town: MailTown) -> str:
    received = town.arrives(a_mail(subject="Belt", message_id="<first@northwind.example>"))
    assert received.became == "case"
    assert received.number is not None
    return received.number


def a_reply(town: MailTown, number: str, words: str = "It works.", **headers: str) -> bytes:
    filled = {"to": town.address_of(number), "message_id": "<reply@northwind.example>", **headers}
    return a_mail(f"{words}\n\nOn Mon, 2 Mar 2026 Acme wrote:\n> Does it?\n", **filled)


def closed(town: MailTown, number: str) -> None:
    change_case(town.world, number, Alteration(verb="close"), AGENT)


def test_I3_a_mail_becomes_a_case_of_its_sender(town: MailTown) -> None:
    received = town.arrives(example("plain"))
    assert received.became == "case"
    file = town.store.records.load(received.number or "")
    assert (file.origin, file.verified, file.account, file.contact) == (
        "email",
        True,
        "northwind",
        "dana",
    )
    assert file.entitlement == "nw-support"
    assert file.fields["subject"] == "Conveyor 4 stops every hour"
    assert (file.fields["origin"], file.fields["priority"]) == ("Email", "Medium")
    assert file.fields["queue"] == "Sales"
    assert file.supplied == {"name": "Dana Vogel", "email": "dana@northwind.example"}


def test_I4_fault_34_an_unverified_sender_is_linked_to_nobody_and_gets_no_answer(
    town: MailTown,
) -> None:
    received = town.arrives(example("forged"), sender="x@evil.example", verdicts=Verdicts())
    file = town.store.records.load(received.number or "")
    assert (file.verified, file.account, file.contact) == (False, None, None)
    assert file.stamp.no_entitlement == "account_unknown"
    assert file.supplied["email"] == "dana@northwind.example"
    town.deliver()
    assert town.postman.posted == []


def test_I4_a_case_is_acknowledged_as_an_automatic_answer(town: MailTown) -> None:
    number = a_case(town)
    town.deliver()
    (posted,) = town.postman.posted
    assert posted.mail.to == ("dana@northwind.example",)
    assert number in posted.mail.subject
    assert posted.message["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("name", ["alarm-from-a-machine", "list"])
def test_I4_a_machine_gets_a_case_and_no_answer(town: MailTown, name: str) -> None:
    assert town.arrives(example(name)).became == "case"
    town.deliver()
    assert town.postman.posted == []


@pytest.mark.parametrize("name", ["auto-reply", "vacation", "bounce"])
def test_I4_what_only_answers_waits_in_quarantine(town: MailTown, name: str) -> None:
    received = town.arrives(example(name), sender="")
    assert (received.became, received.why) == ("quarantined", "automatic_answer")
    assert town.numbers() == []


def test_I4_answers_end_after_so_many_an_hour() -> None:
    town = MailTown(answers_per_sender=2)
    for turn in range(4):
        town.arrives(a_mail(message_id=f"<m{turn}@northwind.example>"))
        town.deliver()
    assert len(town.numbers()) == 4
    assert len(town.postman.posted) == 2
    town.clock.tick(3_600)
    town.arrives(a_mail(message_id="<later@northwind.example>"))
    town.deliver()
    assert len(town.postman.posted) == 3


def test_I4_answers_to_all_senders_together_have_a_budget() -> None:
    town = MailTown(answers_in_all=3)
    for turn in range(6):
        who = f"p{turn}@northwind.example"
        town.arrives(a_mail(**{"from": who, "message_id": f"<{who}>"}), sender=who)
    town.deliver()
    assert len(town.postman.posted) == 3


def test_I3_an_answer_lands_on_its_case_with_its_new_words_alone(town: MailTown) -> None:
    number = a_case(town)
    town.clock.tick(60)
    received = town.arrives(a_reply(town, number))
    assert (received.became, received.number, received.why) == ("comment", number, "address")
    (comment,) = town.comments(number)
    assert (comment.body, comment.public, comment.door) == ("It works.", True, "email")
    (_, kept) = town.kept.mails(number)
    assert "> Does it?" in kept.text
    assert town.numbers() == [number]


def test_I3_an_answer_is_a_record_event_for_the_engine(town: MailTown) -> None:
    number = a_case(town)
    town.clock.tick(60)
    town.arrives(a_reply(town, number))
    history = town.store.records.history(number).items
    assert history[-1].change.record_events == ("customer_reply",)
    assert ("completed", "Wait") in {(step.what, step.milestone) for step in history[-1].steps}


@pytest.mark.parametrize("header", ["in_reply_to", "references"])
def test_I3_an_answer_is_known_by_the_mail_that_it_answers(town: MailTown, header: str) -> None:
    number = a_case(town)
    reply = a_mail(**{header: "<first@northwind.example>", "message_id": "<r@northwind.example>"})
    assert town.arrives(reply).number == number
    town.kept.remember("sent-7@ses.example", number)
    sent = a_mail(**{header: "<sent-7@ses.example>", "message_id": "<r2@northwind.example>"})
    assert town.arrives(sent).why == "reference"


def test_I3_a_number_in_the_subject_is_enough_for_people_of_the_case_only(town: MailTown) -> None:
    number = a_case(town)
    theirs = a_mail(subject=f"Re: {number}", message_id="<s1@northwind.example>")
    assert town.arrives(theirs).became == "comment"
    stranger = {"from": "x@evil.example", "message_id": "<s2@evil.example>"}
    received = town.arrives(a_mail(subject=f"Re: {number}", **stranger), sender="x@evil.example")
    assert received.became == "case"
    assert received.number != number


def test_I3_an_answer_reopens_a_closed_case_and_ends_its_wait(town: MailTown) -> None:
    number = a_case(town)
    closed(town, number)
    town.clock.tick(DAY)
    assert town.arrives(a_reply(town, number)).became == "comment"
    assert town.status(number) == "Open"
    waiting = Alteration(verb="update", fields={"status": "Waiting on customer"})
    change_case(town.world, number, waiting, AGENT)
    town.clock.tick(60)
    town.arrives(a_reply(town, number, message_id="<reply2@northwind.example>"))
    assert town.status(number) == "Open"


def test_I3_an_answer_long_after_the_end_makes_a_case_that_follows(town: MailTown) -> None:
    number = a_case(town)
    closed(town, number)
    town.clock.tick(15 * DAY)
    received = town.arrives(a_reply(town, number))
    assert received.became == "case"
    assert town.store.records.load(received.number or "").follows == number
    assert town.status(number) == "Closed"
    assert town.arrives(a_reply(town, number)).number == received.number
    (note,) = town.comments(number)
    assert (note.by, note.public) == ("milepost", False)
    assert display(received.number or "") in note.body


@pytest.mark.parametrize("sign", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_I3_automatic_mail_on_a_case_is_kept_and_moves_nothing(
    town: MailTown, sign: dict[str, str]
) -> None:
    number = a_case(town)
    closed(town, number)
    before = town.store.records.load(number)
    town.clock.tick(60)
    received = town.arrives(a_reply(town, number, **sign))
    assert (received.became, received.number) == ("kept", number)
    after = town.store.records.load(number)
    assert (after.revision, after.sla, after.fields) == (before.revision, before.sla, before.fields)
    assert [mail.automatic is None for mail in town.kept.mails(number)] == [True, False]


def test_I3_a_bounce_finds_the_case_of_the_mail_that_did_not_arrive(town: MailTown) -> None:
    number = a_case(town)
    town.kept.remember("0100019d-acme@email.amazonses.com", number)
    received = town.arrives(example("bounce"), sender="")
    assert (received.became, received.number) == ("kept", number)
    assert town.kept.mails(number)[-1].failed == ("dana@northwind.example",)


def test_I3_a_users_mail_on_a_case_is_an_internal_comment_or_by_setting_public() -> None:
    for setting, public in (("internal", False), ("public", True)):
        town = MailTown(agent_replies=setting)
        number = a_case(town)
        raw = a_reply(town, number, **{"from": "Alex <alex@acme.example>"})
        assert town.arrives(raw, sender="alex@acme.example").became == "comment"
        (comment,) = town.comments(number)
        assert (comment.by, comment.public) == ("alex", public)
        events = town.store.records.history(number).items[-1].change.record_events
        assert ("first_public_reply" in events) is public


def test_I3_what_a_user_forwards_is_a_case_of_the_original_sender(town: MailTown) -> None:
    received = town.arrives(example("forward"), sender="alex@acme.example")
    file = town.store.records.load(received.number or "")
    assert file.supplied == {"name": "Omar Haddad", "email": "omar@fabrikam.example"}
    assert (file.verified, file.account, file.contact) == (False, None, None)
    assert file.fields["subject"] == "Gate does not open"
    assert file.last_mail is None
    assert "please take it" not in (town.store.records.text(file.number, "description") or "")


def test_I3_what_a_user_wrote_above_a_forwarded_mail_is_a_note_of_his(town: MailTown) -> None:
    number = town.arrives(example("forward"), sender="alex@acme.example").number or ""
    town.arrives(example("forward"), sender="alex@acme.example")
    (note,) = town.comments(number)
    assert (note.by, note.public, note.from_customer) == ("alex", False, False)
    assert "please take it" in note.body


def test_I4_nobody_is_answered_for_what_a_user_passed_on(town: MailTown) -> None:
    town.arrives(example("forward"), sender="alex@acme.example")
    town.deliver()
    assert town.postman.posted == []


def test_I3_what_a_customer_forwards_is_a_case_of_the_customer(town: MailTown) -> None:
    raw = example("forward").replace(b"alex@acme.example", b"dana@northwind.example")
    file = town.store.records.load(town.arrives(raw).number or "")
    assert (file.supplied["email"], file.contact) == ("dana@northwind.example", "dana")


def test_I3_a_forward_whose_sender_nobody_vouches_for_is_no_users(town: MailTown) -> None:
    received = town.arrives(example("forward"), sender="alex@acme.example", verdicts=Verdicts())
    file = town.store.records.load(received.number or "")
    assert file.supplied["email"] == "alex@acme.example"


def test_I3_files_are_kept_under_keys_that_no_sender_chooses(town: MailTown) -> None:
    number = town.arrives(example("attachments")).number or ""
    (mail,) = town.kept.mails(number)
    assert [one.name for one in mail.files][:3] == ["roller.png", "Prüfbericht 2026.pdf", "passwd"]
    for place, one in enumerate(mail.files, start=1):
        assert one.key == f"cases/{number}/ses-1/files/{place}"
        assert len(town.mailbox.stored[one.key][0]) == one.size
    assert town.mailbox.stored[mail.page or ""][1].startswith("text/html")


def test_I2_fault_35_one_mail_that_comes_twice_makes_one_case_or_one_comment(
    town: MailTown,
) -> None:
    first = town.arrives(example("plain"), identifier="ses-a")
    assert town.arrives(example("plain"), identifier="ses-a").number == first.number
    assert town.arrives(example("plain"), identifier="ses-b").number == first.number
    assert len(town.numbers()) == 1
    number = first.number or ""
    for identifier in ("r-1", "r-1", "r-2"):
        town.arrives(a_reply(town, number), identifier=identifier)
    assert len(town.comments(number)) == 1


def test_I2_a_mail_without_a_date_that_comes_again_is_kept_once(town: MailTown) -> None:
    number = a_case(town)
    for identifier in ("r-1", "r-1", "r-2"):
        town.clock.tick(3_600)
        town.arrives(a_reply(town, number), identifier=identifier)
    assert [mail.identifier for mail in town.kept.mails(number)] == ["ses-1", "r-1"]


def test_I2_a_mail_with_a_date_that_comes_again_is_kept_once(town: MailTown) -> None:
    number = a_case(town)
    dated = a_reply(town, number, date="Mon, 2 Mar 2026 14:00:00 +0000")
    for identifier in ("r-1", "r-2"):
        town.clock.tick(3_600)
        town.arrives(dated, identifier=identifier)
    assert len(town.kept.mails(number)) == 2


def test_I2_without_an_id_of_its_own_a_mail_is_known_by_the_services(town: MailTown) -> None:
    raw = b"From: dana@northwind.example\nSubject: x\n\ny"
    numbers = {town.arrives(raw, identifier=name).number for name in ("a", "a", "b")}
    assert len(numbers) == 2


@pytest.mark.parametrize(
    ("to", "sender", "became"),
    [
        ("partners@acme.example", "dana@northwind.example", "case"),
        ("Partners+x@acme.example", "omar@fabrikam.example", "case"),
        ("partners@acme.example", "eve@evil.example", "quarantined"),
        ("nobody@acme.example", "dana@northwind.example", "quarantined"),
    ],
)
def test_I3_a_route_admits_whom_it_lists(town: MailTown, to: str, sender: str, became: str) -> None:
    assert town.arrives(a_mail(**{"from": sender}), sender=sender, to=to).became == became


def test_I3_a_route_may_leave_the_contact_alone_and_keep_machines_out(town: MailTown) -> None:
    number = town.arrives(a_mail(), to="partners@acme.example").number or ""
    assert town.store.records.load(number).contact is None
    received = town.arrives(example("alarm-from-a-machine"), to="partners@acme.example")
    assert (received.became, received.why) == ("quarantined", "not_authorized") or (
        received.why == "machine"
    )


@pytest.mark.parametrize("verdict", ["virus", "spam"])
def test_I4_fault_31_what_the_service_warns_of_is_not_even_read(
    town: MailTown, verdict: str
) -> None:
    received = town.arrives(a_mail(), verdicts=Verdicts.model_validate({verdict: "fail"}))
    assert (received.became, received.why) == ("quarantined", verdict)
    assert town.mailbox.reads == []


def test_I5_what_waits_in_quarantine_is_listed_read_and_redriven(town: MailTown) -> None:
    town.arrives(a_mail(subject="Lost"), to="nobody@acme.example", identifier="ses-q")
    (entry,) = quarantined(town.mail_world).items
    assert (entry.envelope.identifier, entry.reason, entry.subject) == ("ses-q", "no_route", "Lost")
    assert original(town.mail_world, "ses-q").startswith(b"from: Dana")
    received = redrive(town.mail_world, "ses-q", AGENT)
    assert received.became == "case"
    assert quarantined(town.mail_world).items == ()
    kept = town.kept.entry("ses-q")
    assert (kept.number, kept.released_by) == (received.number, "alex")
    with pytest.raises(IllegalMove):
        redrive(town.mail_world, "ses-q", AGENT)
    with pytest.raises(Absent):
        redrive(town.mail_world, "ses-other", AGENT)


def test_I5_fault_29_a_mail_too_large_becomes_a_case_of_its_beginning(town: MailTown) -> None:
    raw = a_mail(
        "--b\n\nThe text.\n--b\nContent-Disposition: attachment\n\n",
        content_type='multipart/mixed; boundary="b"',
    )
    received = town.arrives(raw + b"x" * (26 * 1024 * 1024))
    (mail,) = town.kept.mails(received.number or "")
    assert (mail.text, mail.left_out, mail.files) == ("The text.", ("size",), ())
    assert max(town.mailbox.reads) == 1024 * 1024


def test_I5_headers_alone_make_a_case_too(town: MailTown) -> None:
    number = town.arrives(example("headers-only")).number or ""
    assert town.store.records.load(number).fields["subject"] == "Please call me back"
    number = town.arrives(b"", sender="dana@northwind.example").number or ""
    assert town.store.records.load(number).fields["subject"] == "(no subject)"


def test_I5_fault_36_an_original_that_is_not_there_yet_is_waited_for(town: MailTown) -> None:
    envelope = town.stored(a_mail())
    town.mailbox.stored.clear()
    with pytest.raises(Absent):
        receive_mail(town.mail_world, envelope)


def test_I5_a_crash_between_the_case_and_its_files_is_mended_by_the_next_try(
    town: MailTown,
) -> None:
    envelope = town.stored(example("attachments"))
    keep = town.mailbox.keep

    def broken(key: str, content: bytes, content_type: str) -> None:
        raise Unavailable("the mailbox does not answer")

    town.mailbox.keep = broken  # type: ignore[method-assign]  # one method fails
    with pytest.raises(Unavailable):
        receive_mail(town.mail_world, envelope)
    town.mailbox.keep = keep  # type: ignore[method-assign]  # and works again
    again = receive_mail(town.mail_world, envelope)
    assert len(town.numbers()) == 1
    (mail,) = town.kept.mails(again.number or "")
    assert len(mail.files) == 5


def test_I3_fault_35_a_mail_to_two_of_our_addresses_lies_on_the_case_that_had_it_first(
    town: MailTown,
) -> None:
    first, second = a_case(town), town.arrives(a_mail(message_id="<2@northwind.example>")).number
    reply = a_reply(town, first, to="support@acme.example")
    opened = town.arrives(reply, to=town.address_of(first))
    again = town.arrives(reply, to=town.address_of(second or ""))
    assert (opened.became, opened.number) == ("comment", first)
    assert (again.became, again.number, again.why) == ("comment", first, "repeated")
    assert len(town.comments(first)) == 1
    assert town.comments(second or "") == ()


def test_I5_a_mail_to_an_address_that_no_route_could_have_is_redriven(town: MailTown) -> None:
    assert town.arrives(a_mail(), to="x@localhost", identifier="odd").why == "no_route"
    assert redrive(town.mail_world, "odd", AGENT).became == "case"
