"""The directive ```{glossarylist}```: every row of `data/glossary.csv` with a permanent address."""
import re
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground import evidence as ev
from heavyground.paths import DATA


def slug(term):
    """Anchor of a term: `t-` and the term in lower case with hyphens."""
    return "t-" + re.sub(r"[^a-z0-9]+", "-", term.lower()).strip("-")


class GlossaryList(SphinxDirective):
    """All terms in alphabetical order."""

    def run(self):
        self.env.note_dependency(str(DATA / "glossary.csv"))
        rows = ev.load().glossary.sort_values("term", key=lambda terms: terms.str.lower())
        items = "".join(
            f'<dt id="{slug(row.term)}">{escape(row.term)}</dt><dd>{escape(row.definition)}'
            f'{" <small>Also: " + escape(row.aliases) + "</small>" if row.aliases else ""}</dd>' for row in rows.itertuples())
        return [nodes.raw("", f"<dl>{items}</dl>", format="html")]


def setup(app):
    app.add_directive("glossarylist", GlossaryList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
