"""S3 as the mailbox: originals are read by range, files are put to be downloaded and never shown."""

from typing import Any

from botocore.exceptions import ClientError

from shared.adapters.aws import code_of, reading, writing
from shared.errors import Absent

_NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
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

    def keep(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file under its key; the same file again overwrites itself."""
        with writing("keep a file"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=content_type,
                ContentDisposition="attachment",
            )


def _absent(error: ClientError, key: str) -> Exception:
    return Absent(f"There is no mail '{key}'.") if code_of(error) in _NOT_THERE else error
