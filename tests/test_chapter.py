"""What a chapter has in hand, opened on the small book."""

from collections.abc import Iterator

import altair as alt
import pytest

from heavyground.chapter import Chapter, open_chapter
from heavyground.project import NoProject, Project
from sites import SMALL

TEXTS = {
    "name": "a-budget",
    "title": "One budget",
    "subtitle": "Budget revenue, USD a year",
    "alt": "One bar of budget revenue, as the source has it for the state.",
}


@pytest.fixture
def chapter() -> Iterator[Chapter]:
    before = alt.theme.active
    yield open_chapter(SMALL / "chapters")
    alt.theme.enable(before)


def test_it_is_opened_from_the_folder_that_cells_run_in(chapter: Chapter) -> None:
    assert chapter.project.root == SMALL.resolve()
    assert len(chapter.ev.series("government-revenue")) == len(
        chapter.book.select("government-revenue")
    )


def test_outside_a_book_there_is_no_chapter(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(NoProject):
        open_chapter(tmp_path_factory.mktemp("nowhere"))


def test_its_figures_say_which_book_they_are_from(chapter: Chapter) -> None:
    rows = chapter.ev.rows(["rev-0003"])
    figure = chapter.figure(chapter.forms.bars(rows), data=rows, **TEXTS)
    assert f"{chapter.project.title}, figure “a-budget”. CC BY 4.0." in figure.svg


def test_what_one_chapter_asked_another_did_not(chapter: Chapter) -> None:
    other = Chapter(Project.find(SMALL))
    chapter.ev.rows(["rev-0003"])
    assert "rev-0003" in chapter.book.asked
    assert "rev-0003" not in other.book.asked


def test_numbers_values_models_and_verdicts_are_those_of_the_book(chapter: Chapter) -> None:
    assert chapter.num("{49 % <=budget_share_palau>}") == "49 %"
    assert chapter.derived("budget_share_palau").amount.unit == "% share"
    assert chapter.model("budget").table
    assert {entry.id for entry in chapter.ledger} == set(chapter.book.claims)
    with pytest.raises(LookupError, match=r"no model 'budgte' \(near: budget\)"):
        chapter.model("budgte")
