"""What is new in an answer, in the words of many mail programs."""

import pytest

from shared.domain.mail.forward import forwarded_in
from shared.domain.mail.quoted import new_text

NEW = "It works now.\nThank you!"
LINES = {
    "english": "On Mon, Mar 2, 2026 at 2:15 PM Acme <support@acme.example> wrote:",
    "english, broken": "On Mon, Mar 2, 2026 at 2:15 PM Acme Support <\nsupport@acme.example> wrote:",
    "german": "Am Mo., 2. März 2026 um 14:15 Uhr schrieb Acme <support@acme.example>:",
    "french": "Le lun. 2 mars 2026 à 14:15, Acme <support@acme.example> a écrit :",
    "spanish": "El lun, 2 mar 2026 a las 14:15, Acme (<support@acme.example>) escribió:",
    "italian": "Il giorno lun 2 mar 2026 alle ore 14:15 Acme <support@acme.example> ha scritto:",
    "dutch": "Op ma 2 mrt 2026 om 14:15 schreef Acme <support@acme.example>:",
    "swedish": "Den mån 2 mars 2026 kl 14:15 skrev Acme <support@acme.example>:",
    "polish": "pon., 2 mar 2026 o 14:15 Acme <support@acme.example> napisał(a):",
    "portuguese": "Em seg., 2 de mar. de 2026 às 14:15, Acme <support@acme.example> escreveu:",
    "russian": "пн, 2 мар. 2026 \u0433. в 14:15, Acme <support@acme.example>:",
    "japanese": "2026年3月2日(月) 14:15 Acme <support@acme.example>:",
    "chinese": "Acme <support@acme.example> 于2026年3月2日周一 14:15写道\uff1a",
    "turkish": "Acme <support@acme.example>, 2 Mar 2026 Pzt, 14:15 tarihinde şunu yazd\u0131:",
}
BLOCKS = {
    "english": ("From", "Sent", "To", "Subject"),
    "german": ("Von", "Gesendet", "An", "Betreff"),
    "french": ("De\u00a0", "Envoyé\u00a0", "À\u00a0", "Objet\u00a0"),
    "spanish": ("De", "Enviado", "Para", "Asunto"),
    "polish": ("Od", "Wysłano", "Do", "Temat"),
    "russian": ("От", "Отправлено", "Кому", "Тема"),
    "japanese": ("差出人", "送信日時", "宛先", "件名"),
    "bold": ("*From*", "*Sent*", "*To*", "*Subject*"),
}


@pytest.mark.parametrize("language", LINES)
def test_I3_a_line_that_introduces_the_history_ends_what_is_new(language: str) -> None:
    assert new_text(f"{NEW}\n\n{LINES[language]}\n\n> Hello,\n> does it?\n") == NEW


@pytest.mark.parametrize("language", BLOCKS)
def test_I3_a_block_of_headers_ends_what_is_new(language: str) -> None:
    sender, sent, to, subject = BLOCKS[language]
    block = (
        f"{sender}: Acme <support@acme.example>\n{sent}: 2026-03-02 14:15\n"
        f"{to}: Dana <dana@northwind.example>\n{subject}: Does it?\n\nHello,\ndoes it?"
    )
    assert new_text(f"{NEW}\n\n{block}") == NEW
    assert new_text(f"{NEW}\n\n{'_' * 32}\n{block}") == NEW


@pytest.mark.parametrize(
    "text",
    [
        "It broke.\nFrom: the first day it was loud.\nOn Monday he wrote: nothing.",
        "The log says:\n> error 5\nWhat now?",
        "Time: 14:15\nPlace: hall 2",
        "On we go.",
        "",
    ],
)
def test_I3_words_that_only_look_like_a_history_stay(text: str) -> None:
    assert new_text(text) == text


def test_I3_answers_between_questions_keep_their_questions() -> None:
    text = f"{LINES['english']}\n> Does it blink?\n\nYes.\n\n> And the belt?\n\nNo."
    assert new_text(text) == text


def test_I3_an_answer_below_the_question_is_the_answer() -> None:
    assert new_text(f"{LINES['german']}\n> Blinkt es?\n\nJa.\n") == "Ja."


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Fwd: gate", "---------- Forwarded message ---------\n{}\n\nIt is stuck."),
        ("WG: gate", "{}\n\nIt is stuck."),
        ("gate", "Begin forwarded message:\n\n{}\n\nIt is stuck."),
        ("TR\u00a0: gate", "Voir ci-dessous.\n\n{}\n\nIt is stuck."),
    ],
)
def test_I3_a_forwarded_mail_tells_who_wrote_it(subject: str, text: str) -> None:
    block = (
        "From: Omar H. <omar@fabrikam.example>\nDate: today\nSubject: Gate 3\nTo: Al <a@b.example>"
    )
    found = forwarded_in(subject, text.format(block))
    assert found is not None
    assert (found.sender.name, found.sender.address) == ("Omar H.", "omar@fabrikam.example")
    assert (found.subject, found.text) == ("Gate 3", "It is stuck.")


def test_I3_a_quoted_forward_is_unquoted_and_a_reply_is_no_forward() -> None:
    block = "> From: Omar <omar@fabrikam.example>\n> Date: today\n> To: a@b.example\n>\n> Stuck."
    found = forwarded_in("Fwd: x", f"Begin forwarded message:\n\n{block}")
    assert found is not None
    assert found.text == "Stuck."
    assert forwarded_in("Re: x", block) is None
    assert forwarded_in("Fwd: x", "Nothing below.") is None
