"""The book and its rows: what a row knows, what is asked of the book, and what it says when it
cannot answer.
"""

from datetime import date

import pytest

from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence import labels, questions
from heavyground.evidence.book import Book, Matter, UnknownRow
from heavyground.evidence.faults import Faults
from heavyground.evidence.frames import Frames
from heavyground.evidence.periods import Period, bounds
from helpers import small_book, small_tables

ROWS = """
    id       | series | entity | partner | item | period  | value | low | high | unit | source
    ore-0001 | output | Peru   |         | tin  | 2023    | 26000 |     |      | t    | atlas2025
    ore-0002 | output | Peru   |         | tin  | 2024    | 31000 |     |      | t    | atlas2025
    ore-0003 | output | Peru   |         | tin  | 2024    | 30000 |     |      | t    | survey2025
    ore-0004 | output | Peru   |         | tin  | 2024-05 | 2000  |     |      | t    | survey2025
    ore-0005 | output | Chile  |         | tin  | 2024    |       | 10  | 30   | t    | atlas2025
    ore-0006 | output | Chile  |         | tin  | 2023    |       | 20  |      | t    | atlas2025
"""


@pytest.fixture
def book() -> Book:
    return small_book(observations=ROWS)


# ---- Rows


def test_a_row_knows_its_amount_words_address_source_and_line(book: Book) -> None:
    row = book["ore-0002"]
    assert (row.central, row.words, row.href) == (31000, "31,000 t", "data/ore.html#ore-0002")
    assert row.source.label == "Atlas House 2025"
    assert (row.path, row.line) == ("data/observations/ore.csv", 3)


@pytest.mark.parametrize(
    "id, central, kind, words",
    [
        ("ore-0001", 26000, "value", "26,000 t"),
        ("ore-0005", 20, "span", "10 to 30 t"),
        ("ore-0006", 20, "from", "more than 20 t"),
    ],
)
def test_an_amount_stands_for_value_middle_or_bound(
    book: Book, id: str, central: float, kind: str, words: str
) -> None:
    amount = book[id].amount
    assert (amount.central, amount.kind, amount.words) == (central, kind, words)


def test_a_merged_id_answers_with_its_heir() -> None:
    book = small_book(observations="id | also\nore-0001 | ore-0007; ore-0008")
    assert book["ore-0008"].id == "ore-0001"
    assert "ore-0007" in book


def test_an_unknown_id_says_what_became_of_it() -> None:
    values = Registry()

    @values.derive(unit="t", aliases=["ore-0009"])
    def twice(book: Inputs) -> float:
        """the row of Peru times two"""
        return 2 * book.one("output")

    book = small_book(
        Matter(values),
        observations="id\nore-0001",
        left_out="id | reason\nore-0005 | Printed twice.",
        aliases="id | formula | value | unit\nore-0006 | half of it | 1 | t",
    )
    with pytest.raises(UnknownRow) as raised:
        book.rows(["ore-0001", "ore-0004", "ore-0005", "ore-0006", "ore-0009"])
    said = str(raised.value)
    assert "ore-0004 is no row" in said
    assert "ore-0005 was left out of the evidence (Printed twice)" in said
    assert "ore-0006 was our own arithmetic (half of it)" in said
    assert "ore-0009 was our own arithmetic and is now =twice" in said


def test_a_correction_is_applied_and_its_reason_and_misprint_stand_beside() -> None:
    book = small_book(
        observations="id | value\nore-0001 | 3933\nore-0002 | 5",
        corrections="""
            id       | field | printed | use  | reason     | expect
            ore-0001 | value | 3933    | 3993 | A slip.    | 3933
            ore-0002 | value | 5       |      | Not used.  | 5
        """,
    )
    row = book["ore-0001"]
    assert (row.central, row.printed, row.misprint, row.correction) == (
        3993,
        "3933",
        3933,
        "A slip.",
    )
    assert book["ore-0002"].central is None


def test_a_period_that_a_correction_takes_away_has_no_day() -> None:
    book = small_book(
        observations="id\nore-0001",
        corrections="id | field | printed | reason | expect\nore-0001 | period | 2024 | No. | 2024",
    )
    assert not book["ore-0001"].period.dated
    assert Frames(book).rows(["ore-0001"]).start.isna().all()


def test_a_number_or_a_period_that_cannot_be_read_stops_with_all_faults() -> None:
    with pytest.raises(Faults) as raised:
        small_book(observations="id | value | period\nore-0001 | many | 2024\nore-0002 | 1 | soon")
    assert [(fault.line, fault.rule) for fault in raised.value.faults] == [
        (2, "number"),
        (3, "period"),
    ]


