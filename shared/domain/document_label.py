"""How people call a document: its kind and its name."""


def label_of(kind: str, name: str) -> str:
    """A document in words, such as `mail template 'received'`."""
    return f"{kind.replace('_', ' ')} '{name}'"
