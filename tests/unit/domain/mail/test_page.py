"""HTML of strangers: nothing runs, nothing calls home, and the words are all there (fault 32)."""

import re

import pytest

from shared.domain.mail.page import safe_html, text_of_html

ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='https://pixel.example/o.gif'>",
    '<img src="cid:a" srcset="https://pixel.example/o.gif 1x">',
    "<svg onload=alert(1)><circle/></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<iframe src='https://x.example'></iframe>",
    "<object data='https://x.example/a.swf'></object>",
    "<embed src='https://x.example/a.swf'>",
    "<form action='https://x.example'><input name=p><button>x</button></form>",
    "<style>@import 'https://x.example/a.css'; body{background:url(https://x.example)}</style>",
    "<p style='background:url(https://x.example/a.png)'>x</p>",
    "<link rel=stylesheet href='https://x.example/a.css'>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<base href='https://x.example/'>",
    "<body background='https://x.example/a.png' onload=alert(1)>x",
    "<table background='https://x.example/a.png'><tr><td>x</table>",
    "<video poster='https://x.example/a.png'><source src='https://x.example'></video>",
    "<audio src='https://x.example/a.mp3'></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<title></title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<template><img src=x onerror=alert(1)></template>",
    "<a href='https://x.example' target=_blank ping='https://x.example'>x</a>",
    "<img src='CID:a' lowsrc='https://x.example/a.png' dynsrc='javascript:alert(1)'>",
    "<p onclick\x00=alert(1)>x</p>",
    "<\u0131frame src=x></\u0131frame><K onclick=x>",
)
_TAG = re.compile(r"<[^>]*>")
_CALLS = re.compile(
    r"(?i)\son\w+\s*=|javascript:|vbscript:|data:|srcset|background|style=|ping=|target="
)
_FETCHES = re.compile(r"(?i)<(?!a\b)[^>]*(?:https?:)?//")


@pytest.mark.parametrize("attack", ATTACKS)
def test_I5_fault_32_nothing_in_a_mail_runs_or_calls_home(attack: str) -> None:
    page = safe_html(f"<p>before</p>{attack}<p>after</p>")
    for tag in _TAG.findall(page):
        assert not _CALLS.search(tag)
        assert not _FETCHES.search(tag)
        assert re.fullmatch(r"</?(p|a|img|table|tbody|tr|td|br|div)\b[^<]*>", tag)
    assert "before" in page
    assert safe_html(page) == page


def test_pictures_that_came_along_and_links_stay() -> None:
    page = safe_html('<img src="cid:a@b" alt="roller"> <a href="https://x.example/?a=1&b=2">x</a>')
    assert '<img src="cid:a@b" alt="roller">' in page
    assert 'href="https://x.example/?a=1&amp;b=2"' in page
    assert 'rel="noopener noreferrer nofollow"' in page


def test_the_words_of_a_page_are_read_line_by_line() -> None:
    html = (
        "<html><head><title>T</title><style>p{}</style></head><body><!-- no -->"
        "<div style='DISPLAY : none'>preheader</div>"
        "<table><tr><td><table><tr><td>Hello Sue,<br>we have <b>news</b></td></tr>"
        "<tr><td>Order</td><td>4711</td></tr></table></td></tr></table>"
        "<ul><li>one<li>two</ul>1 &lt; 2 &amp; 3 < 4<p>Grüße&nbsp;aus Köln</p></body></html>"
    )
    assert text_of_html(html).split("\n") == [
        "Hello Sue,",
        "we have news",
        "Order 4711",
        "  * one",
        "  * two",
        "1 < 2 & 3 < 4",
        "",
        "Grüße aus Köln",
    ]


def test_what_is_left_open_ends_with_the_page() -> None:
    assert safe_html("<div><b>x") == "<div><b>x</b></div>"
    assert safe_html("<b>x</i></b></div>y") == "<b>x</b>y"
    assert text_of_html("<p>x<a href='") == "x<a href='"
