"""With which packages the charts are drawn, as one digest.

Nothing of the Python that runs them: the same cells give the same outputs on each that the book
supports.
"""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

DRAW = ("altair", "numpy", "pandas", "vl-convert-python")
LOCK = "requirements.txt"


def lock(root: Path) -> str:
    """Of a book's folder: its requirements, where it has any, and what is installed."""
    file = root / LOCK
    parts = [file.read_bytes() if file.is_file() else b""]
    parts += [f"{name} {_version(name)}".encode() for name in DRAW]
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
