"""A Chromium for the tests: one found on the system, else Playwright's own, else a word about what to do."""

import shutil
from contextlib import contextmanager
from threading import Thread

from playwright.sync_api import Error, sync_playwright

from heavyground.press.server import server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "No Chromium found. Install one, or run: .venv/bin/playwright install chromium"


@contextmanager
def browser():
    """A running browser. Raises RuntimeError with the one command to run where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as play:
        try:
            running = play.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            raise RuntimeError(MISSING) from error
        yield running
        running.close()


SKIPPED = """() => [...document.querySelectorAll("main *")].filter(one => getComputedStyle(one).contentVisibility === "auto").length"""


def settled(page):
    """Wait until a fresh visit has laid out the whole page; False after five seconds. Playwright's own waiting evaluates text, which the policy forbids."""
    for _ in range(50):
        if page.evaluate(SKIPPED) == 0:
            return True
        page.wait_for_timeout(100)
    return False


@contextmanager
def served(folder):
    """Address of a folder on this machine, with the headers a good host sends."""
    running = server(folder)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/"
    running.shutdown()


class Watch:
    """What a page did that it should not: console errors, page errors, requests that left the site."""

    def __init__(self, page, home):
        self.errors, self.strangers, self.requests = [], [], []
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on(
            "request",
            lambda request: self.strangers.append(request.url)
            if not request.url.startswith((home, "data:", "blob:"))
            else None,
        )
