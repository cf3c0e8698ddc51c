"""S3 as the mailbox: originals are read by range, files are put to be downloaded and never shown."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, reading, writing
from shared.business_time.instant import Instant
from shared.errors import Absent
from shared.ports import Address

_NOT_THERE = frozenset({"403", "404", "NoSuchKey", "NotFound"})
"""Of what is not there S3 says that it is forbidden, to whoever may not list the bucket."""

_TO_BE_SAVED = "attachment"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._ -]")
_EMPTY = "InvalidRange"


class S3Mailbox:
    """The Mailbox on one bucket."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def size(self, key: str) -> int:
        """How many bytes an original has; raises Absent, Unavailable."""
        with reading("look for a mail"):
            try:
                answer = self._s3.head_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                raise _absent(error, key) from error
        return int(answer["ContentLength"])

    def read(self, key: str, most: int) -> bytes:
        """The first `most` bytes of an original; raises Absent, Unavailable."""
        with reading("read a mail"):
            try:
                span = f"bytes=0-{most - 1}"
                answer = self._s3.get_object(Bucket=self._bucket, Key=key, Range=span)
                return bytes(answer["Body"].read())
            except ClientError as error:
                if code_of(error) == _EMPTY:
                    return b""
                raise _absent(error, key) from error

    def arrived(self, folder: str, since: Instant) -> Iterator[tuple[str, Instant]]:
        """Originals of a folder that came since, oldest first; raises Unavailable, Misconfigured."""
        found: list[tuple[Instant, str]] = []
        with reading("list mails"):
            pages = self._s3.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=folder):
                for one in page.get("Contents", ()):
                    at = int(one["LastModified"].timestamp())
                    if at >= since:
                        found.append((at, str(one["Key"])))
        yield from ((key, at) for at, key in sorted(found))

    def keep(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file under its key; the same file again overwrites itself."""
        with writing("keep a file"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=content_type,
                ContentDisposition=_TO_BE_SAVED,
            )

    def upload_address(self, key: str, content_type: str, size: int, seconds: int) -> Address:
        """Where somebody may put a file; size, type and disposition are part of the signature."""
        url = self._signed(
            "put_object",
            seconds,
            Key=key,
            ContentType=content_type,
            ContentLength=size,
            ContentDisposition=_TO_BE_SAVED,
        )
        headers = {"content-type": content_type, "content-disposition": _TO_BE_SAVED}
        return Address(url, seconds, headers)

    def download_address(
        self, key: str, name: str, seconds: int, content_type: str = "application/octet-stream"
    ) -> Address:
        """Where somebody may save a file under a name; it is never shown in place."""
        plain = _NOT_PLAIN.sub("_", name)
        disposition = (
            f"{_TO_BE_SAVED}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        )
        url = self._signed(
            "get_object",
            seconds,
            Key=key,
            ResponseContentDisposition=disposition,
            ResponseContentType=content_type,
        )
        return Address(url, seconds)

    def _signed(self, operation: str, seconds: int, **given: Any) -> str:
        with reading("sign an address"):
            url = self._s3.generate_presigned_url(
                operation, Params={"Bucket": self._bucket, **given}, ExpiresIn=seconds
            )
        return str(url)


def _absent(error: ClientError, key: str) -> Exception:
    return Absent(f"There is no mail '{key}'.") if code_of(error) in _NOT_THERE else error
