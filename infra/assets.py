"""The two folders that every deployment carries: our code, and everybody else's."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Assets:
    """Where bundling has put them."""

    code: Path
    layer: Path


def built(folder: Path) -> Assets:
    """The assets of a build; ValueError says how to make them if they are missing."""
    assets = Assets(code=folder / "code", layer=folder / "layer")
    if not (assets.code.is_dir() and assets.layer.is_dir()):
        command = f".venv/bin/python -m infra.bundling --stage {folder.name}"
        raise ValueError(f"{folder} has not been built. Do so first: {command}")
    return assets
