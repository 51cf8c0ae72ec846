"""Where nothing changed since the last build that succeeded, nothing is done.

A stamp beside the pages says what they were made from, as one digest, and which files they are. It
is written at the very end and taken away before anything else is, so that a build that was stopped
leaves none.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment

from ..project import MODULE, Project
from ..runs.lock import lock
from .state import SAFE, Setup, fresh, pages_written, project, say_fresh, version

ENGINE = Path(__file__).resolve().parents[1]
SETTINGS = ("_config.yml", "_toc.yml", "CITATION.cff")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def compare(app: Sphinx) -> None:
    """Say whether the pages are those of now; where they are not, take the stamp away."""
    stamp = _stamp(app)
    kept = stamp.read_text("utf-8") if stamp.is_file() else ""
    say_fresh(app, bool(kept) and kept == _now(app))
    if not fresh(app):
        stamp.unlink(missing_ok=True)


def read_after_all(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """A page that Sphinx reads again, since a file was touched, is a page with outputs."""
    if added or changed or removed:
        say_fresh(app, False)
        _stamp(app).unlink(missing_ok=True)
    return []


def keep(app: Sphinx, exception: Exception | None) -> None:
    """Write the stamp of a build that wrote its pages without a fault.

    After a warning every page is read again: one that is not read does not warn again.
    """
    if app._warncount:
        (Path(app.doctreedir) / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    elif pages_written(app, exception):
        _stamp(app).write_text(_now(app), "utf-8")


def _stamp(app: Sphinx) -> Path:
    return Path(app.outdir).parent / f"{app.builder.name}.json"


def _now(app: Sphinx) -> str:
    """What pages are made from and what they are, as JSON."""
    book = project(app)
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(set(inputs(book))):
        digest.update(f"{book.shown(path)}\0".encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    said = [version(app).commit, version(app).date, lock(book.root), _settings(app)]
    digest.update(json.dumps(said).encode())
    files = {
        path.relative_to(app.outdir).as_posix(): [path.stat().st_size, path.stat().st_mtime_ns]
        for path in sorted(Path(app.outdir).rglob("*"))
        if path.is_file()
    }
    return json.dumps({"inputs": digest.hexdigest(), "files": files})


def _settings(app: Sphinx) -> list[str]:
    """Settings that came from elsewhere than the book's files."""
    return [app.builder.name, *(f"{name}={value}" for name, value in app.config.overrides.items())]


def inputs(book: Project) -> Iterator[Path]:
    """Every file that may say something on a page, or how."""
    yield from (book.root / name for name in SETTINGS if (book.root / name).is_file())
    yield from book.root.glob("*.md")
    yield from _files(book.root / "chapters")
    yield from made_from(book)


def made_from(book: Project) -> Iterator[Path]:
    """Every file of the data, of the engine and of the analysis."""
    yield from _files(book.data)
    yield from _files(ENGINE)
    if module := book.setting(MODULE):
        yield from _files(book.root / module.replace(".", "/"))


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder, but for what editors and Python leave beside them."""
    for path in sorted(folder.rglob("*")):
        left_beside = path.name.startswith((".", "#")) or path.name.endswith("~")
        if not left_beside and not LEFT_OUT & set(path.parts) and path.is_file():
            yield path


def setup(app: Sphinx) -> Setup:
    app.connect("builder-inited", compare, priority=900)
    app.connect("env-get-outdated", read_after_all, priority=300)
    app.connect("build-finished", keep, priority=990)
    return SAFE
