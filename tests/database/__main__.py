"""`python -m tests.database`: the suites of the store, on Amazon's DynamoDB Local."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.local.ports import free_port

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JARS = ROOT / ".tools" / "dynamodb-local"
SUITE = ("tests/contract", "-k", "endpoint")
_OLDEST_JAVA = 17
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


def main() -> int:
    """Answer what pytest answers; 0 with a plain message where there is nothing to run it on."""
    missing = _missing()
    if missing is not None:
        print(f"Skipped: DynamoDB Local needs {missing}, which this machine does not have.")
        return 0
    if not _fetched():
        print("DynamoDB Local could not be fetched from Maven Central.")
        return 1
    with _running() as endpoint:
        print(f"DynamoDB Local listens at {endpoint}.", flush=True)
        environment = {**os.environ, "MILEPOST_TEST_DYNAMODB": endpoint}
        suite = [sys.executable, "-m", "pytest", "-q", *SUITE]
        return subprocess.run(suite, cwd=ROOT, env=environment, check=False).returncode


def _missing() -> str | None:
    java, maven = shutil.which("java"), shutil.which("mvn")
    if java is None or not _is_kit(java):
        return f"a Java development kit of version {_OLDEST_JAVA} or newer"
    return None if maven else "Maven"


def _is_kit(java: str) -> bool:
    """A runtime alone cannot start what is given as source."""
    asked = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=False)
    found = re.search(r"^jdk\.compiler@(\d+)", asked.stdout, re.MULTILINE)
    return found is not None and int(found[1]) >= _OLDEST_JAVA


def _fetched() -> bool:
    """Fetch once per version, by coordinates; Maven refuses what does not have its checksum."""
    wanted = (HERE / "pom.xml").read_bytes()
    stamp = JARS / "pom.xml"
    if stamp.exists() and stamp.read_bytes() == wanted:
        return True
    shutil.rmtree(JARS, ignore_errors=True)
    command = ("mvn", "-q", "-B", "--strict-checksums", "-f", str(HERE / "pom.xml"), _COPY)
    copied = subprocess.run([*command, f"-DoutputDirectory={JARS}"], check=False)
    if copied.returncode == 0:
        stamp.write_bytes(wanted)
    return copied.returncode == 0


@contextmanager
def _running() -> Iterator[str]:
    port = free_port()
    command = [
        *("java", f"-Djava.library.path={JARS}", "-cp", f"{JARS}/*"),
        str(HERE / "LoopbackDatabase.java"),
        *("-inMemory", "-sharedDb", "-disableTelemetry", "-port", str(port)),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as database:
        assert database.stdout is not None
        said: list[str] = []
        for line in database.stdout:
            said.append(line)
            if line.startswith("listening on "):
                break
        else:
            raise SystemExit("DynamoDB Local did not start:\n" + "".join(said))
        yield f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    sys.exit(main())
