"""What several test files share: books built once for the whole run, and a browser on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import browser, served
from sites import ROOT, SMALL, built, once, shared_folder

# ---- Built books, each once for the whole run


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the pages of this book, built from a clean copy."""
    folder = shared_folder(tmp_path_factory) / "book"
    return once(folder, built(ROOT)) / "_build" / "html"


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the pages of the small book, built from a clean copy."""
    folder = shared_folder(tmp_path_factory) / "small"
    return once(folder, built(SMALL)) / "_build" / "html"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One test of the built book comes first, and builds it while another process goes through the
    tests that need none; the others of its kind come last."""
    needing = [item for item in items if "site" in getattr(item, "fixturenames", ())]
    others = [item for item in items if item not in needing]
    items[:] = [*needing[:1], *others, *needing[1:]]


# ---- A browser on the built book


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="session")
def home(site: Path) -> Iterator[str]:
    """Address of the built book on this machine."""
    with served(site) as address:
        yield address
