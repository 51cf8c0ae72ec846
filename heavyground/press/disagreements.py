"""The directive ```{disagreements}```: rival figures in one unit, the widest gaps first, the small ones folded away."""
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground import disagreements
from heavyground import evidence as ev
from heavyground.figures import number, source_label
from heavyground.paths import DATA

OPEN = 40  # shown at once; the rest is folded


class Disagreements(SphinxDirective):
    """Every disagreement, as a list."""

    def run(self):
        for path in DATA.rglob("*.csv"):
            self.env.note_dependency(str(path))
        sources = {row["key"]: row for row in ev.load().sources.to_dict("records")}
        entries = [entry(one, sources) for one in disagreements.find()]
        rest = "".join(entries[OPEN:])
        folded = f'<details class="more-of-these"><summary>{len(entries) - OPEN} smaller ones</summary><ol class="timeline">{rest}</ol></details>' if rest else ""
        return [nodes.raw("", f'<p>{len(entries)} questions have rival answers in one unit.</p><ol class="timeline">{"".join(entries[:OPEN])}</ol>{folded}', format="html")]


def entry(one, sources):
    """One disagreement: the question, the gap, each figure with its source and row, how many origins stand behind them."""
    figures = "".join(
        f'<li><a href="../data/{row.id.split("-")[0]}.html#{row.id}">{number(row.value)} {escape(str(row.unit))}</a>, '
        f'<a href="../references.html#ref-{escape(str(row.source))}">{escape(source_label(sources[str(row.source)]))}</a>'
        f'{", known wrong" if row.quality == "known wrong" else ""}</li>' for row in one.rows.itertuples())
    count = len(one.origins)
    witnesses = "one origin" if count == 1 else f"{count} origins"
    return (f'<li><p><strong>{escape(one.subject)}, {escape(one.period)}.</strong> The largest is {one.ratio:.2g} times the smallest; {witnesses}.</p>'
            f'<ul>{figures}</ul></li>')


def setup(app):
    app.add_directive("disagreements", Disagreements)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
