"""The tests behind computed verdicts: how a book registers them, and what they may ask.

    verdicts = Verdicts()

    @verdicts.test("A04")
    def output_2024(ask: Ask, claim: str) -> str:
        \"\"\"Within 5 % as printed in 2025; and as revised in 2026.\"\"\"
        claimed = ask.claimed(claim)
        return graded(close(ask("ore-0011"), claimed), close(ask("ore-0150"), claimed))

The docstring is the test in words, and the ledger prints it. Rows that are asked are what the
verdict rests on.
"""

import inspect
import math
from collections.abc import Callable, Iterable
from datetime import date

from ..evidence.book import Book
from ..evidence.rows import Event, Observation

SUPPORTED, CAVEAT, CONTRADICTED = "supported", "supported with a caveat", "contradicted"
OPEN, JUDGEMENT = "not testable with public evidence", "a matter of judgement"
VERDICTS = (SUPPORTED, CAVEAT, CONTRADICTED, OPEN, JUDGEMENT)
SHORT = {
    SUPPORTED: "supported",
    CAVEAT: "with a caveat",
    CONTRADICTED: "contradicted",
    OPEN: "not testable",
    JUDGEMENT: "judgement",
}


class Ask:
    """The book as a verdict's test sees it: numbers by row id, and a memory of which rows were
    asked.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._ids: dict[str, None] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """What was asked, in that order."""
        return tuple(self._ids)

    def __call__(self, id: str) -> float:
        """The number of a row. Raises LookupError for one that is none or has no number."""
        found = self.row(id).central
        if found is None:
            raise LookupError(f"{id} has no number that is used.")
        return found

    def row(self, id: str) -> Observation:
        """A row. Raises UnknownRow."""
        found = self.book[id]
        self._ids[found.id] = None
        return found

    def rests_on(self, *ids: str) -> None:
        """Rows that the verdict rests on although no number of theirs is compared."""
        for id in ids:
            self.row(id)

    def value(self, name: str) -> float:
        """A derived value; the verdict rests on the rows and events it was made from, those of the
        values among its inputs too. Raises LookupError.
        """
        found = self.book.derived(name).amount.value
        if found is None:
            raise LookupError(f"={name} has no value.")
        for id in self.book.behind(f"={name}"):
            if id in self.book:
                self.row(id)
            elif id in self.book.events:
                self.event(id)
        return found

    def day(self, id: str) -> date:
        """First day of a row's period."""
        return self.row(id).period.start

    def event(self, id: str) -> Event:
        """An event. Raises UnknownRow."""
        self._ids[id] = None
        return self.book.event(id)

    def claimed(self, claim: str) -> float:
        """The number that a statement gives: the middle of its bounds, or the one that is there.
        Raises LookupError.
        """
        found = self.book.claims[claim].central
        if found is None:
            raise LookupError(f"{claim} gives no number.")
        return found

    def independent(self, series: str, **where: str) -> list[Observation]:
        """Rows of a series that are evidence: not the articles' own words, not a known error. May
        be none.
        """
        rows = [
            row
            for row in self.book.observations.values()
            if row.series.name == series
            and row.sound
            and all(getattr(row, column) == wanted for column, wanted in where.items())
        ]
        self._ids.update(dict.fromkeys(row.id for row in rows))
        return rows


Test = Callable[[Ask, str], str]


class Verdicts:
    """The tests by claim."""

    def __init__(self) -> None:
        self.tests: dict[str, Test] = {}

    def test(self, *claims: str) -> Callable[[Test], Test]:
        """Register the function that decides these claims. Raises ValueError where one is taken or
        the words are missing.
        """

        def register(function: Test) -> Test:
            if not inspect.getdoc(function):
                raise ValueError(f"{function.__name__}: write the test in words as a docstring.")
            if taken := [claim for claim in claims if claim in self.tests]:
                raise ValueError(f"{function.__name__}: {', '.join(taken)} has a test already.")
            self.tests.update(dict.fromkeys(claims, function))
            return function

        return register

    @classmethod
    def merged(cls, several: Iterable["Verdicts"]) -> "Verdicts":
        """All tests of several. Raises ValueError where a claim has two."""
        whole = cls()
        for one in several:
            if taken := sorted(whole.tests.keys() & one.tests.keys()):
                raise ValueError(f"{', '.join(taken)}: two tests.")
            whole.tests |= one.tests
        return whole

    def words(self, claim: str) -> str:
        """The test behind a claim in words; empty where there is none."""
        function = self.tests.get(claim)
        return " ".join((inspect.getdoc(function) or "").split()) if function else ""


def close(number: float, claimed: float, within: float = 0.05) -> bool:
    """Within this part of the claimed number."""
    return math.isclose(number, claimed, rel_tol=within)


def graded(first: object, second: object = None) -> str:
    """Both hold: supported. One: supported with a caveat. None: contradicted. A test that stands
    alone knows no caveat.
    """
    second = first if second is None else second
    return {2: SUPPORTED, 1: CAVEAT, 0: CONTRADICTED}[bool(first) + bool(second)]


def centrals(rows: Iterable[Observation]) -> list[float]:
    """The central amounts of rows that have one."""
    return [row.central for row in rows if row.central is not None]
