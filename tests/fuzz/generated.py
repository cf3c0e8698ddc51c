"""Messages as hypothesis makes them: right in form and absurd in content, or the other way round."""

from hypothesis import strategies as st

_NAMES = (
    *("From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Reply-To"),
    *("Auto-Submitted", "Precedence", "List-Id", "DKIM-Signature", "X-Loop", "Content-Type"),
    *("Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "MIME-Version"),
)
_WORDS = (
    *(
        "a@b.example",
        "<a@b.example>",
        '"A, B" <a@b.example>',
        "a@",
        "@b",
        "group: a@b.c;",
        "(x",
        ")",
    ),
    *(
        "=?utf-8?q?=C3=BC?=",
        "=?koi8-r?B?6dfBzg==?=",
        "=?x?b?!!?=",
        "=?utf-8?q?",
        "?=",
        "Grüße",
        "猫",
    ),
    *(
        "text/html",
        "text/plain",
        "image/png",
        "multipart/mixed",
        "multipart/report",
        "message/rfc822",
    ),
    *(
        "; charset=utf-8",
        "; charset=utf-16",
        "; name=a.txt",
        "; name*0*=utf-8''%C3",
        "; boundary=b",
    ),
    *("; boundary=", '; filename="../x"', "; report-type=delivery-status", "attachment", "inline"),
    *("base64", "quoted-printable", "auto-replied", "bulk", "v=1; d=b.example;", "[3K7Q-9WZD-D]"),
    *(
        "Mon, 2 Mar 2026 14:15:00 +0100",
        "\n ",
        "\r",
        "\t",
        '"',
        "\\",
        "<",
        ">",
        ",",
        ":",
        "\x00",
        "é",
    ),
)
_MARKUP = (
    *(
        "<p>",
        "</p>",
        "<b>",
        "<i>",
        "</b>",
        "<table>",
        "<td>",
        "<tr>",
        "<a href='x'>",
        "<!--",
        "-->",
    ),
    *(
        "<script>",
        "<div style='display:none'>",
        "<img src=cid:x>",
        "&amp;",
        "&#0;",
        "<",
        ">",
        "x",
        "\n",
    ),
    *(
        "<ul><li>",
        "</ul>",
        "'",
        '"',
        "<pre>",
        "<blockquote>",
        "<svg>",
        "<title>",
        "> ",
        "=C3=BC",
        "=\n",
    ),
    *(
        "On 2 Mar 2026 Al wrote:\n",
        "From: a@b.example\n",
        "To: c\n",
        "Subject: d\n",
        "\n\n",
        "--b",
        "--b--",
    ),
    *(
        "Final-Recipient: rfc822; a@b.example\n",
        "VGhlIGdhdGU=",
        "\x1b$B",
        "\u0301",
        "\u202e",
        "\u2028",
    ),
)
_value = st.lists(st.sampled_from(_WORDS), max_size=6).map("".join)
_header = st.tuples(st.sampled_from(_NAMES), _value).map(
    lambda pair: f"{pair[0]}: {pair[1]}\n".encode()
)
_head = st.lists(_header, max_size=8).map(b"".join)
_body = st.one_of(
    st.lists(st.sampled_from(_MARKUP), max_size=40).map(lambda found: "".join(found).encode()),
    st.binary(max_size=200),
)
_leaf = st.tuples(_head, _body).map(b"\n".join)


def _boxed(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.tuples(_head, st.sampled_from(["b", "bb", "=_x"]), st.lists(inner, max_size=4)).map(
        lambda given: (
            given[0]
            + f'Content-Type: multipart/mixed; boundary="{given[1]}"\n\n'.encode()
            + b"".join(f"--{given[1]}\n".encode() + part + b"\n" for part in given[2])
            + f"--{given[1]}--\n".encode()
        )
    )


MESSAGES: st.SearchStrategy[bytes] = st.one_of(_leaf, st.recursive(_leaf, _boxed, max_leaves=6))
