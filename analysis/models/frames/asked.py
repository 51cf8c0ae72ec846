"""Which rows a number was made from, found by making it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from heavyground.derived.registry import Inputs
from heavyground.evidence.book import Book
from heavyground.models.parameters import behind

T = TypeVar("T")


def read(book: Book, make: Callable[[Inputs], T]) -> tuple[T, tuple[str, ...]]:
    """What `make` returns, and the ids of the rows that it asked for. Raises LookupError."""
    ask = Inputs(book)
    made = make(ask)
    return made, tuple(dict.fromkeys(id for key in ask.asked for id in behind(book, key)))


def joined(*ids: Iterable[str]) -> str:
    """Ids as a frame holds them: each once, "; " between them."""
    return "; ".join(dict.fromkeys(id for some in ids for id in some))
