"""Write and look: builds the book, serves it, builds it again when a file is saved, and reloads the
pages that are open, at the place where they were.

    python -m heavyground serve [--port 8000]

sphinx-autobuild would do, but for two things: it reloads by a script within the page, which the
pages' policy forbids, and it wants a `conf.py`, which such a book does not have.
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from ..project import NoProject, Project
from .freshness import inputs
from .server import HERE, PORT, Handler, address

PAUSE = 0.4  # seconds between two looks at the files
BUILDS, SCRIPT = "/.builds", "/.reload.js"
RELOAD = """\
(() => {
  "use strict";
  const place = `place:${location.pathname}`;
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    addEventListener("load", () => scrollTo(0, Number(kept)));
  }
  let seen = null;
  async function look() {
    try {
      const builds = await (await fetch("/.builds", {cache: "no-store"})).text();
      if (seen !== null && builds !== seen) {
        sessionStorage.setItem(place, String(scrollY));
        location.reload();
      }
      seen = builds;
    } catch (error) { /* the server has stopped, or starts again */ }
    setTimeout(look, 700);
  }
  look();
})();
"""
TAG = f'<script src="{SCRIPT}"></script>'
FIRST = f"<!DOCTYPE html><head><title>Building</title>{TAG}</head><p>The first build is under way."


class LiveServer(ThreadingHTTPServer):
    """Serves one site and counts its builds."""

    allow_reuse_address = sys.platform != "win32"  # there it would take a port that is in use
    builds = 0


class LiveHandler(Handler):
    """Adds one script to each page, which reloads it after a build."""

    server: LiveServer

    def do_GET(self) -> None:
        path, asked = self.file(), self.path.partition("?")[0]
        if asked == BUILDS:
            self.send_bytes(str(self.server.builds).encode(), "text/plain")
        elif asked == SCRIPT:
            self.send_bytes(RELOAD.encode(), "text/javascript")
        elif path.suffix == ".html" and path.is_file():
            self.send_bytes(with_script(path.read_text("utf-8")).encode(), "text/html")
        elif asked == "/" and not self.server.builds:
            self.send_bytes(FIRST.encode(), "text/html")
        else:
            super().do_GET()


def with_script(page: str) -> str:
    """A page that reloads itself.

    >>> with_script("<head></head>")
    '<head><script src="/.reload.js"></script></head>'
    """
    return page.replace("</head>", f"{TAG}</head>", 1)


# ---- What is watched


def state(project: Project) -> dict[Path, int]:
    """{file that pages are made from: when it last changed}."""
    found = {}
    for path in inputs(project):
        with contextlib.suppress(FileNotFoundError):  # it went while we looked
            found[path] = path.stat().st_mtime_ns
    return found


def changes(project: Project, before: dict[Path, int]) -> Iterator[list[Path]]:
    """The files that changed, each time some did and none changes any more. Never ends."""
    while True:
        time.sleep(PAUSE)
        now = state(project)
        if now == before:
            continue
        while (later := _a_moment_later(project)) != now:
            now = later
        yield sorted({path for path, _ in now.items() ^ before.items()})
        before = now


def _a_moment_later(project: Project) -> dict[Path, int]:
    time.sleep(PAUSE)
    return state(project)


# ---- Building


def builder() -> str | None:
    """The script `jupyter-book` of the Python that runs this; it has no module to run."""
    return shutil.which("jupyter-book", path=str(Path(sys.executable).parent))


def build(command: str, root: Path) -> None:
    """One build; its own words say what is wrong, so serving goes on."""
    began = time.monotonic()
    done = subprocess.run([command, "build", "-q", str(root)], cwd=root)
    what = "Built" if done.returncode == 0 else "Not built, or with faults: see above"
    print(f"{what} ({time.monotonic() - began:.1f} s)", flush=True)


def run(project: Project, command: str, running: LiveServer) -> None:
    """Build, and build again after every change. Never ends."""
    before = state(project)
    build(command, project.root)
    running.builds += 1
    for files in changes(project, before):
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        print(f"{project.shown(files[0])}{more} changed.", flush=True)
        build(command, project.root)
        running.builds += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the book of the working folder until Ctrl-C; returns the exit code."""
    options = argparse.ArgumentParser(prog="python -m heavyground serve", description=__doc__)
    options.add_argument("--port", type=int, default=PORT, help=f"{PORT} by default; 0: any")
    port = options.parse_args(arguments).port
    try:
        project = Project.find()
    except NoProject as error:
        return refused(str(error))
    command = builder()
    if command is None:
        return refused(f"There is no jupyter-book beside {sys.executable}; install it there.")
    try:
        handler = partial(LiveHandler, directory=str(project.root / "_build" / "html"))
        live = LiveServer((HERE, port), handler)
    except (OSError, OverflowError) as error:
        return refused(f"Port {port} cannot be used ({error}); give another: --port 8001.")
    with live as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        print(f"{address(running)}  (saving a file builds it again, Ctrl-C stops)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            run(project, command, running)
        running.shutdown()
    return 0


def refused(why: str) -> int:
    """Say why nothing is served."""
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
