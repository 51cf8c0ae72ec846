"""A book notes what it was asked, and a digest says when an answer is another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from heavyground.evidence import questions
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.frames import Frames
from heavyground.evidence.recording import Question, RecordedBook
from heavyground.evidence.rows import Derived
from heavyground.project import Project
from heavyground.runs.answers import ANSWERS, Answers
from heavyground.runs.modules import Modules
from helpers import schema, small_tables

ROWS = """
    id       | entity | period | value | source    | note
    ore-0001 | Peru   | 2023   | 31000 | atlas2025 |
    ore-0002 | Peru   | 2024   | 29000 | atlas2025 |
    ore-0003 | Chile  | 2024   | 900   | paper2024 |
    ore-0004 | Peru   | 2024   | 28000 | paper2024 |
"""
SOURCES = """
    key       | organisation | date
    atlas2025 | Atlas House  | 2025-06-30
    paper2024 | Paper House  | 2024-02-01
"""


class Doubled:
    """A computed value, twice what is known of Chile."""

    aliases = {"ore-0099": "doubled"}  # noqa: RUF012

    def names(self) -> list[str]:
        return ["doubled"]

    def alias(self, id: str) -> str | None:
        return self.aliases.get(id)

    def compute(self, name: str, book: Book) -> Derived:
        amount = book.one("output", entity="Chile").amount
        return Derived(name, amount, "twice", ("ore-0003",))


def recorded(rows: str = ROWS, **texts: str) -> RecordedBook:
    texts = {"observations": rows, "sources": SOURCES, **texts}
    return RecordedBook(schema(), small_tables(**texts), Matter(values=Doubled()))


def asked(book: RecordedBook) -> list[tuple[object, ...]]:
    return [(question.kind, *question.said) for question in book.notes.questions]


@pytest.fixture
def digests(tmp_path: Path) -> Callable[..., dict[Question, str]]:
    """Answers to what a book was asked, given by it or by another book."""
    (tmp_path / "data").mkdir()
    (tmp_path / "_config.yml").touch()

    def given(book: RecordedBook, by: RecordedBook | None = None) -> dict[Question, str]:
        known = list(book.notes.questions)
        answers = Answers(Project(tmp_path), Modules(tmp_path, ""), by or book)
        return {question: answers.digest(question) for question in known}

    return given


# ---- What is noted


def test_only_the_outermost_question_is_noted() -> None:
    book = recorded()
    book.one("output", entity="Chile")
    book.derived("doubled")
    questions.rivals(book, "ore-0002")
    assert asked(book) == [
        ("one", "output", ("entity", "Chile")),
        ("derived", "doubled"),
        ("rivals", "ore-0002"),
    ]


def test_several_values_of_a_filter_are_noted_although_they_can_be_walked_over_only_once() -> None:
    book = recorded()
    assert len(book.select("output", entity=(name for name in ["Peru", "Chile"]))) == 4
    assert asked(book) == [("select", "output", ("entity", ("Chile", "Peru")))]


def test_an_entry_the_names_and_the_whole_of_a_table_are_different_questions() -> None:
    book = recorded()
    _ = "atlas2025" in book.sources
    _ = book.sources.get("nobody")
    _ = list(book.units)
    _ = list(book.items.values())
    assert asked(book) == [
        ("entry", "sources", "atlas2025"),
        ("entry", "sources", "nobody"),
        ("names", "units"),
        ("table", "items"),
    ]


def test_what_was_asked_for_something_remembered_is_asked_by_everyone_who_gets_it() -> None:
    book = recorded()
    with book.notes.answering(Question("derived", ("doubled",))):
        book.remember("sum", lambda: book["ore-0001"])
    assert asked(book) == [("derived", "doubled")]
    book.remember("sum", lambda: book["ore-0001"])
    assert asked(book) == [("derived", "doubled"), ("row", "ore-0001")]


def test_what_failed_was_asked_all_the_same() -> None:
    book = recorded()
    with pytest.raises(LookupError):
        book.remember("none", lambda: book["ore-0404"])
    with pytest.raises(LookupError):
        book.event("ev-0001")
    assert asked(book) == [("row", "ore-0404"), ("event", "ev-0001")]


def test_where_a_row_stands_is_noted_when_somebody_asks() -> None:
    book = recorded()
    row = book["ore-0002"]
    assert asked(book) == [("row", "ore-0002")]
    assert row.line == 3
    assert asked(book)[1:] == [("stands", "Observation", "ore-0002")]


def test_frames_ask_what_they_show() -> None:
    book = recorded(events="id | date\nev-0001 | 2025-01-31")
    ev = Frames(book)
    ev.series("output", entity="Peru")
    ev.rows(["ore-0003"])
    assert len(ev.events) == 1
    assert ("select", "output", ("entity", "Peru")) in asked(book)
    assert ("row", "ore-0003") in asked(book)
    assert ("table", "events") in asked(book)
    assert not any(said[:2] == ("table", "observations") for said in asked(book))


def test_computed_values_are_noted_by_name() -> None:
    book = recorded()
    assert "doubled" in book.matter.values.names()
    assert book.matter.values.alias("ore-0099") == "doubled"
    assert asked(book) == [("entry", "values", "doubled"), ("entry", "value_aliases", "ore-0099")]


def test_a_recorded_book_answers_as_the_book_does() -> None:
    texts = {"observations": ROWS, "sources": SOURCES}
    plain = Book(schema(), small_tables(**texts), Matter(values=Doubled()))
    book = recorded()
    assert [row.id for row in book.select("output")] == [row.id for row in plain.select("output")]
    assert book.derived("doubled") == plain.derived("doubled")
    assert dict(book.merged) == dict(plain.merged)
    assert repr(book["ore-0001"]) == repr(plain["ore-0001"])


# ---- When an answer is another


def test_a_new_row_that_a_filter_takes_in_changes_the_answer(
    digests: Callable[..., dict[Question, str]],
) -> None:
    book = recorded()
    book.select("output", entity="Peru")
    book.select("output", entity="Chile")
    peru, chile = book.notes.questions
    more = recorded(ROWS + "ore-0005 | Peru | 2025 | 5 | paper2024 | \n")
    before, after = digests(book), digests(book, more)
    assert before[peru] != after[peru]
    assert before[chile] == after[chile]


def test_a_row_above_changes_no_answer_but_where_the_others_stand(
    digests: Callable[..., dict[Question, str]],
) -> None:
    book = recorded()
    _ = book["ore-0002"].line
    row, stands = book.notes.questions
    head, _, rest = ROWS.strip("\n").partition("\n")
    more = recorded(f"{head}\n ore-0000 | Chile | 2020 | 1 | paper2024 | \n{rest}")
    before, after = digests(book), digests(book, more)
    assert before[row] == after[row]
    assert before[stands] != after[stands]


def test_a_label_that_changes_through_another_source_changes_the_rows_that_carry_it(
    digests: Callable[..., dict[Question, str]],
) -> None:
    book = recorded()
    _ = book["ore-0001"], book["ore-0003"]
    atlas, paper = book.notes.questions
    twin = SOURCES + "atlas2025b | Atlas House | 2025-09-01\n"
    other = recorded(sources=twin)
    assert other["ore-0001"].source.label != "Atlas House 2025"
    before, after = digests(book), digests(book, other)
    assert before[atlas] != after[atlas]
    assert before[paper] == after[paper]


def test_what_others_say_of_a_thing_is_an_answer_too(
    digests: Callable[..., dict[Question, str]],
) -> None:
    book = recorded()
    questions.rivals(book, "ore-0002")
    questions.witnesses(book, "ore-0003")
    rivals, witnesses = book.notes.questions
    other = recorded(ROWS.replace("28000", "28001"))
    before, after = digests(book), digests(book, other)
    assert before[rivals] != after[rivals]
    assert before[witnesses] == after[witnesses]


def test_an_error_is_an_answer(digests: Callable[..., dict[Question, str]]) -> None:
    book = recorded()
    with pytest.raises(LookupError):
        book.one("output", entity="Peru")
    fewer = recorded("\n".join(ROWS.split("\n")[:3]))
    before, after = digests(book), digests(book, fewer)
    assert list(before.values()) != list(after.values())


def test_every_kind_of_question_has_an_answer() -> None:
    book = recorded(events="id | date\nev-0001 | 2025-01-31")
    _ = book.event("ev-0001"), book.parameters, book.central("ore-0001"), book.terms
    _ = book.explanations, book.tables, book.schema, book.why_unknown("x"), book["ore-0001"].path
    _ = book.select("output"), book.derived("doubled"), book.matter.origin, list(book.claims)
    questions.origin(book, "ore-0001")
    assert {question.kind for question in book.notes.questions} <= set(ANSWERS)
