"""Terms: the directive ```{terms}``` lists `data/glossary.csv`; in the chapters the first use of each term opens its meaning.

glossary.html#term-reo   a term        #t-term-reo   its entry in the page's own list, which a script opens in place
"""

import re
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from heavyground import evidence as ev
from heavyground.paths import DATA

from .cards import section, text

PAGE = "chapters/glossary"
PLAIN = (
    "chapters/glossary",
    "chapters/ledger",
    "chapters/disagreements",
    "chapters/timeline",
    "chapters/data",
    "chapters/accessibility",
)


def terms():
    """Rows of the glossary in the order of the alphabet."""
    frame = ev.read(DATA / "glossary.csv", "glossary.csv").frame
    return sorted(frame.itertuples(), key=lambda row: row.term.lower())


def address(term):
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


def definition(row):
    """Names and meaning of a term as HTML."""
    names = "".join(f", {text(alias)}" for alias in ev.listed(row.aliases))
    script = f" <bdi>{escape(row.script_name)}</bdi>" if row.script_name else ""
    return f"<b>{text(row.term)}</b>{names}{script}", text(row.definition)


class Terms(SphinxDirective):
    """The whole glossary as a definition list."""

    def run(self):
        self.env.note_dependency(str(DATA / "glossary.csv"))
        items = "".join(
            f'<dt id="{address(row.term)}">{names}</dt><dd>{meaning}</dd>\n'
            for row in terms()
            for names, meaning in [definition(row)]
        )
        return [nodes.raw("", f'<dl class="glossary">{items}</dl>', format="html")]


# ---- First uses in the chapters


def words():
    """{word as written: term} of what is looked for. Short and everyday aliases would mark too much and are left out."""
    found = {}
    for row in terms():
        found[row.term] = row.term
        for alias in ev.listed(row.aliases):
            if len(alias) > 3 and not re.fullmatch(r"[a-z]+", alias):
                found[alias] = row.term
    return found


def pattern(known):
    """All words, longest first; a lower-case word may begin a sentence."""

    def written(word):
        first = f"[{word[0]}{word[0].upper()}]" if word[0].islower() else re.escape(word[0])
        return first + re.escape(word[1:])

    return re.compile(
        r"(?<![\w-])("
        + "|".join(map(written, sorted(known, key=len, reverse=True)))
        + r")(?![\w-])"
    )


def mark(app, doctree, docname):
    """Link the first use of each term on a page, in running text only."""
    if docname in PLAIN or not docname.startswith("chapters/") or PAGE not in app.env.found_docs:
        return
    known = words()
    look, seen = pattern(known), []
    target = app.builder.get_relative_uri(docname, PAGE)
    for leaf in [leaf for leaf in doctree.findall(nodes.Text) if running(leaf)]:
        parts = split(leaf.astext(), look, known, seen, target)
        if len(parts) > 1:
            leaf.parent.replace(leaf, parts)
    found(app.env)[docname] = seen


def running(leaf):
    """Text of a paragraph, and of nothing inside it that is a link, code, a formula or a label."""
    node, barred = (
        leaf.parent,
        (
            nodes.reference,
            nodes.literal,
            nodes.math,
            nodes.title,
            nodes.caption,
            nodes.strong,
            nodes.raw,
        ),
    )
    while node is not None and not isinstance(node, nodes.paragraph):
        if isinstance(node, barred):
            return False
        node = node.parent
    return (
        node is not None
        and not isinstance(node.parent, nodes.entry)
        and not any(isinstance(up, (nodes.footnote, nodes.citation)) for up in ancestors(node))
    )


def ancestors(node):
    while node.parent is not None:
        node = node.parent
        yield node


def split(words_, look, known, seen, target):
    """Nodes of a text with the first use of each term linked; `seen` grows."""
    out, at = [], 0
    for match in look.finditer(words_):
        written = match[1]
        term = known.get(written) or known[written[0].lower() + written[1:]]
        if term in seen:
            continue
        seen.append(term)
        out += [
            nodes.Text(words_[at : match.start()]),
            nodes.reference(
                "",
                "",
                nodes.Text(written),
                internal=True,
                refuri=f"{target}#{address(term)}",
                classes=["term"],
            ),
        ]
        at = match.end()
    return [*out, nodes.Text(words_[at:])]


def found(env):
    """{page: terms marked on it}, filled when the page is written."""
    if not hasattr(env, "heavyground_terms"):
        env.heavyground_terms = {}
    return env.heavyground_terms


def add_list(app, pagename, templatename, context, doctree):
    """The meanings at the page's end, for the script to open in place."""
    marked = found(app.env).get(pagename) if doctree is not None else None
    if not marked:
        return
    to = relative_uri(app.builder.get_target_uri(pagename), app.builder.get_target_uri(PAGE))
    items = "".join(
        f'<li id="t-{address(row.term)}"><p>{names}</p><p>{meaning} <a href="{to}#{address(row.term)}">Glossary</a></p></li>\n'
        for row in terms()
        if row.term in marked
        for names, meaning in [definition(row)]
    )
    context["body"] += section("terms", f"Terms on this page ({len(marked)})", items)


def setup(app):
    app.add_directive("terms", Terms)
    app.connect("doctree-resolved", mark, priority=700)
    app.connect("html-page-context", add_list, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
