"""How much of a mail is read; what is beyond is left out, said so, and kept in the stored original."""

MOST_BYTES = 25 * 1024 * 1024
"""A larger mail is read by its beginning alone."""

BEGINNING = 1024 * 1024
MOST_HEADER_BYTES = 64 * 1024
MOST_PART_HEADER_BYTES = 16 * 1024
MOST_VALUE = 16 * 1024
"""Characters of one header that are looked at."""

MOST_PARTS = 200
MOST_DEPTH = 20
MOST_ADDRESSES = 100
MOST_REFERENCES = 50
MOST_ATTACHMENTS = 50
MOST_BODY_BYTES = 512 * 1024
"""Of one part that is shown."""

MOST_TEXT = 100_000
"""Characters of the text of a mail."""

MOST_HTML = 300_000
"""Characters of a page that are laid out."""

MOST_ROUGH_BYTES = 8 * 1024 * 1024
"""Of a page of which no words were found, looked through once more without its layout."""

LONGEST_SUBJECT = 255
LONGEST_NAME = 120
"""Characters of a person's name or a file's."""
