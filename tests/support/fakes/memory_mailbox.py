"""Stored mail in memory."""

from collections.abc import Iterator
from urllib.parse import quote

from shared.business_time.instant import Instant
from shared.errors import Absent, Unavailable
from shared.ports import Address


class MemoryMailbox:
    """The Mailbox of tests; `reads` counts bytes that were asked for and given."""

    def __init__(self) -> None:
        self.stored: dict[str, tuple[bytes, str]] = {}
        self.came: dict[str, Instant] = {}
        self.reads: list[int] = []
        self.is_broken = False

    def put(self, key: str, raw: bytes, at: Instant = 0) -> None:
        """What the receiving service does."""
        self.came[key] = at
        self.stored[key] = raw, "binary/octet-stream"

    def size(self, key: str) -> int:
        return len(self._found(key))

    def read(self, key: str, most: int) -> bytes:
        found = self._found(key)[:most]
        self.reads.append(len(found))
        return found

    def arrived(self, folder: str, since: Instant) -> Iterator[tuple[str, Instant]]:
        found = sorted((at, key) for key, at in self.came.items() if key in self.stored)
        yield from ((key, at) for at, key in found if key.startswith(folder) and at >= since)

    def keep(self, key: str, content: bytes, content_type: str) -> None:
        if self.is_broken:
            raise Unavailable("the mailbox does not answer")
        self.stored[key] = content, content_type

    def upload_address(self, key: str, content_type: str, size: int, seconds: int) -> Address:
        headers = {"content-type": content_type, "content-disposition": "attachment"}
        return Address(f"memory:{key}?size={size}", seconds, headers)

    def download_address(
        self, key: str, name: str, seconds: int, content_type: str = "application/octet-stream"
    ) -> Address:
        shown = f"name={quote(name, safe='')}&type={quote(content_type, safe='')}"
        return Address(f"memory:{key}?{shown}", seconds)

    def _found(self, key: str) -> bytes:
        if self.is_broken:
            raise Unavailable("the mailbox does not answer")
        if key not in self.stored:
            raise Absent(f"There is no mail '{key}'.")
        return self.stored[key][0]
