"""The directive ```{timeline}```: every dated event as a list by year, with a filter where scripts
run. Anchors are the ids of the events and the years: `timeline.html#ev-0134`, `#y2024`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from ...evidence.periods import spoken_date
from ...evidence.rows import Event
from ..state import SAFE, Setup, project, templates
from ..templating import Templates
from .directive import BookDirective, Choice, raw

LEAST = 5  # events that name an actor, for the filter: the long tail would bury the others


class TimelineDirective(BookDirective):
    """Every row of `events.csv`; nothing where there is none."""

    def run(self) -> list[nodes.Node]:
        events = list(self.book.events.values())
        if not events:
            return []
        titles = project(self.app).analysis.event_topics
        return [raw(page(templates(self.app), self.here, events, titles))]


def page(
    made_by: Templates, here: str, events: Iterable[Event], titles: Mapping[str, str]
) -> Markup:
    """The whole list, newest first; a date that is only a month or a year stands after the days
    within it. titles: {topic: title}.
    """
    ordered = sorted(events, key=lambda event: (event.date, event.id), reverse=True)
    return made_by.render(
        "timeline.html",
        here=here,
        choices=choices(ordered, titles),
        years=[(year, list(group)) for year, group in groupby(ordered, year_of)],
        spoken=spoken_date,
    )


def year_of(event: Event) -> str:
    """The year in which an event falls or begins."""
    return event.date[:4]


def choices(events: Iterable[Event], titles: Mapping[str, str]) -> list[Choice]:
    """What the filter offers."""
    events = list(events)
    topics = sorted({event.topic for event in events} - {""})
    named = tuple((topic, titles.get(topic, topic.title())) for topic in topics)
    actors = tuple((actor, actor) for actor in actors_of(events))
    return [
        Choice("topic", "Topic", "all topics", named),
        Choice("actors", "Actor", "all actors", actors),
    ]


def actors_of(events: Iterable[Event], least: int = LEAST) -> list[str]:
    """Actors named in at least `least` events."""
    named = Counter(actor for event in events for actor in event.actors)
    return sorted(actor for actor, times in named.items() if times >= least)


def setup(app: Sphinx) -> Setup:
    app.add_directive("timeline", TimelineDirective)
    return SAFE
