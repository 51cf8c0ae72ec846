"""Builds know their inputs: what changed is made again, what did not is left, nothing is old."""

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from sites import SMALL, build, copy_of, said

ROWS = "data/observations/output.csv"
BUDGETS = "data/observations/budgets.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small book, built."""
    copy = copy_of(SMALL, tmp_path_factory.mktemp("stale") / "book")
    built(copy)
    return copy


def built(folder: Path) -> list[str]:
    """Build; the pages whose cells ran."""
    done = build(folder)
    assert done.returncode == 0, said(done)[-3000:]
    return re.findall(r"cells: (\S+): running", said(done))


def site(folder: Path) -> dict[str, str]:
    """{file: digest} of everything on the site."""
    pages = folder / "_build" / "html"
    return {
        path.relative_to(pages).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(pages.rglob("*"))
        if path.is_file()
    }


def clean(folder: Path, tmp_path: Path) -> dict[str, str]:
    """The site that a build from nothing makes of the same sources."""
    copy = copy_of(folder, tmp_path / "clean")
    built(copy)
    return site(copy)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_where_nothing_changed_nothing_is_done(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (folder / "_build" / "html").rglob("*")}
    assert built(folder) == []
    after = {path: path.stat().st_mtime_ns for path in (folder / "_build" / "html").rglob("*")}
    files = {path for path in before if path.is_file()}
    assert {path: before[path] for path in files} == {path: after[path] for path in files}


def test_a_row_that_a_chart_draws_runs_its_cells_and_going_back_runs_nothing(
    folder: Path, tmp_path: Path
) -> None:
    as_it_was = site(folder)
    edit(folder / BUDGETS, "386577000", "386577001")
    assert built(folder) == ["chapters/budgets.md"]
    assert site(folder) == clean(folder, tmp_path)
    edit(folder / BUDGETS, "386577001", "386577000")
    assert built(folder) == []
    assert site(folder) == as_it_was


def test_a_row_that_no_cell_asks_for_runs_nothing_and_its_pages_follow(folder: Path) -> None:
    edit(folder / ROWS, "1126313359", "1126313360")
    assert built(folder) == []
    assert "1,126,313,360" in (folder / "_build/html/data/gdp.html").read_text("utf-8")


def test_prose_runs_nothing_and_a_page_that_went_is_gone(folder: Path, tmp_path: Path) -> None:
    edit(folder / "chapters/ledger.md", "Each statement stands here", "Every statement stands here")
    shutil.move(folder / "chapters/glossary.md", folder / "chapters/words.md")
    edit(folder / "_toc.yml", "chapters/glossary", "chapters/words")
    assert built(folder) == []
    pages = folder / "_build" / "html" / "chapters"
    assert not list(pages.glob("glossary.*"))
    assert "Every statement" in (pages / "ledger.html").read_text("utf-8")
    assert site(folder) == clean(folder, tmp_path)


def test_a_page_that_was_lost_or_changed_by_hand_is_written_again(folder: Path) -> None:
    as_it_was = site(folder)
    (folder / "_build/html/index.html").write_text("mine", "utf-8")
    (folder / "_build/html/chapters/budgets.html").unlink()
    assert built(folder) == []
    assert site(folder) == as_it_was


def test_a_warning_of_a_page_comes_again_until_it_is_mended(folder: Path) -> None:
    page = folder / "chapters" / "ledger.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\nSee {doc}`nowhere`.\n\n{unknownrole}`x`\n", "utf-8")
    for _ in range(2):
        done = build(folder)
        assert done.returncode != 0
        assert "unknownrole" in said(done)
    page.write_text(text, "utf-8")
    built(folder)


def test_a_word_that_is_gone_is_gone_from_the_search(folder: Path, tmp_path: Path) -> None:
    edit(folder / "chapters/ledger.md", "in our words", "in our onceonlyword")
    built(folder)
    assert "onceonlyword" in (folder / "_build/html/searchindex.js").read_text("utf-8")
    edit(folder / "chapters/ledger.md", "in our onceonlyword", "in our words")
    built(folder)
    assert "onceonlyword" not in (folder / "_build/html/searchindex.js").read_text("utf-8")
    assert site(folder) == clean(folder, tmp_path)
