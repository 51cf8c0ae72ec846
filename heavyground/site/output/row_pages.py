"""The evidence row by row: one static page for each prefix of ids, one of the events, one of the
computed values. Every id that ever was has its address here.

    data/prod.html#prod-0123             a row; ids merged into it answer too
    data/ev.html#ev-0134                 an event
    data/derived.html#oxide-share        a computed value, by its name or by an old id of it
    ids that are no row                  say on the page of their prefix what became of them
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx

from ...evidence.book import Book
from ...evidence.periods import spoken_date
from ...evidence.rows import Alias, Derived, row_href
from ...numbers.references import EVENT_PREFIX, NoReference, Reference
from ..addresses import relative
from ..state import SAFE, Setup, book, templates
from ..templating import Templates

FOLDER = "data"
TEMPLATE = "row_pages.html"
DERIVED = "derived"
TIMELINE, REFERENCES = "chapters/timeline", "references"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name among the pages, its title, what lists call it, and the prefix of the ids
    of observations that it holds (else empty).
    """

    name: str
    title: str
    short: str
    prefix: str = ""

    @property
    def href(self) -> str:
        return f"{self.name}.html"


def pages(book: Book) -> list[Page]:
    """The pages of a book: themes in the order of the schema, then events and computed values where
    there are any.
    """
    made = [
        Page(f"{FOLDER}/{table.prefix}", f"Rows: {table.theme}", table.theme, table.prefix)
        for table in book.schema.observations
    ]
    if book.events:
        made.append(Page(f"{FOLDER}/{EVENT_PREFIX}", "Rows: events", "Events"))
    if book.matter.values.names() or book.aliases:
        made.append(Page(f"{FOLDER}/{DERIVED}", "Derived values", "Derived values"))
    return made


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages for Sphinx: they have no source text."""
    if app.builder.name != "html":
        return
    site = Site.of(app)
    for page in pages(book(app)):
        app.env.metadata[page.name] = {
            "description": f"{page.title} of {app.config.project}, each with a permanent address "
            "and its source."
        }
        yield page.name, {"title": page.title, "body": site.body(page)}, "page.html"


@dataclass(frozen=True)
class Site:
    """What drawing the pages needs. timeline, references: addresses of those pages from the site's
    root, empty where a book has none.
    """

    book: Book
    templates: Templates
    timeline: str = ""
    references: str = ""

    @classmethod
    def of(cls, app: Sphinx) -> "Site":
        """Those of a build."""

        def page(docname: str) -> str:
            return f"{docname}.html" if docname in app.env.found_docs else ""

        return cls(book(app), templates(app), page(TIMELINE), page(REFERENCES))

    def body(self, page: Page) -> Markup:
        """The HTML of a page, below the site's heading."""
        if page.prefix:
            return self.rows(page)
        return self.derived(page) if page.name.endswith(f"/{DERIVED}") else self.events(page)

    def rows(self, page: Page) -> Markup:
        """All rows of one prefix, and what became of its ids that are no row."""
        rows = [row for row in self.book.observations.values() if prefix(row.id) == page.prefix]
        table = next(one for one in self.book.schema.observations if one.prefix == page.prefix)
        return self._draw("rows", page, rows, table.name, gone(self.book, page.prefix))

    def events(self, page: Page) -> Markup:
        """Every event, and what became of ids of events."""
        events = [(event, spoken_date(event.date)) for event in self.book.events.values()]
        timeline = self.timeline and relative(page.href, self.timeline)
        return self._draw("events", page, events, timeline, gone(self.book, EVENT_PREFIX))

    def derived(self, page: Page) -> Markup:
        """Every computed value: what it comes to, its formula in words, its inputs; then those that
        nothing needs any more, as they last were.
        """
        link = partial(relative, page.href)
        names = self.book.matter.values.names()
        values = [value_block(self.book.derived(name), link) for name in names]
        kept = [alias_block(alias, link) for alias in self.book.aliases.values()]
        return self._draw("derived", page, values, kept)

    def _draw(self, macro: str, page: Page, *parts: Any) -> Markup:
        return self.templates.macro(TEMPLATE, macro)(page.title, self._sources(page), *parts)

    def _sources(self, page: Page) -> Mapping[str, str]:
        """{key of a source: its address as the page writes it}, for those that have one."""
        if not self.references:
            return {}
        sources = self.book.sources.items()
        return {key: relative(page.href, source.href) for key, source in sources}


