"""Mails made to take long, to take much memory, or to break what reads them; each at its worst size."""

from base64 import b64encode
from collections.abc import Callable, Mapping

from tests.support.mails import a_mail

MB = 1024 * 1024


def _parts(count: int, *, headers: str = "") -> bytes:
    body = f"--b\n{headers}\nx\n" * count
    return a_mail(body, content_type='multipart/mixed; boundary="b"')


def _nested(depth: int) -> bytes:
    opening = "".join(
        f'--{level}\nContent-Type: multipart/mixed; boundary="{level + 1}"\n\n'
        for level in range(depth)
    )
    return a_mail(opening, content_type='multipart/mixed; boundary="0"')


def _attachment(size: int) -> bytes:
    lines = b"\n".join([b64encode(b"\x00" * 57)] * (size // 57))
    head = "--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    mail = a_mail(head, content_type='multipart/mixed; boundary="b"')
    return mail + lines + b"\n--b--\n"


def _html(html: str) -> bytes:
    return a_mail(html, content_type="text/html; charset=utf-8")


def _text(text: str) -> bytes:
    return a_mail(text)


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "100,000 parts": lambda: _parts(100_000),
    "files without end": lambda: _parts(50_000, headers="Content-Disposition: attachment\n"),
    "a thousand boxes in a box": lambda: _nested(1_000),
    "one boundary of ten million": lambda: a_mail(
        "\n--" * 8_000_000, content_type='multipart/mixed; boundary="-"'
    ),
    "boundary lines of boundaries": lambda: a_mail(
        "--b\n" * 5_000_000, content_type='multipart/mixed; boundary="b"'
    ),
    "nested boundaries alike": lambda: _nested(19) + b"--1\n" * 2_000_000,
    "a file of 18 MB": lambda: _attachment(18 * MB),
    "a text of 24 MB": lambda: _text("x" * 79 + "\n" * 1) + b"word " * (24 * MB // 5),
    "no line ends": lambda: _text("x" * (24 * MB)),
    "only line ends": lambda: _text("\n" * (20 * MB)),
    "a header of 24 MB": lambda: a_mail(subject="x" * (24 * MB)),
    "a million headers": lambda: b"a: b\n" * 1_000_000 + a_mail(),
    "nothing but folds": lambda: b"Subject: x\n" + b" y\n" * 1_000_000,
    "40,000 addresses": lambda: a_mail(to=", ".join(f"a{n}@x.example" for n in range(40_000))),
    "comments in comments": lambda: a_mail(to="(" * 16_000, cc="(" * 200_000),
    "marks in addresses": lambda: a_mail(to='"\\' * 8_000, cc="<" * 16_000, reply_to=":;" * 8_000),
    "encoded words without end": lambda: a_mail(subject="=?utf-8?q?" * 10_000),
    "many encoded words": lambda: a_mail(subject="=?utf-8?q?=C3=BC?= " * 5_000),
    "parameters": lambda: a_mail(content_type="text/plain" + "; a=b" * 10_000),
    "parameters in pieces": lambda: a_mail(
        content_type="text/plain; " + "; ".join(f"name*{n}*=a" for n in range(3_000))
    ),
    "marks on one letter": lambda: _text("a" + "\u0301\u0316" * 120_000),
    "tags in tags": lambda: _html("<div>" * 100_000),
    "tags before words": lambda: _html("<div>" * 500_000 + "words"),
    "tags without end before words": lambda: _html("<div " * 500_000 + "words"),
    "styles before words": lambda: _html("<style " * 500_000 + "words"),
    "lists in lists": lambda: _html("<ul><li>" * 60_000),
    "letters left open": lambda: _html(
        "<p>" + "".join(f"<font size={n}>" for n in range(500)) + "<p>x" * 100_000
    ),
    "tables in tables": lambda: _html("<table><tr><td>" * 30_000),
    "one wide cell": lambda: _html(
        f"<table><tr><td>{'x' * 20_000}</td></tr>{'<tr><td>a</td></tr>' * 10_000}</table>"
    ),
    "comments left open": lambda: _html("<!-- <" * 80_000),
    "quotes left open": lambda: _html("<a ''" * 90_000 + "'> \""),
    "attributes": lambda: _html("<a " + " ".join(f"x{n}=1" for n in range(50_000)) + ">x</a>"),
    "angles": lambda: _html("<" * 400_000),
    "ampersands": lambda: _html("&" * 400_000),
    "scripts left open": lambda: _html("<script x" * 50_000),
    "quotation marks": lambda: _text("> " * 300_000),
    "quotes in quotes": lambda: _text("> > > > > \n" * 60_000),
    "people who wrote": lambda: _text(("Den " + "a skrev " * 60 + "\n") * 1_000),
    "headers in the text": lambda: _text("From: a@b.example\n" * 30_000),
    "words with colons": lambda: _text("Word: value\n" * 50_000),
    "stars": lambda: _text("*" * 400_000 + ":"),
    "half of base64": lambda: a_mail("A" * 499_999, content_transfer_encoding="base64"),
    "soft line ends": lambda: a_mail("=\n" * 250_000, content_transfer_encoding="quoted-printable"),
    "bytes that are no text": lambda: a_mail() + bytes(range(256)) * 2_000,
    "escapes of japanese": lambda: a_mail(
        "\x1b$B" * 100_000, content_type="text/plain; charset=iso-2022-jp"
    ),
    "utf-7": lambda: a_mail("+" * 400_000, content_type="text/plain; charset=utf-7"),
    "a codec that is no charset": lambda: a_mail(content_type="text/plain; charset=zlib_codec"),
    "nothing": lambda: b"",
    "one line end": lambda: b"\n",
    "zeros": lambda: b"\x00" * MB,
}
