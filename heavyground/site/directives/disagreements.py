"""The directive ```{disagreements}```: one block for each question on which sources differ, weightiest first, the rest folded."""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from heavyground import disagreements, numbers
from heavyground import evidence as ev
from heavyground.paths import DATA

from . import roles
from .cards import text

SHOWN = 8  # figures named in a block; rows that agree to the figure are put together first


class Disagreements(SphinxDirective):
    """Every disagreement, with the trivial ones folded away."""

    def run(self):
        for path in DATA.rglob("*.csv"):
            self.env.note_dependency(str(path))
        self.here = f"{self.env.docname}.html"
        found = disagreements.disagreements()
        first = [one for one in found if notable(one)]
        rest = [one for one in found if not notable(one)]
        html = (
            f"<p>{len(found)} questions with an answer that differs by more than a tenth; {len(first)} of them matter to this book or are large, "
            f"{sum(one.independent for one in found)} lie between independent origins.</p>"
        )
        html += "".join(self.block(one) for one in first)
        html += (
            f'<details class="more-disagreements"><summary>The other {len(rest)}: small, of unlike scope, or not used in the book</summary>'
            f"{''.join(self.block(one) for one in rest)}</details>"
        )
        return [nodes.raw("", html, format="html")]

    def block(self, one):
        """One question: who says what, how far apart, whether independent, and why where known."""
        partner = f" ({one.partner})" if one.partner not in ("", "World") else ""
        title = f"{one.quantity.rstrip('?')}? {one.entity}{partner}, {one.family}, {one.period.replace('/', ' to ')}"
        origins = (
            f"{len(one.origins)} independent origins"
            if one.independent
            else f"one origin: {one.origins[0]}"
        )
        used = (
            f"Cited {one.uses} times in the text."
            if one.uses > 1
            else "Cited once in the text."
            if one.uses
            else ""
        )
        facts = f"{apart(one.ratio)} within {one.unit}; {origins}. {used}"
        why = f"<p>{roles.markup(self.env, one.explanation)}</p>" if one.explanation else ""
        return (
            f'<section class="disagreement" id="{one.anchor}"><h2>{text(title)} <a class="headerlink" href="#{one.anchor}" aria-label="Link to this disagreement">#</a></h2>'
            f'<p class="meta">{text(facts)}</p>{why}<ul>{self.figures(one)}</ul></section>\n'
        )

    def figures(self, one):
        """The figures, largest first, equal ones of one item put together."""
        loaded, groups = ev.load().source, {}
        for row in one.rows.itertuples():
            groups.setdefault(
                (numbers.show(numbers.look_up(row.id)), row.item, row.basis == "claim"), []
            ).append(row)
        lines = []
        for (words, item, claim), rows in list(groups.items())[:SHOWN]:
            sources = ", ".join(
                self.link(row.id, numbers.source_label(loaded.get(row.source, {}), row.source))
                for row in rows[:4]
            )
            more = f" and {len(rows) - 4} more" if len(rows) > 4 else ""
            lines.append(
                f"<li><b>{escape(words)}</b> {text(item)}: {sources}{more}{' (claim under test)' if claim else ''}</li>"
            )
        if len(groups) > SHOWN:
            lines.append(f"<li>and {len(groups) - SHOWN} further figures</li>")
        return "".join(lines)

    def link(self, id, words):
        page = relative_uri(self.here, f"data/{id.split('-')[0]}.html")
        return f'<a href="{page}#{id}">{text(words)}</a>'


def notable(one):
    """Used in the text, or explained by us, or by a half and more apart over the same thing."""
    return bool(
        one.uses or one.explanation or (one.ratio >= 1.5 and one.rows["item"].nunique() == 1)
    )


def apart(ratio):
    """How far apart, in words."""
    return (
        f"{ratio:.2f} times apart"
        if ratio < 2
        else f"{ratio:.1f} times apart"
        if ratio < 10
        else f"{ratio:.0f} times apart"
    )


def setup(app):
    app.add_directive("disagreements", Disagreements)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
