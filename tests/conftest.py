"""What several test files share: the real tables read once, and copies of them with something broken."""

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import browser, served
from playwright.sync_api import Browser
from sites import ROOT, SMALL, built, once, shared_folder

from heavyground import evidence as ev
from heavyground import rules
from heavyground.paths import DATA


@pytest.fixture(scope="session")
def real():
    """The book's tables as text, and the faults they have (none, when the book is whole)."""
    tables = ev.tables()
    return tables, set(rules.judge(rules.Tables(tables)))


@pytest.fixture
def broken(real, tmp_path):
    """Break one real file and hear the new faults."""
    return Breaker(*real, tmp_path)


@pytest.fixture
def data_copy(tmp_path):
    """A full copy of the data folder, to be edited and loaded."""
    return shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("geo"))


def read_rows(path):
    """Heading and [(line, cells)] of a CSV, with physical lines."""
    reader, before, rows = csv.reader(io.StringIO(path.read_text("utf-8"))), 0, []
    for cells in reader:
        rows.append((before + 1, cells))
        before = reader.line_num
    return rows[0][1], rows[1:]


def write_rows(path, header, rows):
    """The same bytes for unchanged rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(cells for _, cells in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(out.getvalue(), "utf-8", newline="\n")


class Breaker:
    """`set`, `add` and `raw` return (new faults, line of the edited row, path as faults show it)."""

    def __init__(self, tables, known, folder):
        self.tables, self.known, self.folder = tables, known, folder

    def set(self, name, key, changes):
        """Change cells of the row whose first cell is `key`."""
        header, rows = read_rows(DATA / name)
        at = next(i for i, (_, cells) in enumerate(rows) if cells[0] == key)
        for column, value in changes.items():
            rows[at][1][header.index(column)] = value
        write_rows(self.folder / name, header, rows)
        return self.judge(name), rows[at][0]

    def add(self, name, key, changes):
        """Append a copy of the row `key` with other cells."""
        header, rows = read_rows(DATA / name)
        cells = list(next(cells for _, cells in rows if cells[0] == key))
        for column, value in changes.items():
            cells[header.index(column)] = value
        lines = (DATA / name).read_text("utf-8").count("\n")
        write_rows(self.folder / name, header, [*rows, (lines + 1, cells)])
        return self.judge(name), lines + 1

    def raw(self, name, change):
        """Change the bytes of a file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change((DATA / name).read_bytes()))
        return self.judge(name)

    def judge(self, *names):
        tables = {**self.tables, **{name: ev.read(self.folder / name, name) for name in names}}
        moved = {str(self.folder / name): f"data/{name}" for name in names}
        found = rules.judge(rules.Tables(tables))
        return [
            f
            for f in (type(f)(moved.get(f.path, f.path), f.line, f.rule, f.message) for f in found)
            if f not in self.known
        ]


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
