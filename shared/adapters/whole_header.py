"""A header whose value is written as it is: ids of mails are neither folded nor decoded."""

from email.headerregistry import BaseHeader, UniqueUnstructuredHeader
from email.policy import Policy
from typing import Any

from typing_extensions import override


class WholeHeader(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # stubs differ in max_count
    """Holds printable ASCII without blanks, which folding would take apart."""

    @override
    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        kwds["parse_tree"] = cls.value_parser("")
        kwds["decoded"] = value

    @override
    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"
