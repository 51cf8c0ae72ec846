"""Writing into the site: only what changed, and packed copies for hosts that serve them."""

import gzip
from pathlib import Path

import brotli
from sphinx.application import Sphinx

from ..state import SAFE, Setup, pages_written

TEXT = {".css", ".csv", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"}
PACKED = (".gz", ".br")
SETTING = "heavyground_precompress"


def write_if_new(path: Path, content: str | bytes) -> bool:
    """Write only what changed, so that file times say when a file last did. Returns whether so."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def unpacked(name: str) -> str:
    """The name of the file that a packed copy is of; any other name stays.

    >>> unpacked("book.css.gz"), unpacked("book.css")
    ('book.css', 'book.css')
    """
    return next((name.removesuffix(end) for end in PACKED if name.endswith(end)), name)


def precompress(site: Path) -> None:
    """Write `.gz` and `.br` beside every text file. Same bytes in, same bytes out."""
    for path in sorted(site.rglob("*")):
        if path.suffix not in TEXT or not path.is_file():
            continue
        data = path.read_bytes()
        packed = path.with_name(path.name + ".gz")
        if packed.is_file() and gzip.decompress(packed.read_bytes()) == data:
            continue
        packed.write_bytes(gzip.compress(data, 9, mtime=0))
        path.with_name(path.name + ".br").write_bytes(brotli.compress(data, quality=9))


def precompress_when_asked(app: Sphinx, exception: Exception | None) -> None:
    if app.config[SETTING] and pages_written(app, exception):
        precompress(Path(app.outdir))


def setup(app: Sphinx) -> Setup:
    app.add_config_value(SETTING, False, "", [bool])
    app.connect("build-finished", precompress_when_asked, priority=950)
    return SAFE
