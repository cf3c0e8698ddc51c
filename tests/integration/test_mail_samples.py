"""The page of samples says what becomes of each."""

from tests.mail_samples import PAGE, page


def test_I3_the_page_of_samples_says_what_each_becomes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: make samples"
