"""Mails look right on a phone and on a desk, and run nothing."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Page

from cli.local.mail_page import MailPage
from cli.local.ports import free_port
from cli.local.receiver import Receiver
from cli.local.sink import Sink
from cli.mail import mail
from cli.mail_gallery import Shown, gallery_of
from shared.domain.mail_template import MailTemplate, render

ROOT = Path(__file__).parents[2]
LONG = "https://portal.acme.example/" + "x" * 300
SCRIPT = "<script>document.title='run'; parent.document.title='run'</script>"


def width_left_over(page: Page) -> int:
    """Pixels by which something is wider than the screen."""
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def test_every_mail_of_the_example_fits_the_screen(page: Page, tmp_path: Path) -> None:
    told = CliRunner().invoke(
        mail, ["preview", str(ROOT / "examples" / "acme"), "--to", str(tmp_path)]
    )
    assert told.exit_code == 0, told.output
    page.goto((tmp_path / "index.html").as_uri())
    assert width_left_over(page) <= 0
    frames = page.frames[1:]
    assert len(frames) >= 2 * len(list((ROOT / "examples" / "acme" / "mails").glob("*.yaml")))
    for frame in frames:
        over = frame.evaluate("document.body.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, frame.name
        assert frame.evaluate("getComputedStyle(document.body).fontSize") == "16px"


def test_a_mail_with_a_long_address_and_a_script_fits_and_runs_nothing(
    page: Page, tmp_path: Path
) -> None:
    template = MailTemplate(
        name="x",
        subject=LONG,
        text=LONG,
        html=f"{SCRIPT}<table><tr><td>Link</td><td>{LONG}</td></tr></table>",
    )
    file = tmp_path / "index.html"
    file.write_text(gallery_of([Shown("x", "x.eml", render(template, {}))], "Acme"))
    page.goto(file.as_uri())
    assert width_left_over(page) <= 0
    assert page.title() == "Mails of Acme"
    for frame in page.frames[1:]:
        over = frame.evaluate("document.body.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[str]:
    sink = Sink(tmp_path, free_port(), lambda _effect, _to: None)
    sink.start()
    message = EmailMessage()
    message["Subject"] = "<b>We have your request</b>"
    message["To"] = "ann@customer.example"
    message.set_content("Hello Ann\n" + LONG)
    message.add_alternative(f"<p id=hello>Hello Ann</p>{SCRIPT}<p>{LONG}", subtype="html")
    (tmp_path / "1772529120-00000-e1.eml").write_bytes(message.as_bytes())
    shown = MailPage(sink, Receiver.__new__(Receiver), 0)
    shown.start()
    yield shown.address
    shown.stop()
    sink.stop()


def test_who_got_a_mail_and_for_which_effect_is_seen_on_a_phone(page: Page, sent: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(sent)
    for cell in page.locator("td").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 375
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth")
    assert page.locator("td", has_text="ann@customer.example").is_visible()


def test_sent_mail_is_listed_and_read_and_runs_nothing(page: Page, sent: str) -> None:
    page.goto(sent)
    assert width_left_over(page) <= 0
    page.get_by_role("link", name="<b>We have your request</b>").click()
    assert page.title() == "Sent mail"
    assert width_left_over(page) <= 0
    assert page.frames[1].locator("#hello").inner_text() == "Hello Ann"
    assert "Hello Ann" in page.locator("pre").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=".eml").click()
    assert b"We have your request" in download.value.path().read_bytes()
