"""Terms: the directive ```{terms}``` lists the glossary; in the chapters the first use of each term
opens its meaning.

    glossary.html#term-ore   a term
    #t-term-ore              its entry in a page's own list, which a script opens in place
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from ...evidence.book import Book
from ...evidence.rows import Term
from ..domain import domain
from ..state import SAFE, Setup, book, templates
from .directive import BookDirective, raw

PAGE = "chapters/glossary"
TEMPLATE = "glossary.html"
CHAPTERS = "chapters/"
PLAIN = {  # pages of lists, on which no term is marked
    PAGE,
    *(f"{CHAPTERS}{name}" for name in ("ledger", "disagreements", "timeline", "data")),
    f"{CHAPTERS}accessibility",
}
SHORTEST = 4  # letters of another name for a term that is looked for; shorter ones mark too much


class TermsDirective(BookDirective):
    """The whole glossary as a definition list; nothing where there is none."""

    def run(self) -> list[nodes.Node]:
        known = terms(self.book)
        draw = templates(self.app).macro(TEMPLATE, "definitions")
        return [raw(draw(known, anchor))] if known else []


def terms(book: Book) -> list[Term]:
    """Entries of the glossary in the order of the alphabet."""
    return sorted(book.terms, key=lambda term: term.term.lower())


def anchor(term: str) -> str:
    """Address of a term on the page of the glossary.

    >>> anchor("ore (of tin)")
    'term-ore-of-tin'
    """
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


# ---- First uses in the chapters


class Words:
    """What is looked for in a text: every term, and its other names but for short and everyday
    ones.
    """

    def __init__(self, known: Iterable[Term]) -> None:
        self._terms: dict[str, str] = {}
        for term in known:
            self._terms[term.term] = term.term
            self._terms.update(dict.fromkeys(filter(_telling, term.aliases), term.term))
        longest_first = sorted(self._terms, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<![\w-])({'|'.join(map(_written, longest_first))})(?![\w-])"
        )

    def uses(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Every use with the term that it means."""
        if not self._terms:
            return
        for match in self._pattern.finditer(text):
            word = match[0]
            yield match, self._terms.get(word) or self._terms[word[0].lower() + word[1:]]


def _telling(name: str) -> bool:
    return len(name) >= SHORTEST and not re.fullmatch(r"[a-z]+", name)


def _written(word: str) -> str:
    """Pattern of a word; one in lower case may begin a sentence."""
    first = f"[{word[0]}{word[0].upper()}]" if word[0].islower() else re.escape(word[0])
    return first + re.escape(word[1:])


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the first use of each term on a page, in running text only."""
    if docname in PLAIN or not docname.startswith(CHAPTERS) or PAGE not in app.env.found_docs:
        return
    words = book(app).remember((__name__, "words"), lambda: Words(book(app).terms))
    target = app.builder.get_relative_uri(docname, PAGE)
    seen: list[str] = []
    for leaf in [leaf for leaf in doctree.findall(nodes.Text) if running(leaf)]:
        marked = with_links(leaf.astext(), words, seen, target)
        if len(marked) > 1 and leaf.parent is not None:
            leaf.parent.replace(leaf, marked)
    domain(app.env).page(docname).terms = seen


NOT_RUNNING = (
    nodes.reference,
    nodes.literal,
    nodes.math,
    nodes.title,
    nodes.caption,
    nodes.strong,
    nodes.raw,
)


def running(leaf: nodes.Text) -> bool:
    """Is it text of a paragraph, and of nothing inside it that is a link, code, a formula or a
    label? Tables and notes of references are no running text.
    """
    above = list(_ancestors(leaf))
    paragraph = next((at for at, node in enumerate(above) if isinstance(node, nodes.paragraph)), -1)
    if paragraph < 0 or any(isinstance(node, NOT_RUNNING) for node in above[:paragraph]):
        return False
    outside = above[paragraph + 1 :]
    in_table = any(isinstance(node, nodes.entry) for node in outside[:1])
    in_note = any(isinstance(node, nodes.footnote | nodes.citation) for node in outside)
    return not (in_table or in_note)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def with_links(text: str, words: Words, seen: list[str], target: str) -> list[nodes.Node]:
    """Nodes of a text with the first use of each term linked; `seen` grows.

    target: the page of the glossary, as this page writes it.
    """
    made: list[nodes.Node] = []
    at = 0
    for match, term in words.uses(text):
        if term in seen:
            continue
        seen.append(term)
        link = nodes.reference("", "", nodes.Text(match[0]), internal=True)
        link["refuri"], link["classes"] = f"{target}#{anchor(term)}", ["term"]
        made += [nodes.Text(text[at : match.start()]), link]
        at = match.end()
    return [*made, nodes.Text(text[at:])]


def add_list(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """The meanings at the page's end, for the script to open in place."""
    held = domain(app.env).pages.get(pagename)
    if doctree is None or held is None or not held.terms:
        return
    marked = [term for term in terms(book(app)) if term.term in held.terms]
    glossary = app.builder.get_relative_uri(pagename, PAGE)
    context["body"] += templates(app).macro(TEMPLATE, "on_page")(marked, anchor, glossary)


def setup(app: Sphinx) -> Setup:
    app.add_directive("terms", TermsDirective)
    app.connect("doctree-resolved", mark, priority=700)
    app.connect("html-page-context", add_list, priority=600)
    return SAFE
