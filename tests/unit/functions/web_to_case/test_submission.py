import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.web_to_case.submission import (
    MOST_BYTES,
    MOST_FIELDS,
    TooLarge,
    UnknownEncoding,
    Unreadable,
    read_submission,
)

FORM = "application/x-www-form-urlencoded"


def sent(
    body: str | bytes, content_type: str | None = FORM, *, encoded: bool = False
) -> dict[str, Any]:
    raw = body.encode() if isinstance(body, str) else body
    text = base64.b64encode(raw).decode() if encoded else raw.decode("utf-8")
    headers = {} if content_type is None else {"content-type": content_type}
    return {"headers": headers, "body": text, "isBase64Encoded": encoded}


def multipart(fields: list[tuple[str, str]], boundary: str = "xyzzy") -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    ]
    return ("".join(parts) + f"--{boundary}--\r\n").encode()


@pytest.mark.parametrize("encoded", [False, True])
def test_I1_a_posted_form_is_read_plain_or_in_base64(encoded: bool) -> None:
    body = urlencode({"name": "Ann", "subject": "Où est-il?"})
    assert read_submission(sent(body, encoded=encoded)) == {"name": "Ann", "subject": "Où est-il?"}


def test_I1_a_multipart_form_is_read() -> None:
    raw = multipart(
        [("name", "Ann"), ("description", "two\r\nlines"), ("email", "ann@acme.example")]
    )
    fields = read_submission(sent(raw, "multipart/form-data; boundary=xyzzy", encoded=True))
    assert fields == {"name": "Ann", "description": "two\r\nlines", "email": "ann@acme.example"}


def test_a_file_is_named_and_not_kept() -> None:
    raw = (
        b'--b\r\nContent-Disposition: form-data; name="photo"; filename="pump.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n--b--\r\n"
    )
    fields = read_submission(sent(raw, 'multipart/form-data; boundary="b"', encoded=True))
    assert fields == {"photo": "pump.jpg (3 bytes, not kept)"}


def test_I1_json_is_read_and_nested_values_are_kept_as_text() -> None:
    body = json.dumps({"name": "Ann", "count": 3, "agreed": True, "phone": None, "tags": ["a"]})
    fields = read_submission(sent(body, "application/json; charset=utf-8"))
    assert fields == {"name": "Ann", "count": "3", "agreed": "true", "tags": '["a"]'}


def test_several_values_of_one_name_become_one() -> None:
    assert read_submission(sent("line=Pumps&line=Valves")) == {"line": "Pumps;Valves"}


def test_an_old_page_in_latin_letters_is_read() -> None:
    assert read_submission(sent("name=J%FCrgen")) == {"name": "Jürgen"}


def test_a_form_without_content_type_is_taken_for_a_form() -> None:
    assert read_submission(sent("name=Ann", None)) == {"name": "Ann"}


@pytest.mark.parametrize("encoded", [False, True])
def test_a_body_of_200_kilobytes_is_too_large(encoded: bool) -> None:
    with pytest.raises(TooLarge):
        read_submission(sent("description=" + "a" * 200_000, encoded=encoded))


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    assert len(read_submission(sent("d=" + "a" * (MOST_BYTES - 2)))["d"]) == MOST_BYTES - 2
    with pytest.raises(TooLarge):
        read_submission(sent("d=" + "a" * (MOST_BYTES - 1)))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{", "application/json"),
        ("[1]", "application/json"),
        ("[" * 30_000, "application/json"),
        ("name=Ann", "multipart/form-data"),
        ("name=Ann", "multipart/form-data; boundary=nope"),
        ("&".join(f"f{n}=1" for n in range(MOST_FIELDS + 1)), FORM),
        (json.dumps({f"f{n}": 1 for n in range(MOST_FIELDS + 1)}), "application/json"),
        (
            multipart([(f"f{n}", "1") for n in range(MOST_FIELDS + 1)]),
            "multipart/form-data; boundary=xyzzy",
        ),
    ],
)
def test_what_is_not_what_it_says_is_unreadable(body: str | bytes, content_type: str) -> None:
    with pytest.raises(Unreadable):
        read_submission(sent(body, content_type))


def test_damaged_base64_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_submission({"headers": {}, "body": "%%%", "isBase64Encoded": True})


def test_a_content_type_that_forms_do_not_have_is_named() -> None:
    with pytest.raises(UnknownEncoding):
        read_submission(sent("name=Ann", "text/plain"))


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            FORM,
            "application/json",
            "multipart/form-data; boundary=b",
            'multipart/form-data; boundary="',
            "multipart/mixed",
        ]
    ),
)
def test_no_body_whatsoever_breaks_the_reader(raw: bytes, content_type: str) -> None:
    try:
        fields = read_submission(sent(raw, content_type, encoded=True))
    except (TooLarge, Unreadable, UnknownEncoding):
        return
    assert all(isinstance(text, str) for pair in fields.items() for text in pair)


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=50), max_size=10))
def test_what_a_browser_encodes_comes_out_as_it_went_in(fields: dict[str, str]) -> None:
    encodable = {
        name: value
        for name, value in fields.items()
        if name.isprintable() and not any(0xD800 <= ord(mark) <= 0xDFFF for mark in value)
    }
    assert read_submission(sent(urlencode(encodable))) == encodable
