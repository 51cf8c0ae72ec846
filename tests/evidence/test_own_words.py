"""The real evidence and what its numbers are written as: these tests change when it does."""

from pathlib import Path

import pytest

from heavyground.evidence.book import Book
from heavyground.numbers import state
from heavyground.numbers.compare import YES_NO, compare
from heavyground.numbers.parsing import parse_written
from heavyground.numbers.units import Units
from heavyground.project import Project

# Units that a text says in another order or in other words than the data do.
SAID_OTHERWISE = ("year", "km/100 km2")


@pytest.fixture(scope="module")
def book() -> Book:
    return Project.find(Path(__file__).parent).book()


def test_every_row_agrees_with_its_own_words(book: Book) -> None:
    units = Units.of(book)
    for row in book.observations.values():
        amount = row.amount
        if (
            amount.kind == "none"
            or (amount.kind == "value" and amount.ranged)
            or row.unit in (YES_NO, *SAID_OTHERWISE)
            or "CO2e" in row.unit
        ):
            continue
        fall = "a fall of " if (row.central or 0) < 0 else ""
        written = parse_written(fall + row.words.replace("-", ""), units)
        assert not compare(written, state(book, row.id), units), row.id


def test_every_derived_value_agrees_with_its_own_words(book: Book) -> None:
    units = Units.of(book)
    for name in book.matter.values.names():
        value = book.derived(name)
        if value.amount.kind != "value" or value.amount.ranged:
            continue
        fall = "a fall of " if (value.amount.central or 0) < 0 else ""
        written = parse_written(fall + value.words.replace("-", ""), units)
        assert not compare(written, state(book, f"={name}"), units), name


def test_a_unit_with_a_basis_is_read_back_from_its_name_title_and_phrases(book: Book) -> None:
    units = Units.of(book)
    for row in book.tables["units.csv"]:
        for phrase in (row["unit"], row["title"]) if row["basis"] else ():
            measure, rest = units.after(phrase)
            assert measure == units.measure(row["unit"])
            assert not rest
