"""The directive ```{ledger}```: counts, then every statement by topic with verdict, reason, test
and rows, and a filter where scripts run. Anchors are the ids of statements: `ledger.html#A42`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from ...checks.claims import COMPUTED, JUDGED, Entry
from ...checks.verdicts import VERDICTS
from ...evidence.book import Book
from ...evidence.rows import row_href
from .. import roles
from ..state import SAFE, Setup, ledger, project, templates
from .directive import BookDirective, Choice, raw

PAGE = "chapters/ledger"
TIMELINE = "chapters/timeline"
TEMPLATE = "ledger.html"
HOW = (COMPUTED, JUDGED)
SHOWN = 8  # rows named under a reason; the rest are in evidence.json


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as the page shows it.

    reason: its numbers are links · rests_on: (id, address from the site's root) of the first rows ·
    more: how many are not named.
    """

    entry: Entry
    reason: Markup
    rests_on: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements by verdict and by how that was reached, in the order of `HOW`; with sums."""

    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: tuple[int, ...]


class LedgerDirective(BookDirective):
    """All statements, grouped by topic; nothing where a book tests none."""

    def run(self) -> list[nodes.Node]:
        entries = ledger(self.app)
        if not entries:
            return []
        titles = topics(entries, project(self.app).analysis.topics)
        macro = templates(self.app).macro
        head = macro(TEMPLATE, "head")(counts(entries), HOW, choices(titles))
        return [raw(head), *(self.topic(topic, title, entries) for topic, title in titles.items())]

    def topic(self, topic: str, title: str, entries: Iterable[Entry]) -> nodes.section:
        """The statements of one topic under its heading."""
        name = f"topic-{nodes.make_id(topic)}"
        section = nodes.section("", nodes.title("", title), ids=[name], names=[name])
        lines = [self.line(entry) for entry in entries if entry.topic == topic]
        section += raw(templates(self.app).macro(TEMPLATE, "topic")(lines, self.here))
        return section

    def line(self, entry: Entry) -> Line:
        """A statement; the numbers of its reason are noted for the page's list."""
        timeline = f"{TIMELINE}.html" if self.has_page(TIMELINE) else ""
        named = tuple((id, address(self.book, id, timeline)) for id in entry.ids[:SHOWN])
        reason = roles.markup(self.env, entry.reason)
        return Line(entry, reason, named, len(entry.ids) - len(named))


def topics(entries: Iterable[Entry], titles: Mapping[str, str]) -> dict[str, str]:
    """{topic: title} of the topics that occur: in the book's order, those it does not name last."""
    present = dict.fromkeys(entry.topic for entry in entries)
    named = {topic: title for topic, title in titles.items() if topic in present}
    return named | {topic: topic.capitalize() for topic in present if topic not in named}


def counts(entries: Sequence[Entry]) -> Counts:
    """How many statements have each verdict."""
    number = Counter((entry.verdict, entry.how) for entry in entries)
    rows = {verdict: [number[verdict, how] for how in HOW] for verdict in VERDICTS}
    total = [sum(column) for column in zip(*rows.values(), strict=True)]
    return Counts(
        tuple((verdict, (*row, sum(row))) for verdict, row in rows.items()),
        (*total, len(entries)),
    )


def choices(titles: Mapping[str, str]) -> list[Choice]:
    """What the filter offers."""
    return [
        Choice("topic", "Topic", "all topics", tuple(titles.items())),
        Choice("verdict", "Verdict", "all verdicts", tuple((name, name) for name in VERDICTS)),
        Choice("how", "How", "computed or judged", tuple((name, name) for name in HOW)),
    ]


def address(book: Book, id: str, timeline: str) -> str:
    """Where a row or an event is read best. timeline: address of that page, or empty."""
    return f"{timeline}#{id}" if timeline and id in book.events else row_href(id)


def setup(app: Sphinx) -> Setup:
    app.add_directive("ledger", LedgerDirective)
    return SAFE
