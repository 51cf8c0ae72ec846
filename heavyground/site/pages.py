"""What a page template needs to know, beyond what Sphinx tells it."""

from collections.abc import Iterator
from typing import Any, cast

from docutils import nodes
from markupsafe import Markup
from pybtex.backends.html import Backend
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from ..project import MODULE
from . import bibliography, colours, metadata
from .builder import BookBuilder
from .freshness import made_from
from .state import SAFE, Setup, project, version

READ = {".csv", ".json", ".geojson", ".py", ".html", ".j2"}  # of which a page may hold something
REPOSITORY, CONTACT = "heavyground_repository", "heavyground_contact"
SEARCH = {"description": "Every word of the book, searched in your own browser."}
Context = dict[str, Any]


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: Context, doctree: nodes.document | None
) -> None:
    """Fill the template context of one page."""
    front = app.env.metadata.get(pagename, {})
    if pagename == "search":
        front, context["title"] = SEARCH, "Search"
    about = metadata.About(
        pagename,
        metadata.plain(context.get("title", "")),
        description(app, pagename, front, doctree),
        changed(app, pagename),
        chapter_number(app, pagename),
        context.get("pageurl") or "",
    )
    builder = cast(BookBuilder, app.builder)
    context.setdefault("prev", None)
    context.setdefault("next", None)
    context |= {
        "assets": {name: bundle.file for name, bundle in builder.bundles.items()},
        "accent": colours.accent(project(app).analysis.palette.home)[0],
        "author": app.config.author,
        "site_title": app.config.html_title,
        "version": version(app),
        "repository": app.config[REPOSITORY],
        "contact": contact(app.config[CONTACT]),
        "licence": metadata.licence(app),
        "about": about,
        "meta": metadata.of_page(app, about),
        "evidence_to": front.get("evidence_to", ""),
        "contents": contents(context),
        "sections": sections(app, pagename),
        "opening": opening,
        "cited": dict(cited(app, pagename)),
    }


def description(
    app: Sphinx, pagename: str, front: dict[str, Any], doctree: nodes.document | None
) -> str:
    """The hand-written description; a document without one fails the build."""
    text = str(front.get("description", "")).strip()
    if doctree is not None and not text:
        raise ExtensionError(
            f"{app.env.doc2path(pagename, base=False)}:1: description: the page has none. "
            "Write one sentence in the front matter: what a reader finds here."
        )
    return text


def changed(app: Sphinx, pagename: str) -> str:
    """ISO date of the last change to a page; of one that is made from the data, to the book."""
    if pagename not in app.env.all_docs:
        return version(app).date
    return version(app).changed(str(app.env.doc2path(pagename, base=False)))


def contact(setting: str) -> str:
    """Address of the contact link: a page stays, an e-mail address gets its scheme.

    >>> contact("editors@example.org"), contact("https://example.org/@editors")
    ('mailto:editors@example.org', 'https://example.org/@editors')
    """
    return f"mailto:{setting}" if "@" in setting and "://" not in setting else setting


def opening(body: Markup) -> tuple[Markup, Markup]:
    """A page's HTML cut after its first heading, so that standfirst and contents can follow."""
    heading, end, rest = str(body).partition("</h1>")
    return (Markup(heading + end), Markup(rest)) if end else (Markup(""), body)


# ---- Where a page stands


def chapter_number(app: Sphinx, pagename: str) -> int | None:
    """The number of a chapter; None for a page that has none."""
    numbers = app.env.toc_secnumbers.get(pagename, {}).get("", ())
    return numbers[0] if numbers else None


def contents(context: Context) -> Markup:
    """The contents of the book as Sphinx makes them, with what a reader by ear needs."""
    listing = (
        context["toctree"](titles_only=True, collapse=False, includehidden=True, maxdepth=1) or ""
    )
    listing = listing.replace('role="heading"', 'role="heading" aria-level="2"')
    current = 'class="current reference'
    return Markup(listing.replace(current, f'aria-current="page" {current}'))


def sections(app: Sphinx, pagename: str) -> Markup:
    """The page's own headings as a list, two levels deep; empty where there are fewer than two."""
    toc = app.env.tocs.get(pagename)
    inner = [] if toc is None else list(toc[0].findall(nodes.bullet_list))
    if not inner or len(inner[0].children) < 2:
        return Markup("")
    listing = inner[0].deepcopy()
    for link in listing.findall(nodes.reference):
        link["refuri"] = link["anchorname"]
    for item in list(listing.findall(nodes.bullet_list))[1:]:
        if _depth(item) > 2:
            item.parent.remove(item)
    builder = cast(BookBuilder, app.builder)
    return Markup(builder.render_partial(listing)["fragment"])


def _depth(node: nodes.Node | None) -> int:
    """How many lists enclose a list, itself included."""
    count = 0
    while node is not None:
        count += isinstance(node, nodes.bullet_list)
        node = node.parent
    return count


def cited(app: Sphinx, pagename: str) -> Iterator[tuple[str, Markup]]:
    """Sources cited on this page: key and reference."""
    if pagename in app.env.all_docs:
        backend = Backend("utf-8")
        for key, text in bibliography.cited_on(app.env, pagename).items():
            yield key, Markup(text.render(backend))


# ---- What a page is made from


def note_inputs(app: Sphinx, docname: str, source: list[str]) -> None:
    """A page is read again when what it says may come from a file that changed, not only when its
    text does."""
    for path in made_from(project(app)):
        if path.suffix in READ:
            app.env.note_dependency(str(path))


def setup(app: Sphinx) -> Setup:
    for setting in (REPOSITORY, CONTACT):
        app.add_config_value(setting, "", "html", [str])
    app.add_config_value(MODULE, "", "env", [str])
    app.connect("source-read", note_inputs)
    app.connect("html-page-context", add_context, priority=400)
    return SAFE