def test_a_book_need_not_have_every_table() -> None:
    tables = small_tables(observations=ROWS)
    for name in ("places.csv", "routes.csv", "corrections.csv", "parameters.csv", "aliases.csv"):
        del tables[name]
    book = Book(small_book().schema, tables)
    assert book.parameters == ()
    assert book.places == {}
    assert len(book.observations) == 6


# ---- Selections


def test_a_selection_is_by_meaning_and_in_order(book: Book) -> None:
    rows = book.select("output", entity="Peru", period=["2023", "2024"])
    assert [row.id for row in rows] == ["ore-0001", "ore-0002", "ore-0003"]
    assert book.one("output", entity="Peru", period="2024", source="survey2025").id == "ore-0003"


def test_statements_under_test_are_left_out_unless_asked_for() -> None:
    book = small_book(
        observations="""
            id       | basis    | source
            ore-0001 | reported | atlas2025
            ore-0002 | claim    | essay2025
        """
    )
    assert [row.id for row in book.select("output")] == ["ore-0001"]
    assert [row.id for row in book.select("output", basis="claim")] == ["ore-0002"]


@pytest.mark.parametrize(
    "series, where, words",
    [
        ("ouput", {}, 'no series "ouput" .near: output'),
        ("output", {"entity": "Perou"}, 'no row with entity "Perou" .near: Peru'),
        ("output", {"entity": "Chile", "source": "survey2025"}, "under the other filters"),
        ("output", {"entity": "Peru", "period": "2024"}, "means 2 rows .ore-0002: Peru, tin, 2024"),
    ],
)
def test_a_selection_that_means_no_row_or_several_says_what_there_is(
    book: Book, series: str, where: dict[str, str], words: str
) -> None:
    with pytest.raises(UnknownRow, match=words):
        book.one(series, **where)


def test_what_was_asked_is_remembered(book: Book) -> None:
    book["ore-0003"]
    book.select("output", entity="Chile")
    assert set(book.asked) == {"ore-0003", "ore-0005", "ore-0006"}


# ---- Periods


@pytest.mark.parametrize(
    "text, start, end",
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-05-31", date(2024, 5, 31), date(2024, 5, 31)),
        ("2024-11/2025-02-03", date(2024, 11, 1), date(2025, 2, 3)),
        ("FY2024-25/FY2030-31", date(2024, 4, 1), date(2031, 3, 31)),
        ("FY1999-00", date(1999, 4, 1), date(2000, 3, 31)),
    ],
)
def test_periods_have_first_and_last_day(text: str, start: date, end: date) -> None:
    assert bounds(text, 4) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-13",
        "2024-02-30",
        "FY2024-26",
        "24",
        "2024-5",
        "2024/soon",
        "2024//2025",
        "२०२४",
    ],
)
def test_a_malformed_period_has_no_day(text: str) -> None:
    assert bounds(text) is None


@pytest.mark.parametrize(
    "text, kind, year",
    [
        ("2017/2024", "span", 2024),
        ("FY2024-25", "fiscal-year", 2024),
        ("FY2024-25/FY2030-31", "span", 2030),
        ("2024-05", "month", 2024),
    ],
)
@pytest.mark.parametrize("month", [1, 4, 10])
def test_the_year_of_spans_and_fiscal_years(text: str, kind: str, year: int, month: int) -> None:
    start, end = bounds(text, month) or (date.min, date.min)
    assert Period(text, kind, "printed", start, end).year == year


def test_a_fiscal_year_begins_where_the_book_says() -> None:
    assert bounds("FY2024-25", 7) == (date(2024, 7, 1), date(2025, 6, 30))


# ---- Rivals, origins, witnesses


def test_rivals_share_the_question_and_not_the_source_and_a_month_is_none_of_a_year(
    book: Book,
) -> None:
    found = questions.rivals(book, "ore-0002")
    assert [(rival.row.id, rival.ratio) for rival in found] == [("ore-0003", 30000 / 31000)]


def test_ratios_are_taken_within_one_unit_only() -> None:
    book = small_book(
        observations="""
            id       | series   | unit | source
            ore-0001 | output   | t    | atlas2025
            ore-0002 | contents | kg   | survey2025
        """,
        series="series | quantity | unit\noutput | How much? | t\ncontents | How much? | kg",
    )
    (rival,) = questions.rivals(book, "ore-0001")
    assert (rival.row.id, rival.ratio) == ("ore-0002", None)


def test_a_relay_is_no_second_witness() -> None:
    text = """
        id       | value | source     | cites
        ore-0001 | 100   | atlas2025  |
        ore-0002 | 101   | survey2025 | {}
    """
    assert questions.witnesses(small_book(observations=text.format("")), "ore-0001").count == 2
    relayed = small_book(observations=text.format("ore-0001"))
    assert questions.witnesses(relayed, "ore-0001").count == 1


