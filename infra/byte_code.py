"""Byte code goes along, because a function's folder is read-only and compiling is half its start."""

import compileall
import py_compile
import sys
from pathlib import Path

RUNTIME = "3.13"
HOST = f"{sys.version_info.major}.{sys.version_info.minor}"


def compile_for(runtime: str, folder: Path, *, mounted_at: str) -> str:
    """Compile everything, trusted without a look at the sources, and answer how that went.

    Paths are those of the function's machine, so that every build of the same sources is the same.
    """
    if runtime != HOST:
        return f"without byte code: build with Python {runtime} to include it (this is {HOST})"
    compileall.compile_dir(
        folder,
        quiet=2,
        workers=2,
        stripdir=str(folder),
        prependdir=mounted_at,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    return "with byte code"
