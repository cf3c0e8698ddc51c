"""Parts, files and headers as senders really write them."""

import pytest

from shared.business_time.instant import parse_instant
from shared.domain.mail.attachment import content_of, safe_name, safe_type
from shared.domain.mail.charset import to_text
from tests.support.mails import a_mail, example, read

MIXED = {"content_type": 'multipart/mixed; boundary="b"'}


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\evil.exe", "evil.exe"),
        ("a\x00b\r\nc.txt", "a b c.txt"),
        ("rechnung\u202efdp.exe", "rechnung_fdp.exe"),
        ("Prüfbericht (März) №1.pdf", "Prüfbericht (März) _1.pdf"),
        (".htaccess", "htaccess"),
        ("CON", "_CON"),
        ("lpt1.txt", "_lpt1.txt"),
        ("<script>.html", "script_.html"),
        ("`rm -rf ~`; $(x) | y", "rm -rf _ _(x) _ y"),
        ("....", "instead"),
        ("", "instead"),
        ("请假单.docx", "请假单.docx"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
    ],
)
def test_I3_the_name_of_a_file_is_only_a_name(given: str, safe: str) -> None:
    assert safe_name(given, "instead") == safe


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("image/png", "image/png"),
        ("text/html; x", None),
        ("a", None),
        ("a/b/c", None),
        ("é/x", None),
    ],
)
def test_a_type_is_recorded_or_unknown(given: str, kept: str | None) -> None:
    assert safe_type(given) == (kept or "application/octet-stream")


def test_I3_a_file_lies_where_its_description_says() -> None:
    raw = example("attachments")
    files = {one.name: content_of(one, raw) for one in read(raw).attachments}
    assert files["roller.png"].startswith(b"\x89PNG")
    assert files["Prüfbericht 2026.pdf"].startswith(b"%PDF-1.4")
    assert files["passwd"].strip() == b"root:x:0:0"
    assert files["attachment-5.eml"].startswith(b"From: Omar")


def test_the_last_part_may_lack_its_end_and_boundaries_may_begin_alike() -> None:
    raw = a_mail(
        "--b\nContent-Type: multipart/alternative; boundary=bb\n\n"
        "--bb\n\none\n--bb--\n--bbb\nno boundary\n--b\n\ntwo",
        **MIXED,
    )
    assert read(raw).text == "one\n\ntwo"


def test_the_text_before_and_after_the_parts_is_not_shown() -> None:
    assert read(a_mail("preamble\n--b\n\nx\n--b--\nepilogue", **MIXED)).text == "x"


def test_a_blank_plain_text_gives_way_to_the_page() -> None:
    raw = a_mail("--b\n\n \n--b\nContent-Type: text/html\n\n<p>words</p>\n--b--", **MIXED)
    assert read(raw).text == "words"


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        (None, "utf-8"),
        ("no-such", "utf-8"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        (None, "cp1252"),
    ],
)
def test_text_is_read_whatever_its_label_says(charset: str | None, codec: str) -> None:
    words = "Die Tür klemmt, Größe 2 m \u2013 3 €"
    assert to_text(words.encode(codec), charset) == words


@pytest.mark.parametrize(
    ("words", "codec", "charset"),
    [
        ("Здравствуйте, не работает конвейер", "koi8-r", "us-ascii"),
        ("Здравствуйте, не работает конвейер", "koi8-r", None),
        ("Здравствуйте, не работает конвейер", "cp1251", None),
        ("Здравствуйте", "koi8-r", "KOI8-R"),
        ("コンベアが止まりました。お願いします。", "iso-2022-jp", None),
        ("コンベアが止まりました。お願いします。", "iso-2022-jp", "us-ascii"),
        ("コンベアが止まりました。お願いします。", "shift_jis", "Shift_JIS"),
        ("传送带停了\uff0c请帮忙。", "gb18030", "GB2312"),
        ("컨베이어가 멈췄습니다", "euc-kr", "ks_c_5601-1987"),
        ("قف", "utf-16", "utf-16"),
    ],
)
def test_other_scripts_are_told_by_their_bytes(words: str, codec: str, charset: str | None) -> None:
    assert to_text(words.encode(codec), charset) == words


def test_control_marks_become_blanks() -> None:
    assert to_text("a\x00b\x1b[31mc\u2028d\r\ne\rf\tg".encode(), "utf-8") == "a b [31mc d\ne\nf\tg"


def test_headers_are_read_as_people_write_them() -> None:
    mail = read(
        a_mail(
            **{
                "from": '"Vogel, Dana" <Dana.Vogel@NORTHWIND.example>',
                "to": "undisclosed-recipients:;, Support <support@acme.example>, nobody",
                "cc": "=?utf-8?q?J=C3=BCrgen?= <j@x.example>, j@X.example, <k@x.example>",
                "date": "Mon, 2 Mar 2026 14:15:00 +0100 (CET)",
                "in_reply_to": "Your mail <a@x.example>",
                "references": "<r1@x.example>\n\t<r2@x.example> <r1@x.example>",
                "message_id": "  <m@x.example> ",
            }
        )
    )
    assert (mail.senders[0].name, mail.senders[0].address) == (
        "Vogel, Dana",
        "Dana.Vogel@northwind.example",
    )
    assert [one.address for one in mail.to] == ["support@acme.example"]
    assert [(one.name, one.address) for one in mail.cc] == [
        ("Jürgen", "j@x.example"),
        ("", "k@x.example"),
    ]
    assert mail.date == parse_instant("2026-03-02T13:15:00Z")
    assert mail.message_id == "m@x.example"
    assert mail.earlier == ("a@x.example", "r2@x.example", "r1@x.example")


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Foo 2026", "Mon, 2 Mar 99999999 1:1:1"])
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert read(a_mail(date=date)).date is None


def test_without_a_sender_in_it_the_envelope_tells_who_wrote() -> None:
    mail = read(b"Subject: x\n\ny", sender="dana@northwind.example")
    assert mail.sender is not None
    assert mail.sender.address == "dana@northwind.example"
    assert not mail.verified
