"""The card a link preview shows: one PNG per page, made from its title, in the book's light colours."""

import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

import vl_convert
from markupsafe import Markup

from .metadata import card_path

PAPER, INK, QUIET, LINE, ACCENT = "#fbfaf7", "#1d1f23", "#5c5f66", "#d9d5cc", "#9c3d1e"


def svg(title, description):
    """A 1,200 x 630 card: title in at most three lines, description in at most three."""
    lines = textwrap.wrap(title, 30, max_lines=3, placeholder=" …")
    text = [
        f'<text x="90" y="{210 + 76 * n}" font-size="64" font-weight="bold" fill="{INK}" '
        f'font-family="Georgia, Charter, serif">{escape(line)}</text>'
        for n, line in enumerate(lines)
    ]
    below = 230 + 76 * len(lines)
    text += [
        f'<text x="90" y="{below + 42 * n}" font-size="29" fill="{QUIET}" font-family="Helvetica, Arial, sans-serif">'
        f"{escape(line)}</text>"
        for n, line in enumerate(textwrap.wrap(description, 68, max_lines=3, placeholder=" …"))
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><rect width="1200" height="630" fill="{PAPER}"/>'
        f'<path d="M90 118 114 72l12 20 8-11 18 37z" fill="{ACCENT}"/>'
        f'<text x="172" y="112" font-size="34" font-weight="bold" fill="{INK}" font-family="Georgia, Charter, serif">Heavy Ground</text>'
        f'<path d="M90 560H1110" stroke="{LINE}" stroke-width="2"/>{"".join(text)}</svg>'
    )


def draw(site, pagename, title, description):
    """Write the card unless the one there was drawn from the same words (kept beside the pages, outside the site)."""
    picture = Path(site) / card_path(pagename)
    drawn_from = Path(site).parent / "cards" / f"{picture.stem}.svg"
    drawing = svg(title, description)
    if picture.is_file() and drawn_from.is_file() and drawn_from.read_text("utf-8") == drawing:
        return
    picture.parent.mkdir(parents=True, exist_ok=True)
    drawn_from.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(vl_convert.svg_to_png(drawing))
    drawn_from.write_text(drawing, "utf-8")


def draw_all(app, exception):
    if exception or app.builder.name != "html":
        return
    for name in sorted(app.env.all_docs):
        title = (
            app.env.titles[name].astext() if name != app.config.root_doc else app.config.html_title
        )
        draw(
            app.outdir,
            name,
            str(Markup(title).striptags()),
            app.env.metadata[name].get("description", ""),
        )


def setup(app):
    app.connect("build-finished", draw_all, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