def test_a_row_that_was_merged_is_cited_as_the_one_it_became() -> None:
    """The rules ask for its new id; until then it is no error."""
    book = small_book(
        observations="""
            id       | value | source     | cites    | also
            ore-0001 | 100   | atlas2025  |          | ore-0009
            ore-0002 | 101   | survey2025 | ore-0009 |
        """
    )
    assert questions.origin(book, "ore-0002") == questions.origin(book, "ore-0001")
    for id in ("ore-0001", "ore-0002"):
        assert questions.witnesses(book, id).count == 1


@pytest.mark.parametrize(
    "organisation, note, origin",
    [
        ("Atlas House (print)", "", "Atlas House"),
        ("Daily (summary of Wire)", "", "Wire"),
        ("Daily", "citing the Survey Office, 2024", "Survey Office"),
    ],
)
def test_who_is_retold_is_the_origin(organisation: str, note: str, origin: str) -> None:
    book = small_book(
        observations=f"id | note | source\nore-0001 | {note} | daily2025",
        sources=f"key | organisation\ndaily2025 | {organisation}",
    )
    assert questions.origin(book, "ore-0001") == origin


def test_the_books_own_rule_has_the_last_word_on_an_origin() -> None:
    matter = Matter(origin=lambda row, house: "Customs" if row.entity == "Peru" else house)
    assert (
        questions.origin(small_book(matter, observations="id\nore-0001"), "ore-0001") == "Customs"
    )


def test_statements_under_test_are_no_witnesses() -> None:
    book = small_book(
        observations="""
            id       | value | basis    | source
            ore-0001 | 100   | reported | atlas2025
            ore-0002 | 100   | claim    | essay2025
        """
    )
    found = questions.witnesses(book, "ore-0001")
    assert (found.count, [row.id for row in found.rows]) == (1, ["ore-0001"])


# ---- Labels


def source(
    key: str, date: str, organisation: str = "Atlas House", authors: str = ""
) -> dict[str, str]:
    return {
        "key": key,
        "authors": authors,
        "organisation": organisation,
        "title": "A title",
        "date": date,
    }


def test_a_year_is_enough_until_it_names_two_then_the_day_then_a_letter() -> None:
    rows = [
        source("a", "2024-01-02"),
        source("b", "2024-03-04"),
        source("c", "2024-03-04"),
        source("d", "2025"),
        source("e", ""),
    ]
    assert labels.dates(rows) == {
        "a": "2024-01-02",
        "b": "2024a",
        "c": "2024b",
        "d": "2025",
        "e": "undated",
    }


def test_names_that_read_alike_are_told_apart_although_their_authors_differ() -> None:
    rows = [
        source("a", "2024", authors="Roe, A; Doe, B; Poe, C"),
        source("b", "2024", authors="Roe, A; Loe, D; Poe, C"),
    ]
    assert labels.dates(rows) == {"a": "2024a", "b": "2024b"}


# ---- Frames


def test_a_frame_of_rows_is_typed_and_keeps_ids(book: Book) -> None:
    frame = Frames(book).series("output", entity="Chile")
    assert frame.id.tolist() == ["ore-0006", "ore-0005"]
    assert str(frame.year.dtype) == "Int64"
    assert frame.mid.tolist()[1] == 20
    assert list(frame.entity.cat.categories) == ["Chile"]


def test_an_empty_frame_has_its_columns(book: Book) -> None:
    frame = Frames(book).of([])
    assert len(frame) == 0
    assert {"id", "value", "source_label"} <= set(frame.columns)


def test_places_come_in_the_order_asked_and_a_strange_one_is_named() -> None:
    ev = Frames(small_book(places="name\nLima\nCusco"))
    assert ev.located(["Cusco", "Lima"]).name.tolist() == ["Cusco", "Lima"]
    with pytest.raises(LookupError, match="Quito: no such place"):
        ev.located(["Quito"])


# ---- Parameters that are rows


def test_a_parameter_that_is_a_row_has_its_amount() -> None:
    book = small_book(
        observations="id | value\nore-0001 | 41700",
        parameters="""
            name   | model | value_of | low | high_of  | source
            tonnes | levy  | ore-0001 | 1   | ore-0001 | ore-0001
        """,
    )
    (parameter,) = book.parameters
    assert (parameter.amount.value, parameter.amount.low, parameter.amount.high) == (
        41700,
        1,
        41700,
    )
    assert parameter.rows == ("ore-0001",)


def test_a_parameter_of_a_row_that_is_not_there_says_so() -> None:
    book = small_book(parameters="name | model | value_of\ntonnes | levy | ore-0009")
    with pytest.raises(UnknownRow, match="ore-0009 is no row"):
        assert book.parameters
