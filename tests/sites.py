"""Built books for tests, each built once in a run, by whichever process asks for it first."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
SMALL = Path(__file__).parent / "books" / "small"
MADE = (".git", ".venv", "_build", "__pycache__", ".*_cache", "node_modules")
CONTENTS = "format: jb-book\nroot: {root}\n"
LONGEST = 1200  # seconds that a build may take on a busy machine


def copy_of(book: Path, target: Path) -> Path:
    """The sources of a book in another folder, without what is made from them; may be written."""
    shutil.copytree(book, target, ignore=shutil.ignore_patterns(*MADE))
    for path in (target, *target.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)  # a checkout may be read-only
    return target


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """`jupyter-book build` of a book. Returns the finished process."""
    return run(folder, jupyter_book(), "build", ".")


def jupyter_book() -> str:
    return str(Path(sys.executable).with_name("jupyter-book"))


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, with what it says."""
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=LONGEST
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


def with_contents(folder: Path, root: str) -> Path:
    """Leave one page in the contents of a book, so that a build of it is short."""
    (folder / "_toc.yml").write_text(CONTENTS.format(root=root), "utf-8")
    return folder


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of one run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills: the first process that asks waits for it, the others for that
    process. Where making failed for one it has failed for all."""
    done, failed = (folder.with_name(folder.name + end) for end in (".done", ".failed"))
    with FileLock(folder.with_name(folder.name + ".lock")):
        if failed.exists():
            pytest.fail(failed.read_text("utf-8"))
        if not done.exists():
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(str(error), "utf-8")
                raise
            done.touch()
    return folder


def built(book: Path) -> Callable[[Path], None]:
    """Copies a book into a folder and builds it there; a warning is an error."""

    def make(folder: Path) -> None:
        done = build(copy_of(book, folder))
        assert done.returncode == 0, said(done)[-6000:]

    return make


def settings(title: str, **config: str) -> str:
    """`_config.yml` of a book for a test: this book's, with another title and other settings of
    `sphinx: config:`; an empty one is left out."""
    text = (ROOT / "_config.yml").read_text("utf-8")
    text = re.sub(r"^title: .*$", f'title: "{title}"', text, flags=re.M)
    for name, value in config.items():
        line = rf"^    {name}:.*\n"
        assert re.search(line, text, re.M), name
        text = re.sub(line, f"    {name}: {value}\n" if value else "", text, flags=re.M)
    return text
