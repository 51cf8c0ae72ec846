"""The directive ```{timeline}```: every dated event as a list by year, with a filter where scripts run."""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from heavyground import evidence
from heavyground.figures import source_label
from heavyground.paths import DATA

MONTHS = (
    "January February March April May June July August September October November December".split()
)
TOPICS = {
    "control": "Control",
    "trade": "Trade",
    "processing": "Processing",
    "india": "India",
    "environment": "Environment",
    "policy": "Policy",
}


def spoken(date):
    """`2024-03-07` -> 7 March 2024; `2024-03` -> March 2024; a year stays a year."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def actors_of(events, least=5):
    """Actors named in at least `least` events, for the filter: the long tail would bury them."""
    counts = {}
    for cell in events.actors:
        for actor in evidence.listed(cell):
            counts[actor] = counts.get(actor, 0) + 1
    return sorted(actor for actor, count in counts.items() if count >= least)


def form(events):
    """The filter, hidden until a script can work it."""
    topics = "".join(
        f'<option value="{key}">{TOPICS.get(key, key.title())}</option>'
        for key in sorted(set(events.topic) - {""})
    )
    actors = "".join(f"<option>{escape(actor)}</option>" for actor in actors_of(events))
    return (
        '<form class="filter" data-filter="timeline" hidden>'
        '<label>Words <input type="search" autocomplete="off"></label>'
        f'<label>Topic <select name="topic"><option value="">all topics</option>{topics}</select></label>'
        f'<label>Actor <select name="actors"><option value="">all actors</option>{actors}</select></label>'
        '<button type="reset">Show all</button><output aria-live="polite"></output></form>'
    )


def entry(event, label, references):
    """One event as a list item."""
    meta = " · ".join(filter(None, ["; ".join(evidence.listed(event.actors)), event.place]))
    source = (
        f'<a href="{references}#ref-{escape(event.source)}">{escape(label)}</a>'
        if event.source
        else ""
    )
    return (
        f'<li id="{event.id}" data-entry data-topic="{escape(event.topic)}" data-actors="{escape("; ".join(evidence.listed(event.actors)))}">'
        f'<time datetime="{escape(event.date)}">{spoken(event.date)}</time>'
        f"<p><strong>{escape(event.title.rstrip('.'))}.</strong> {escape(event.description)}</p>"
        f'<p class="meta">{escape(meta)}{" · " if meta and source else ""}{source}</p></li>'
    )


def html(data, references):
    """The whole list, newest first; a date that is only a month or a year stands after the days within it."""
    events = data.events.sort_values(["date", "id"], ascending=False)
    labels = {key: source_label(source) for key, source in data.source.items()}
    years = []
    for year, group in events.groupby(events.date.str[:4], sort=False):
        entries = "".join(
            entry(event, labels.get(event.source, event.source), references)
            for event in group.itertuples()
        )
        years.append(f'<li data-group><h3 id="y{year}">{year}</h3><ol>{entries}</ol></li>')
    return form(events) + f'<ol class="timeline" id="timeline">{"".join(years)}</ol>'


class Timeline(SphinxDirective):
    """Every row of data/events.csv."""

    def run(self):
        self.env.note_dependency(str(DATA / "events.csv"))
        references = (
            self.env.app.builder.get_relative_uri(self.env.docname, "references")
            if self.env.app.builder.format == "html"
            else "references"
        )
        return [nodes.raw("", html(evidence.load(), references), format="html")]


def setup(app):
    app.add_directive("timeline", Timeline)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
