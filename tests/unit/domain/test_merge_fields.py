"""Every merge field is documented, in the words that the code keeps."""

from pathlib import Path

from shared.domain.merge_fields import MERGE_FIELDS

DOCUMENT = Path(__file__).parents[3] / "docs" / "mail-templates.md"


def test_every_merge_field_is_documented_with_its_meaning() -> None:
    words = DOCUMENT.read_text(encoding="utf-8")

    missing = [
        name
        for name, meaning in MERGE_FIELDS.items()
        if f"| `{{{{{name}}}}}` | {meaning} |" not in words
    ]

    assert missing == []
