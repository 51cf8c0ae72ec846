"""A browser on the built pages: started, watched, and told when a page has settled."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

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
