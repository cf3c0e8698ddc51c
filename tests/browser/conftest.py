"""One browser for all pages; nothing but loopback and files is within its reach."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.chromium import chromium

PHONE, DESK = (375, 667), (1440, 900)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    assert found is not None, "run `make browser`, which says so where there is no Chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    context.route("**/*", _only_here)
    yield context.new_page()
    context.close()


def _only_here(route: Route) -> None:
    address = route.request.url
    if address.startswith(("file:", "http://127.0.0.1", "data:", "about:")):
        route.continue_()
    else:
        route.abort()
