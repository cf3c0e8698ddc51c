"""Field names as people write them, made into the one form that the system stores."""

import re

_CAPITALS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OWN_OBJECTS = ("case.", "work_order.")
_STANDARD = {
    "created_date": "created_at",
    "closed_date": "closed_at",
    "is_escalated": "escalated",
    "owner_id": "owner",
    "account_id": "account",
    "contact_id": "contact",
    "asset_id": "asset",
    "entitlement_id": "entitlement",
    "owner.name": "owner",
    "record_type.name": "record_type",
    "record_type.developer_name": "record_type",
}


def canonical_field(name: str) -> str:
    """Bring Salesforce's and our spelling to ours; related fields keep their path.

    >>> canonical_field("Case.Priority"), canonical_field("Account.Tier__c")
    ('priority', 'account.tier')
    """
    parts = [_snake(part) for part in name.strip().split(".")]
    path = ".".join(part for part in parts if part)
    for prefix in _OWN_OBJECTS:
        if path.startswith(prefix):
            path = path.removeprefix(prefix)
    return _STANDARD.get(path, path)


def _snake(part: str) -> str:
    bare = part.removesuffix("__c").removesuffix("__r")
    return _CAPITALS.sub("_", bare).lower().strip()