def prefix(id: str) -> str:
    """How an id begins: "prod"."""
    return id.partition("-")[0]


# ---- Ids that are no row


@dataclass(frozen=True)
class Gone:
    """Ids of one prefix that are no row.

    left_out: (id, why) · moved: (id, the row it became, that one's address) · computed: (id, name
    of the value it became, its address) · kept: old arithmetic as it last was.
    """

    left_out: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str, str], ...]
    computed: tuple[tuple[str, str, str], ...]
    kept: tuple[Alias, ...]

    @property
    def any(self) -> bool:
        return bool(self.left_out or self.moved or self.computed or self.kept)


def gone(book: Book, of: str) -> Gone:
    """What became of the ids of one prefix that are no row. A merged id of the same prefix is not
    among them: it answers where its row stands.
    """
    link = partial(relative, f"{FOLDER}/{of}.html")
    aliases = book.matter.values.aliases
    return Gone(
        left_out=tuple((id, book.left_out[id]) for id in _of(of, book.left_out)),
        moved=tuple(
            (id, book.merged[id], link(row_href(book.merged[id])))
            for id in sorted(_of(of, book.merged))
            if prefix(book.merged[id]) != of
        ),
        computed=tuple(
            (id, aliases[id], link(Reference("derived", aliases[id]).href))
            for id in sorted(_of(of, aliases))
        ),
        kept=tuple(book.aliases[id] for id in sorted(_of(of, book.aliases))),
    )


def _of(wanted: str, ids: Iterable[str]) -> list[str]:
    return [id for id in ids if "-" in id and prefix(id) == wanted]


# ---- Computed values


@dataclass(frozen=True, slots=True)
class Block:
    """One computed value as the page shows it.

    anchor: its address · others: those it answers to as well · inputs: what it is made from, with
    the address of what has one · old: ids it had · name: as it is called.
    """

    anchor: str
    others: tuple[str, ...]
    name: str
    words: str
    formula: str
    inputs: tuple[tuple[str, str], ...]
    old: tuple[str, ...]


Link = Callable[[str], str]


def value_block(value: Derived, link: Link) -> Block:
    """A value that the book computes."""
    anchor = value.href.partition("#")[2]
    return Block(
        anchor,
        other_anchors(anchor, (value.name, *value.aliases)),
        value.name,
        value.words,
        value.formula,
        tuple(inputs(value.inputs, link)),
        value.aliases,
    )


def alias_block(alias: Alias, link: Link) -> Block:
    """A value that nothing needs any more."""
    return Block(
        alias.id,
        other_anchors(alias.id, (alias.id, *alias.also)),
        alias.id,
        alias.amount.rounded().words,
        alias.formula,
        tuple(inputs(alias.inputs, link)),
        alias.also,
    )


def other_anchors(anchor: str, names: Iterable[str]) -> tuple[str, ...]:
    """The addresses that names answer to beside the first one: as written, and with hyphens."""
    known = dict.fromkeys(form for name in names for form in (name, name.replace("_", "-")))
    return tuple(form for form in known if form != anchor)


def inputs(names: Iterable[str], link: Link) -> Iterator[tuple[str, str]]:
    """(name, address or nothing) of what a value is made from; a place has no address."""
    for name in names:
        try:
            yield name, link(Reference.parse(name).href)
        except NoReference:
            yield name, ""


def setup(app: Sphinx) -> Setup:
    app.connect("html-collect-pages", collect)
    return SAFE
