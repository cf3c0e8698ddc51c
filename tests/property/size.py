"""How far the proofs go: a little in `make test`, as far as there is time in `make proof`."""

from hypothesis import settings

BIG = "big"
_TIMES = 20


def examples(few: int) -> int:
    """So many examples, or twenty times as many under `--hypothesis-profile=big`."""
    return few * _TIMES if settings.get_current_profile_name() == BIG else few
