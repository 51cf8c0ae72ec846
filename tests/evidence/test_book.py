"""The real evidence, asked as a reader would: these tests change when the evidence does."""

from pathlib import Path

import pytest

from heavyground.evidence import questions
from heavyground.evidence.book import Book
from heavyground.evidence.frames import Frames
from heavyground.project import Project

CUSTOMS = "General Administration of Customs of China"


@pytest.fixture(scope="module")
def project() -> Project:
    return Project.find(Path(__file__).parent)


@pytest.fixture(scope="module")
def book(project: Project) -> Book:
    return project.book()


def test_every_row_knows_its_file_and_line(project: Project, book: Book) -> None:
    row = book["prod-0701"]
    lines = (project.root / row.path).read_text("utf-8").split("\n")
    assert lines[row.line - 1].startswith("prod-0701,imports-weight,China,Myanmar")


def test_no_two_sources_share_a_label(book: Book) -> None:
    labels = [source.label for source in book.sources.values()]
    assert len(labels) == len(set(labels))


def test_the_survey_on_burma_and_chinese_customs_are_one_origin(book: Book) -> None:
    same = {"prod-0011", "econ-0150", "prod-0332", "prod-0701"}
    assert {questions.origin(book, id) for id in same} == {CUSTOMS}
    assert questions.origin(book, "prod-0002") != CUSTOMS  # the survey on the United States
    assert questions.witnesses(book, "prod-0011").count == 1


def test_the_two_articles_are_no_witnesses(book: Book) -> None:
    rows = questions.witnesses(book, "prod-0701").rows
    assert not any(row.source.status == "founding-article" for row in rows)


def test_every_question_answers_for_every_row(book: Book) -> None:
    for id in book.observations:
        questions.rivals(book, id)
        assert questions.witnesses(book, id).rows[0].id == id
        assert questions.origin(book, id)


def test_every_derived_value_and_parameter_can_be_computed(book: Book) -> None:
    for name in book.matter.values.names():
        assert book.derived(name).amount.value is not None, name
    assert all(parameter.name for parameter in book.parameters)


def test_a_frame_of_everything_is_typed(book: Book) -> None:
    rows = Frames(book).observations
    assert rows.id.is_unique
    assert set(rows.theme) == set(book.schema.prefixes.values())
    dated = rows[rows.start.notna()]
    assert (dated.start <= dated.end).all()
    assert (rows.source_title != "").all()
