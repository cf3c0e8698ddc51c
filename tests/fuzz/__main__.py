"""`make fuzz`: read a hundred thousand messages that were never sent, half bent, half generated.

None may fail, take longer than five seconds, or push memory over 300 MB. Each fifth is taken in
as well, three times by a deployment in memory: none may be lost, or become two things.
"""

import argparse
import sys
import warnings
from collections import Counter
from pathlib import Path
from time import monotonic, process_time

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning

from shared.domain.mail.incoming import IncomingMail
from tests.fuzz.generated import MESSAGES
from tests.fuzz.intake import Intake
from tests.fuzz.laws import check
from tests.fuzz.mutations import mutant
from tests.support.mails import FOLDER
from tests.support.peak_memory import peak_mb

MOST_SECONDS = 5.0
MOST_MB = 300
_TOLD_EVERY = 2_000
_TAKEN_EVERY = 5
_ROUND = 1_000


class Run:
    """What was read so far, and how that went."""

    def __init__(self, wanted: int, failures: Path) -> None:
        self._wanted = wanted
        self._folder = failures
        self._began = monotonic()
        self.count = 0
        self.faults: list[str] = []
        self.slowest = 0.0
        self.kinds: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self._intake = Intake()

    def read(self, name: str, raw: bytes) -> None:
        """One message; what fails is kept as a file."""
        began = process_time()
        try:
            mail = check(raw)
            self._count(mail)
            if self.count % _TAKEN_EVERY == 0:
                self.taken[self._intake.take(raw, mail)] += 1
        except Exception as failed:  # noqa: BLE001 - anything at all is a finding
            self._keep(name, raw, f"{type(failed).__name__}: {str(failed)[:300]}")
        seconds = process_time() - began
        self.slowest = max(self.slowest, seconds)
        if seconds > MOST_SECONDS:
            self._keep(name, raw, f"took {seconds:.1f} s")
        self.count += 1
        if self.count % _TOLD_EVERY == 0:
            print(self.told(), flush=True)

    def told(self) -> str:
        """One line of progress."""
        rate = self.count / max(0.001, monotonic() - self._began)
        return (
            f"{self.count:>8}/{self._wanted}  {rate:6.0f}/s  slowest {self.slowest:.2f} s  "
            f"{peak_mb()} MB  {len(self.faults)} faults  {dict(self.kinds.most_common(6))}"
        )

    def _count(self, mail: IncomingMail) -> None:
        self.kinds[mail.automatic or "person"] += 1
        self.kinds.update(f"without {bound}" for bound in mail.left_out)
        self.kinds["html"] += mail.html is not None
        self.kinds["files"] += bool(mail.attachments)

    def _keep(self, name: str, raw: bytes, why: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{name}.eml").write_bytes(raw)
        self.faults.append(f"{name}: {why}")
        print(self.faults[-1], flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="seed of the first message")
    parser.add_argument("--failures", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    warnings.simplefilter("ignore", HypothesisWarning)
    run = Run(options.messages, options.failures)
    examples = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
    place = options.first
    while run.count < options.messages:
        for number in range(place, place + _ROUND):
            run.read(f"bent-{number}", mutant(number, examples))
        _generate(run, place)
        place += _ROUND
    print(run.told())
    if peak_mb() > MOST_MB:
        run.faults.append(f"memory grew to {peak_mb()} MB")
    print(f"taken in: {dict(run.taken)}")
    print(
        f"fuzz {'failed' if run.faults else 'passed'}: {run.count} messages, {len(run.faults)} faults"
    )
    return 1 if run.faults else 0


def _generate(run: Run, place: int) -> None:
    @seed(place)
    @settings(
        max_examples=_ROUND,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(MESSAGES)
    def generated(raw: bytes) -> None:
        run.read(f"made-{place}-{run.count}", raw)

    generated()


if __name__ == "__main__":
    sys.exit(main())
