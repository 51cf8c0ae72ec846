"""References: what a number, a claim or an input points to, and what that states."""

import re
from dataclasses import dataclass
from typing import Literal

from ..evidence.amounts import Amount
from ..evidence.book import Book
from ..evidence.rows import Parameter, derived_href, row_href
from ..evidence.text import near, spoken

Kind = Literal["row", "event", "claim", "derived", "parameter"]

EVENT_PREFIX = "ev"
OUR_ARITHMETIC = "our arithmetic"
_SIGNS: dict[Kind, str] = {"derived": "=", "parameter": "@"}
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "derived": re.compile(r"=(\w+)", re.ASCII),
    "parameter": re.compile(r"@(\w+(?:\.\w+)?)", re.ASCII),
    "event": re.compile(rf"({EVENT_PREFIX}-\d+)", re.ASCII),
    "row": re.compile(r"([a-z]+-\d+)", re.ASCII),
    "claim": re.compile(r"([A-Z]+\d+)", re.ASCII),
}


class NoReference(LookupError):
    """A text that refers to nothing of the evidence; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What is referred to. name: an id, the name of a derived value, or MODEL.NAME of a parameter.

    >>> Reference.parse("=import_share").href, Reference.parse("prod-0701").anchor
    ('data/derived.html#import-share', 'n-prod-0701')
    """

    kind: Kind
    name: str

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """A reference as a role writes it. Raises NoReference where it has no such form."""
        for kind, pattern in _PATTERNS.items():
            if match := pattern.fullmatch(text.strip()):
                return cls(kind, match[1])
        raise NoReference(
            f'"{text.strip()}" refers to nothing; write the id of a row or of a claim, '
            "=NAME of a derived value, or @MODEL.NAME of a parameter."
        )

    @property
    def text(self) -> str:
        """As a role writes it: prod-0701, ev-0134, A42, =import_share, @plant.recovery."""
        return f"{_SIGNS.get(self.kind, '')}{self.name}"

    def __str__(self) -> str:
        return self.text

    @property
    def slug(self) -> str:
        """As a part of an address: prod-0701, import-share, plant-recovery."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.name).strip("-")

    @property
    def anchor(self) -> str:
        """Address of its entry in the list of numbers on a page."""
        return f"n-{self.slug}"

    @property
    def href(self) -> str:
        """Where it stands on the site, from the site's root."""
        if self.kind == "derived":
            return derived_href(self.name)
        if self.kind == "claim":
            return f"chapters/ledger.html#{self.name}"
        if self.kind == "parameter":
            return "chapters/data.html"
        return row_href(self.name)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a reference states, and how that is named in a fault.

    source: label of who says so · context: printed wording, note and item, where B of "A of B"
    stands · misprint: what the source prints, where corrections.csv uses another value · yearly:
    may a text add "a year"? · inputs: what a derived value was made from.
    """

    reference: Reference
    amount: Amount
    words: str
    source: str = ""
    context: str = ""
    misprint: float | None = None
    yearly: bool = False
    inputs: tuple[str, ...] = ()


def state(book: Book, reference: Reference | str) -> Statement:
    """What a reference states.

    Raises LookupError, with a sentence that says what to do, where there is no such thing or it
    states no number.
    """
    if isinstance(reference, str):
        reference = Reference.parse(reference)
    if reference.kind == "derived":
        return _derived(book, reference)
    if reference.kind == "parameter":
        return _parameter(book, reference)
    if reference.kind == "claim":
        return _claim(book, reference)
    if reference.kind == "event" and reference.name in book.events:
        raise NoReference(f"{reference} is an event and states no number; cite a row.")
    return _row(book, reference)


def _row(book: Book, reference: Reference) -> Statement:
    if reference.name in book.merged:
        raise NoReference(f"{reference} was merged into {book.merged[reference.name]}; cite that.")
    row = book[reference.name]
    return Statement(
        reference,
        row.amount,
        row.words,
        row.source.label,
        f"{row.printed} {row.note} {row.item}",
        row.misprint,
        row.period.kind in ("year", "fiscal-year", "span"),
    )


def _derived(book: Book, reference: Reference) -> Statement:
    value = book.derived(reference.name)
    return Statement(
        reference, value.amount, value.words, OUR_ARITHMETIC, yearly=True, inputs=value.inputs
    )


def _claim(book: Book, reference: Reference) -> Statement:
    claim = book.claims.get(reference.name)
    if claim is None:
        raise NoReference(f"{reference} is no statement in data/claims.csv; {claim_ids(book)}.")
    amount = claim.amount
    return Statement(
        reference, amount, amount.words, claim.article.label, claim.figure, yearly=True
    )


def claim_ids(book: Book) -> str:
    """Which ids of claims there are, for a message: "the ids are A01 to A74 and B01 to B64"."""
    ends: dict[str, tuple[str, str]] = {}
    for id in book.claims:
        letter = id.rstrip("0123456789")
        first, last = ends.get(letter, (id, id))
        ends[letter] = (min(first, id), max(last, id))
    said = [first if first == last else f"{first} to {last}" for first, last in ends.values()]
    return f"the ids are {spoken(said)}" if said else "there is none"


def _parameter(book: Book, reference: Reference) -> Statement:
    parameter = parameter_of(book, reference)
    amount = parameter.amount
    return Statement(reference, amount, amount.words, parameter.path)


def parameter_of(book: Book, reference: Reference) -> Parameter:
    """The input of a model that a reference names: its own, not that of a scenario or a slider.

    Raises NoReference, with what to write.
    """
    known = book.remember(("numbers", "parameters"), lambda: _inputs(book))
    model, _, name = reference.name.rpartition(".")
    if model:
        if (model, name) in known:
            return known[model, name]
        names = [f"@{one}.{other}" for one, other in known]
        raise NoReference(
            f"{reference} is no parameter in data/parameters.csv{near(reference.text, names)}."
        )
    models = [one for one, other in known if other == name]
    if len(models) == 1:
        return known[models[0], name]
    if models:
        said = spoken(f"@{one}.{name}" for one in models).replace(" and ", " or ")
        raise NoReference(f"{reference} is a parameter of several models; write {said}.")
    raise NoReference(
        f"{reference} is no parameter in data/parameters.csv"
        f"{near(name, (other for _, other in known))}; write @MODEL.NAME."
    )


def _inputs(book: Book) -> dict[tuple[str, str], Parameter]:
    """{(model, name): the input}."""
    found: dict[tuple[str, str], Parameter] = {}
    for parameter in book.parameters:
        if parameter.given:
            found.setdefault((parameter.feeds, parameter.name), parameter)
    return found
