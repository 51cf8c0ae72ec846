"""Frames: what charts ask of them beyond the columns of the tables."""

import pandas as pd
import pytest

from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Matter, UnknownRow
from heavyground.evidence.frames import Frames
from helpers import small_book

values = Registry()


@values.derive(unit="t")
def both(book: Inputs) -> float:
    """two rows, added"""
    return book.row("ore-0001") + book.row("ore-0002")


@values.derive(unit="days")
def wait(book: Inputs) -> float:
    """as many days as two rows and an event have"""
    return book.value("both") + book.day("ev-0001")


@pytest.fixture
def ev() -> Frames:
    book = small_book(
        Matter(values),
        observations="id | value\nore-0001 | 1\nore-0002 | 2",
        events="id | date | date_precision\nev-0001 | 2024-03 | month",
        places="name | kind | spellings\nCusco | town | Cuzco; Qusqu\nLima | capital |",
    )
    return Frames(book)


def test_rows_by_id_may_bring_their_names(ev: Frames) -> None:
    rows = ev.rows({"ore-0002": "the second", "ore-0001": "the first"}, "who")
    assert rows[["id", "who"]].values.tolist() == [
        ["ore-0002", "the second"],
        ["ore-0001", "the first"],
    ]


def test_a_derived_value_names_the_rows_behind_it_through_others(ev: Frames) -> None:
    row = ev.values(["wait"]).iloc[0]
    assert (row["id"], row["ids"]) == ("=wait", "ore-0001; ore-0002; ev-0001")


def test_the_day_of_an_event_is_the_first_that_its_date_allows(ev: Frames) -> None:
    assert ev.day("ev-0001") == pd.Timestamp("2024-03-01")
    assert "ev-0001" in ev.book.asked
    with pytest.raises(UnknownRow, match="ev-0002 is no event"):
        ev.day("ev-0002")


def test_places_are_rows_of_their_table_with_their_name_as_id(ev: Frames) -> None:
    located = ev.located(["Lima", "Cusco"])
    columns = ["name", "kind", "spellings", "id"]
    assert located[columns].values.tolist() == [
        ["Lima", "capital", "", "Lima"],
        ["Cusco", "town", "Cuzco; Qusqu", "Cusco"],
    ]
    assert list(ev.places.name) == ["Cusco", "Lima"]
