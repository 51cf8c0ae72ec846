"""The directive ```{ledger}```: counts, then every statement by topic with verdict, reason and rows, and a filter where
scripts run. Anchors are the ids of the statements: `ledger.html#A42`."""

from collections import Counter
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from heavyground import claims
from heavyground.paths import DATA

from . import roles

SHOWN = 8  # rows named under a reason; the rest are in evidence.json


class Ledger(SphinxDirective):
    """All statements, grouped by topic."""

    def run(self):
        for path in DATA.rglob("*.csv"):
            self.env.note_dependency(str(path))
        entries = claims.ledger()
        sections = [
            self.topic(topic, title, [one for one in entries if one.topic == topic])
            for topic, title in claims.TOPICS.items()
        ]
        return [raw(counts(entries)), raw(form(entries)), *sections]

    def topic(self, topic, title, entries):
        items = "".join(self.entry(one) for one in entries)
        section = nodes.section(
            "", nodes.title("", title), ids=[f"topic-{topic}"], names=[f"topic-{topic}"]
        )
        section += raw(f'<ol class="ledger" data-group>{items}</ol>')
        return section

    def entry(self, one):
        return (
            f'<li id="{one.id}" data-entry data-topic="{one.topic}" data-verdict="{one.verdict}" data-how="{one.how}">'
            f'<p class="head"><a href="#{one.id}">{one.id}</a> <span class="verdict {one.verdict.split()[-1]}">{one.verdict}</span> <span class="how">{one.how}</span></p>'
            f'<p class="said">{escape(one.paraphrase)}.</p><p>{roles.markup(self.env, one.reason)}</p>{self.rests_on(one.ids)}</li>\n'
        )

    def rests_on(self, ids):
        if not ids:
            return ""
        here = f"{self.env.docname}.html"
        links = ", ".join(
            f'<a href="{relative_uri(here, address(id).split("#")[0])}#{id}">{id}</a>'
            for id in ids[:SHOWN]
        )
        return f'<p class="rows">Rests on {links}{f" and {len(ids) - SHOWN} more rows" if len(ids) > SHOWN else ""}.</p>'


def address(id):
    """Where a row or an event stands on the site."""
    return (
        f"chapters/timeline.html#{id}"
        if id.startswith("ev-")
        else f"data/{id.split('-')[0]}.html#{id}"
    )


def counts(entries):
    """Verdicts by how they were reached, as a table."""
    number = Counter((one.verdict, one.how) for one in entries)
    rows = "".join(
        f"<tr><th scope=row>{verdict.capitalize()}</th>"
        + "".join(f'<td class="text-right">{number[verdict, how]}</td>' for how in claims.HOW)
        + f'<td class="text-right">{sum(number[verdict, how] for how in claims.HOW)}</td></tr>'
        for verdict in claims.VERDICTS
    )
    total = Counter(one.how for one in entries)
    foot = "".join(f'<td class="text-right">{total[how]}</td>' for how in claims.HOW)
    head = "".join(
        f'<th scope="col" class="text-right">{how.capitalize()}</th>'
        for how in (*claims.HOW, "all")
    )
    return (
        f'<div class="table-wrap scrolls" role="region" aria-label="Verdicts counted" tabindex="0"><table><thead><tr><th scope="col">Verdict</th>{head}</tr></thead>'
        f'<tbody>{rows}<tr><th scope=row>All</th>{foot}<td class="text-right">{len(entries)}</td></tr></tbody></table></div>'
    )


def form(entries):
    """The filter, hidden until a script can work it."""

    def select(name, label, every, options):
        made = "".join(
            f'<option value="{value}">{escape(words)}</option>' for value, words in options
        )
        return f'<label>{label} <select name="{name}"><option value="">{every}</option>{made}</select></label>'

    return (
        '<form class="filter" data-filter="main" hidden><label>Words <input type="search" autocomplete="off"></label>'
        + select("topic", "Topic", "all topics", claims.TOPICS.items())
        + select("verdict", "Verdict", "all verdicts", [(one, one) for one in claims.VERDICTS])
        + select("how", "How", "computed or judged", [(one, one) for one in claims.HOW])
        + '<button type="reset">Show all</button><output aria-live="polite"></output></form>'
    )


def raw(html):
    return nodes.raw("", html, format="html")


def setup(app):
    app.add_directive("ledger", Ledger)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
