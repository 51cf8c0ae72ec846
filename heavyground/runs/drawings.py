"""Drawings that are kept by what they were drawn from, so that a page that runs again draws anew
only what looks otherwise.

Drawing is two thirds of the time of a page, and depends on nothing but what is handed over and the
packages that draw. One file for each page, in the store beside its runs:

    <folder>/<page>/drawings.zip
"""

import contextlib
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import vl_convert

from .modules import file_digest
from .store import write_whole

FUNCTIONS = ("vegalite_to_vega", "vega_to_svg", "svg_to_png")
FILE = "drawings.zip"
EPOCH = (1980, 1, 1, 0, 0, 0)
PICTURE, OTHER = b"p", b"j"  # first byte of what is kept


class Drawings:
    """What one page drew when it ran last, and what it draws now.

    lock: digest of the packages that draw. A file that is damaged is as good as none.
    """

    def __init__(self, folder: Path, lock: str) -> None:
        self._path, self._lock = folder / FILE, f"{lock} {file_digest(Path(__file__))}"
        self._drawn: dict[str, bytes] = {}
        self._before: dict[str, bytes] = {}
        with contextlib.suppress(OSError, ValueError, zipfile.BadZipFile, zlib.error):
            self._before = _read(self._path)

    def install(self) -> None:
        """Have this process draw through them, for good."""
        for name in FUNCTIONS:
            setattr(vl_convert, name, self._keeping(name, getattr(vl_convert, name)))
        register = vl_convert.register_font_directory

        def registering(font_dir: str) -> None:
            register(font_dir)
            self._lock = f"{self._lock} {font_dir}"  # from now on letters look otherwise

        vl_convert.register_font_directory = registering

    def _keeping(self, name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        def kept(*given: Any, **more: Any) -> Any:
            try:
                said = json.dumps([self._lock, name, given, more])
            except (TypeError, ValueError):  # in a form that cannot be compared
                return draw(*given, **more)
            key = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
            if key not in self._drawn:
                self._drawn[key] = self._before.get(key) or _packed(draw(*given, **more))
            return _unpacked(self._drawn[key])

        return kept

    def keep(self) -> None:
        """Keep what was drawn, and no more. Raises NotKept."""
        if self._drawn.keys() != self._before.keys():
            write_whole(self._path, _written(self._drawn))


def _packed(drawing: Any) -> bytes:
    """A drawing as bytes: a picture as it is, everything else as JSON."""
    if isinstance(drawing, bytes):
        return PICTURE + drawing
    return OTHER + json.dumps(drawing).encode()


def _unpacked(data: bytes) -> Any:
    return data[1:] if data[:1] == PICTURE else json.loads(data[1:])


def _read(path: Path) -> dict[str, bytes]:
    """Raises OSError, BadZipFile, ValueError, zlib.error where there is no such whole file."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def _written(drawn: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, data in drawn.items():
            kind = zipfile.ZIP_STORED if data[:1] == PICTURE else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name, EPOCH), data, kind, compresslevel=1)
    return packed.getvalue()
