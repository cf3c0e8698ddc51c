"""The browser of this machine."""

import shutil


def chromium() -> str | None:
    """Where Chromium is, under any of the names that systems give it."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)
