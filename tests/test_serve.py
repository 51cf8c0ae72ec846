"""`heavyground serve`: builds, serves, builds again after a save, reloads open pages. The build is
a stand-in that takes no time: what is tested is the server.
"""

import os
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser

from browser import PageLog, until
from heavyground.project import Project
from heavyground.site import freshness, serve
from heavyground.site.server import HEADERS

LONGEST = 30.0  # seconds until a test gives up
STEP = 0.02
RUN = "import sys; from heavyground.site.serve import main; sys.exit(main(sys.argv[1:]))"
# What the stand-in does: one page that repeats the book's own, and a word of its own on the way.
STAND_IN = """#!{python}
import pathlib, sys
root = pathlib.Path(sys.argv[-1])
words = (root / "index.md").read_text("utf-8")
folder = root / "_build" / "html"
folder.mkdir(parents=True, exist_ok=True)
page = folder / "index.html"
lines = "<p>a line</p>" * 200
head = '<head><link rel="icon" href="data:,"></head>'
page.write_text(f"<html>{{head}}<body><p>{{words}}</p>{{lines}}</body></html>", "utf-8")
sys.exit("broken" in words)
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of one page."""
    folder = tmp_path / "a [book]"
    (folder / "data").mkdir(parents=True)
    (folder / "chapters").mkdir()
    (folder / "_config.yml").write_text("title: Tin\n", "utf-8")
    (folder / "index.md").write_text("first", "utf-8")
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python with the stand-in beside it instead of `jupyter-book`."""
    if os.name == "nt":
        pytest.skip("a script beside Python is no program there")
    beside = tmp_path / "bin"
    beside.mkdir()
    (beside / "python").symlink_to(sys.executable)
    script = beside / "jupyter-book"
    script.write_text(STAND_IN.format(python=sys.executable), "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return beside / "python"


def command(python: Path, port: int) -> list[str]:
    return [str(python), "-c", RUN, "--port", str(port)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


class Running:
    """A server that has been started: what it said so far, and what it answers."""

    def __init__(self, process: "subprocess.Popen[str]", said: Path) -> None:
        self.process, self._said = process, said

    @property
    def said(self) -> str:
        return self._said.read_text("utf-8")

    def until(self, holds: Callable[[], Any]) -> Any:
        """What `holds` returns once that is something. Fails after a while, or when it stopped."""
        end = time.monotonic() + LONGEST
        while not (found := holds()):
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(STEP)
        return found

    @property
    def home(self) -> str:
        words = self.until(lambda: "http" in self.said and self.said)
        return str(words[words.index("http") :].split()[0])

    def get(self, path: str = "") -> tuple[str, dict[str, str]]:
        """Text and headers of an address."""
        with urllib.request.urlopen(self.home + path, timeout=LONGEST) as answer:
            return answer.read().decode(), dict(answer.headers)

    def builds(self) -> int:
        return int(self.get(serve.BUILDS.lstrip("/"))[0])


@pytest.fixture
def running(book: Path, python: Path, tmp_path: Path) -> Iterator[Running]:
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen(
            command(python, 0),
            cwd=book,
            env=environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield Running(process, said)
    finally:
        process.terminate()
        process.wait(LONGEST)


def test_a_page_is_served_with_the_policy_and_one_script_more(running: Running) -> None:
    running.until(lambda: running.builds() == 1)
    page, headers = running.get()
    assert "first" in page
    assert page.count(serve.SCRIPT) == 1
    assert headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    script, _ = running.get(serve.SCRIPT.lstrip("/"))
    assert "location.reload" in script


@pytest.mark.parametrize("name", ["index.md", "data/tin.csv"])
def test_a_save_builds_again(running: Running, book: Path, name: str) -> None:
    running.until(lambda: running.builds() == 1)
    (book / name).write_text("title: second", "utf-8")
    running.until(lambda: running.builds() == 2)
    assert f"{name} changed." in running.said
    if name == "index.md":
        assert "second" in running.get()[0]


def test_an_open_page_is_reloaded_where_it_was(
    running: Running, book: Path, chromium: Browser
) -> None:
    running.until(lambda: running.builds() == 1)
    page = chromium.new_page()
    log = PageLog(page, running.home)
    page.goto(running.home)
    page.evaluate("scrollTo(0, 700)")
    (book / "index.md").write_text("second", "utf-8")
    page.get_by_text("second").wait_for(timeout=1000 * LONGEST)
    until(page, lambda: page.evaluate("scrollY") == 700)
    assert log.clean, log.errors
    page.close()


def test_a_build_that_fails_is_said_and_the_next_save_mends_it(
    running: Running, book: Path
) -> None:
    running.until(lambda: running.builds() == 1)
    (book / "index.md").write_text("broken", "utf-8")
    running.until(lambda: "Not built" in running.said)
    (book / "index.md").write_text("mended", "utf-8")
    running.until(lambda: running.builds() == 3)
    assert "mended" in running.get()[0]


def test_a_port_in_use_is_said_at_once_and_nothing_is_built(book: Path, python: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            command(python, port),
            cwd=book,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert not (book / "_build").exists()


def test_a_folder_that_is_no_book_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert serve.main([]) == 1
    assert "no book here" in capsys.readouterr().err


def test_a_python_without_jupyter_book_is_said(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(book)
    monkeypatch.setattr(sys, "executable", str(book / "python"))
    assert serve.main([]) == 1
    assert "no jupyter-book beside" in capsys.readouterr().err


# ---- What is watched


def test_what_a_book_computes_is_watched_and_what_editors_leave_is_not(book: Path) -> None:
    (book / "_config.yml").write_text(
        "title: Tin\nsphinx:\n  config:\n    heavyground_analysis: tin_analysis\n", "utf-8"
    )
    files = ("tin_analysis/values.py", "tin_analysis/__pycache__/values.pyc", "_build/x.md")
    left = ("chapters/.#tin.md", "chapters/tin.md~", "chapters/#tin.md#", "data/.~lock.a.csv#")
    for name in (*files, *left, "chapters/tin.md"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("", "utf-8")
    found = serve.state(Project(book))
    own = {path.relative_to(book).as_posix() for path in found if book in path.parents}
    assert own == {"_config.yml", "index.md", "chapters/tin.md", "tin_analysis/values.py"}
    assert freshness.ENGINE / "site" / "serve.py" in found


def test_files_that_change_one_after_the_other_are_one_change(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor that saves all, or a checkout: the build waits until nothing changes any more."""
    one, two = book / "index.md", book / "chapters" / "new.md"
    looks = iter([{one: 1}, {one: 2}, {one: 2, two: 1}, {one: 2, two: 1}])
    monkeypatch.setattr(serve, "state", lambda project: next(looks))
    monkeypatch.setattr(serve, "PAUSE", 0)
    seen = serve.changes(cast(Project, None), {one: 1})
    assert next(seen) == [two, one]
