"""Who a figure goes back to, by this subject's own rules."""

from pathlib import Path

import pytest

from analysis.origins import CUSTOMS, origin
from heavyground.evidence.book import Book, Matter
from heavyground.project import Project

DATA = Project.find(Path(__file__).parent).data


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.open(DATA, Matter(origin=origin))


@pytest.mark.parametrize(
    "id, house, goes_back_to",
    [
        ("prod-0701", "Global Witness", CUSTOMS),  # China's imports, whoever prints them
        ("ind-0010", "Some newspaper", "customs of India"),  # "official trade data" in the note
        ("ind-0093", "CRISIL", "CRISIL"),  # trade whose note names no customs
        ("prod-0011", "U.S. Geological Survey", CUSTOMS),  # made from China's import data
        ("prod-0081", "USGS", CUSTOMS),  # the same under its short name
        ("prod-0002", "U.S. Geological Survey", "U.S. Geological Survey"),  # the United States
        ("prod-0085", "USGS", "U.S. Geological Survey"),  # reserves
        ("prod-0845", "SHRF", "Shan Human Rights Foundation"),
        ("ctrl-0064", "Shanghai Metals Market", "Shanghai Metals Market"),
    ],
)
def test_goes_back_to(book: Book, id: str, house: str, goes_back_to: str) -> None:
    assert origin(book[id], house) == goes_back_to
