"""`python -m tests.browser`: pages, as a real browser shows them."""

import subprocess
import sys
from pathlib import Path

from tests.browser.chromium import chromium

HERE = Path(__file__).parent


def main() -> int:
    """Answer what pytest answers; 0 with a plain message where there is no browser."""
    if chromium() is None:
        print("Skipped: pages are tested in Chromium, which this machine does not have.")
        return 0
    suite = [sys.executable, "-m", "pytest", "-q", str(HERE)]
    return subprocess.run(suite, cwd=HERE.parents[1], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
