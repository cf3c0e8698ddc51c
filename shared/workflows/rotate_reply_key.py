"""Replace the key of reply addresses, and go on taking what the one before has signed."""

from shared.domain.mail.reply_address import REPLY_SECRET
from shared.domain.mail.reply_keys import ReplyKeys, read_keys
from shared.errors import Absent
from shared.ports import Clock, SecretKeeper


def rotate_reply_key(secrets: SecretKeeper, clock: Clock, grace: int) -> ReplyKeys:
    """Make and keep a fresh key; without `grace` no address that is out in the world counts any more.

    Raises Unavailable or Misconfigured.
    """
    fresh = secrets.fresh()
    try:
        present = read_keys((secrets.present(REPLY_SECRET),))
    except Absent:
        turned = ReplyKeys(present=fresh)
    else:
        turned = present.turned(fresh, clock.now(), grace)
    if grace == 0:
        turned = turned.without_grace()
    secrets.keep(REPLY_SECRET, turned.model_dump_json())
    return turned
