"""The card that a link preview shows: one PNG for each page, made from its title, in the book's
light colours.

    _cards/<page>.png
"""

import textwrap
from pathlib import Path

import vl_convert
from markupsafe import Markup
from sphinx.application import Sphinx

from .. import colours
from ..metadata import card_path, is_front, plain
from ..state import SAFE, Setup, pages_written, project, templates
from ..templating import Templates
from .files import write_if_new

CARDS = Path(card_path("")).parent
LIGHT = {name: sides[0] for name, sides in colours.PAGE.items()}


def svg(made_by: Templates, site: str, title: str, description: str, accent: str) -> str:
    """A card of 1,200 x 630: the site's name, and title and description in at most three lines
    each.
    """
    return str(
        made_by.render(
            "card.svg",
            site=site,
            title=textwrap.wrap(title, 30, max_lines=3, placeholder=" …"),
            description=textwrap.wrap(description, 68, max_lines=3, placeholder=" …"),
            accent=accent,
            **LIGHT,
        )
    )


def draw(picture: Path, kept: Path, drawing: str) -> None:
    """Write a card unless the one there was drawn from the same words. kept: the drawing that it
    was made from, outside of the site.
    """
    if picture.is_file() and kept.is_file() and kept.read_text("utf-8") == drawing:
        return
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(vl_convert.svg_to_png(drawing))
    write_if_new(kept, drawing)


def draw_all(app: Sphinx, exception: Exception | None) -> None:
    """Draw the card of every document, and remove those of pages that are gone."""
    if not pages_written(app, exception):
        return
    site = Path(app.outdir)
    accent, _ = colours.accent(project(app).analysis.palette.home)
    drawn = set()
    for docname in sorted(app.env.all_docs):
        picture = site / card_path(docname)
        about = app.env.metadata[docname].get("description", "")
        drawing = svg(templates(app), app.config.project, title_of(app, docname), about, accent)
        draw(picture, site.parent / "cards" / f"{picture.stem}.svg", drawing)
        drawn.add(picture)
    for old in (site / CARDS).glob("*.png"):
        if old not in drawn:
            old.unlink()


def title_of(app: Sphinx, docname: str) -> str:
    """What a card calls a page: its title, the book's for the front page."""
    if is_front(app, docname):
        return plain(Markup(app.config.html_title))
    return app.env.titles[docname].astext()


def setup(app: Sphinx) -> Setup:
    app.connect("build-finished", draw_all, priority=700)
    return SAFE
