"""The local AWS writes its own port into what it keeps; this takes a state along to another port."""

from pathlib import Path


def move_state(state: Path, port: int) -> None:
    """Put `port` wherever the kept state names the port at which it was made."""
    marker = state / "port"
    before = marker.read_text(encoding="utf-8").strip() if marker.exists() else str(port)
    if before != str(port):
        for kept in state.glob("*.json"):
            _rename(kept, f"localhost:{before}/", f"localhost:{port}/")
    marker.write_text(str(port), encoding="utf-8")


def _rename(kept: Path, before: str, now: str) -> None:
    text = kept.read_text(encoding="utf-8")
    if before in text:
        fresh = kept.with_suffix(".moved")
        fresh.write_text(text.replace(before, now), encoding="utf-8")
        fresh.replace(kept)
