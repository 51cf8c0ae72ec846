"""A browser on the built pages: started, watched, and told when a page has settled."""

import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from heavyground.site.server import server
from tools.browser import find, remedy

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser. Raises RuntimeError with the one command to run where there is none."""
    found = find()
    if found is None:
        raise RuntimeError(remedy())
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


SKIPPED = """() => [...document.querySelectorAll("main *")]
    .filter((node) => getComputedStyle(node).contentVisibility === "auto").length"""
FRAME = "() => new Promise((done) => requestAnimationFrame(done))"
IDLE = "() => new Promise((done) => (window.requestIdleCallback || setTimeout)(done))"


def until(page: Page, condition: Callable[[], bool], seconds: float = 10) -> None:
    """Ask at each frame of the page until a condition holds; an AssertionError when it never does.

    Playwright's own waiting for a function evaluates text, which the site's policy forbids.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in {seconds} seconds: {inspect.getsource(condition)}"
        page.evaluate(FRAME)


def settled(page: Page) -> bool:
    """Wait until a fresh visit has laid out the whole page and its scripts have nothing left to
    do."""
    until(page, lambda: page.evaluate(SKIPPED) == 0)
    if page.evaluate("'HeavyGround' in window"):
        page.evaluate(IDLE)
    return True


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Address of a folder on this machine, with the headers a good host sends."""
    running = server(folder)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()


class PageLog:
    """What a page asked for, and what it did that it should not: errors in its console or its
    scripts, and requests that left the site."""

    def __init__(self, page: Page, home: str) -> None:
        self.home = home
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._note)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.foreign.append(request.url)

    @property
    def clean(self) -> bool:
        return not self.errors and not self.foreign
