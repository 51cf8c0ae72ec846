"""The lists "Numbers on this page" and "Claims on this page": what each rests on, one entry each.

Scripts open an entry beside its number. What the entries say is gathered here and put into HTML by
`templates/cards.html`, where everything that comes from the evidence is escaped.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from ..checks.claims import Entry
from ..evidence import questions
from ..evidence.book import Book
from ..evidence.periods import spoken_date
from ..evidence.rows import Observation
from ..numbers.references import NoReference, Reference, parameter_of, state
from .addresses import relative
from .domain import Held, domain
from .roles import unmarked
from .state import SAFE, Setup, book, ledger, templates
from .templating import Templates

RIVALS = 5  # named on a card; the rest are counted
ORIGINS = 3
EQUAL = 0.005  # a rival this close, as a part of one, states the same number
PERIOD = {
    "printed": "as printed",
    "inferred": "period inferred",
    "publication": "dated by publication",
}


def add_lists(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Append the lists to the page's body."""
    held = domain(app.env).pages.get(pagename)
    if doctree is not None and held is not None:
        here = app.builder.get_target_uri(pagename)
        cards = Cards(book(app), ledger(app) if held.claims else [], templates(app), here, held)
        context["body"] += cards.numbers() + cards.claims()


class Cards:
    """The entries of one page. here: its address from the site's root."""

    def __init__(
        self, book: Book, entries: Iterable[Entry], templates: Templates, here: str, held: Held
    ) -> None:
        self._book, self._templates, self._here, self._held = book, templates, here, held
        self._entries = {entry.id: entry for entry in entries}

    def numbers(self) -> Markup:
        """The list of numbers; empty where there is none."""
        return self._list("numbers", [self.card(one) for one in self._held.references])

    def claims(self) -> Markup:
        """The list of claims; empty where there is none."""
        cited = [id for id in sorted(set(self._held.claims)) if id in self._entries]
        return self._list("claims", [claim_card(self._entries[id]) for id in cited])

    def _list(self, name: str, cards: "list[Card]") -> Markup:
        if not cards:
            return Markup("")
        return self._templates.render(
            "cards.html",
            name=name,
            cards=cards,
            link=lambda href: relative(self._here, href),
            here={reference.text for reference in self._held.references},
        )

    def card(self, reference: Reference) -> "Card":
        """What one number rests on; a reference that is gone says so itself."""
        makers = {
            "row": row_card,
            "event": event_card,
            "claim": statement_card,
            "derived": derived_card,
            "parameter": parameter_card,
        }
        try:
            return makers[reference.kind](self._book, reference)
        except LookupError as error:
            return Card("problem", reference, {"message": error.args[0]})


@dataclass(frozen=True, slots=True)
class Card:
    """One entry: `kind` is the macro of the template that draws it, `says` what that needs."""

    kind: str
    reference: Reference
    says: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a card refers to: its words, and its reference where it has an address."""

    words: str
    reference: Reference | None = None


# ---- By the kind of reference


def row_card(book: Book, reference: Reference) -> Card:
    """A figure of the evidence: who says it, who says otherwise, who bears it out."""
    row = book[reference.name]
    others = rivals(book, row)
    says = {
        "row": row,
        "subject": subject(row),
        "when": f"{row.period.words} ({PERIOD.get(row.period.basis, row.period.basis)})",
        "sort": f"{row.basis}, {row.quality}".capitalize(),
        "printed": row.printed if row.printed != row.words else "",
        "rivals": others[:RIVALS],
        "more": len(others) - RIVALS,
        "witnesses": witnesses(book, row),
        "table": f"data/observations/{row.theme}.csv",
    }
    return Card("row", reference, says)


def event_card(book: Book, reference: Reference) -> Card:
    event = book.event(reference.name)
    return Card("event", reference, {"event": event, "day": spoken_date(event.date)})


def statement_card(book: Book, reference: Reference) -> Card:
    """The number that a statement under test gives."""
    says = {"words": state(book, reference).words, "claim": book.claims[reference.name]}
    return Card("statement", reference, says)


def derived_card(book: Book, reference: Reference) -> Card:
    """A computed value: its formula, and what it was made from."""
    value = book.derived(reference.name)
    return Card("derived", reference, {"value": value, "inputs": list(parts(book, value.inputs))})


def parameter_card(book: Book, reference: Reference) -> Card:
    """An input of a model: its value, and whose that is."""
    parameter = parameter_of(book, reference)
    model = parameter.model.partition(" ")[0]
    says = {
        "parameter": parameter,
        "model": model,
        "inputs": list(parts(book, parameter.rows or parameter.source)),
    }
    return Card("parameter", reference, says)


def claim_card(entry: Entry) -> Card:
    """A claim: what it says, the verdict, the reason."""
    says = {"entry": entry, "reason": unmarked(entry.reason)}
    return Card("claim", Reference("claim", entry.id), says)


# ---- What cards say


def subject(row: Observation) -> str:
    """What a row is about: series, who, from or against whom, what."""
    partner = ""
    if row.partner not in ("", "World", row.entity):
        name = row.series.name
        word = (
            "from" if name.startswith("import") else "to" if name.startswith("export") else "with"
        )
        partner = f" {word} {row.partner}"
    return f"{row.series.title}: {row.entity}{partner}, {row.item}"


def parts(book: Book, inputs: Iterable[str]) -> Iterator[Part]:
    """What a value was made from: rows and values with what they state, the rest by name."""
    for input in inputs:
        name = input.removeprefix("=")
        if input in book.matter.values.names():
            input = f"={input}"
        try:
            reference = Reference.parse(input)
        except NoReference:
            yield Part(name)
            continue
        yield Part(f"{name} {_stated(book, reference)}".strip(), reference)


def _stated(book: Book, reference: Reference) -> str:
    """What an input states, in words; empty for an event, which states no number."""
    try:
        return state(book, reference).words
    except NoReference:
        return ""


@dataclass(frozen=True, slots=True)
class Other:
    """Another figure on the same thing: the row, who says so and when."""

    row: Observation
    who: str


def rivals(book: Book, row: Observation) -> list[Other]:
    """Figures of others that differ, those in the same unit first; the same number is not named.

    What one house says in one year is named once.
    """
    found = [one for one in questions.rivals(book, row.id) if not _equal(one.ratio)]
    found.sort(key=lambda one: one.row.unit != row.unit)
    others: dict[tuple[str, str, str], Other] = {}
    for other in (one.row for one in found):
        source = other.source
        period = "" if other.period.text == row.period.text else f", {other.period.words}"
        name = source.label.rpartition(" ")[0]
        said = (other.words, name, source.date[:4])
        others.setdefault(said, Other(other, f"{source.label}{period}"))
    return list(others.values())


def _equal(ratio: float | None) -> bool:
    return ratio is not None and abs(ratio - 1) <= EQUAL


def witnesses(book: Book, row: Observation) -> str:
    """How many independent origins say this, and which, in a sentence."""
    origins = questions.witnesses(book, row.id).origins
    names = [name for name in origins if name != questions.UNDER_TEST]
    if not names:
        return "No independent witness."
    more = f" and {len(names) - ORIGINS} more" if len(names) > ORIGINS else ""
    many = "origin" if len(names) == 1 else "origins"
    return f"{len(names)} independent {many}: {', '.join(names[:ORIGINS])}{more}."


def setup(app: Sphinx) -> Setup:
    app.connect("html-page-context", add_lists)
    return SAFE
