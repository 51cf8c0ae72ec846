"""Metadata of pages for search engines, link previews and reference managers.

Tags that need an address appear only where the book has one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from markupsafe import Markup
from sphinx.application import Sphinx

from .addresses import relative
from .output.files import write_if_new
from .state import SAFE, Setup, book, pages_written, project, version

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
SCHEMA_ORG = "https://schema.org"
LOCALES = {"en": "en_GB"}  # the country's spelling that a language stands for
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what text and data may be used, by name and address, and the name of the code's."""

    name: str
    url: str
    code: str


@dataclass(frozen=True, slots=True)
class About:
    """What metadata say of one page; all text is plain. `url` is empty where the book has none."""

    pagename: str
    title: str
    description: str
    changed: str
    chapter: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `<head>` holds: tags as (attribute, name, content), `json` is JSON-LD or empty."""

    csp: str
    url: str
    tags: list[tuple[str, str, str]]
    json: Markup


def licence(app: Sphinx) -> Licence | None:
    """The licence that the data package names, and with it the code's of CITATION.cff."""
    named = book(app).schema.package.get("licenses") or []
    if not named:
        return None
    of_release = version(app).release.get("license") or []
    others = [of_release] if isinstance(of_release, str) else list(of_release)
    code = next((name for name in others if name != named[0]["name"]), "")
    return Licence(named[0]["name"].replace("-", " "), named[0].get("path", ""), code)


def of_page(app: Sphinx, about: About) -> Metadata:
    """Everything for `<head>`; only the book's own documents are cited and described."""
    tags, linked = list(open_graph(app, about)), Markup("")
    if about.pagename in app.env.all_docs:
        tags += scholar(app, about)
        linked = as_script(linked_data(app, about))
    return Metadata(CSP, about.url, [tag for tag in tags if tag[2]], linked)


def plain(title: str) -> str:
    """A title without its tags, where it is markup.

    >>> plain(Markup('<span class="section-number">1. </span>Tin &amp; lead')), plain("a < b")
    ('1. Tin & lead', 'a < b')
    """
    return title.striptags() if isinstance(title, Markup) else title


def as_script(value: Json) -> Markup:
    """JSON that cannot end its script element, whatever a title or a source holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def home(app: Sphinx) -> str:
    """Address of the published book without a stroke at its end, or empty."""
    return str(app.config.html_baseurl).rstrip("/")


def is_front(app: Sphinx, pagename: str) -> bool:
    return bool(pagename == app.config.root_doc)


# ---- Tags


def open_graph(app: Sphinx, about: About) -> Iterator[tuple[str, str, str]]:
    """Previews of links."""
    config = app.config
    yield "property", "og:type", "book" if is_front(app, about.pagename) else "article"
    yield "property", "og:site_name", config.project
    yield "property", "og:title", about.title
    yield "property", "og:description", about.description
    yield "property", "og:locale", LOCALES.get(config.language, config.language.replace("-", "_"))
    if about.url:
        yield "property", "og:url", about.url
        yield "property", "og:image", f"{home(app)}/{card_path(about.pagename)}"
        yield "property", "og:image:width", "1200"
        yield "property", "og:image:height", "630"
        yield "property", "og:image:alt", f"{config.project}: {about.title}"
        yield "name", "twitter:card", "summary_large_image"


def card_path(pagename: str) -> str:
    """Where the picture of a preview lies in the site."""
    return f"_cards/{pagename.replace('/', '-')}.png"


def scholar(app: Sphinx, about: About) -> Iterator[tuple[str, str, str]]:
    """Highwire tags: the book on the front page, each chapter on its own page."""
    config, front = app.config, is_front(app, about.pagename)
    yield "name", "citation_title", config.html_title if front else about.title
    yield "name", "citation_author", config.author
    yield "name", "citation_publication_date", about.changed.replace("-", "/")
    yield "name", "citation_language", config.language
    if not front:
        yield "name", "citation_inbook_title", config.html_title
    if about.url:
        yield "name", "citation_fulltext_html_url", about.url


# ---- Linked data


def linked_data(app: Sphinx, about: About) -> Json:
    """schema.org: a Book, or a Chapter of it; on the page of the data (`datasets` in its front
    matter) also every table."""
    whole = _book(app)
    if is_front(app, about.pagename):
        return {"@context": SCHEMA_ORG, **whole, "description": about.description}
    page: Json = {
        "@type": "Chapter",
        "name": about.title,
        "description": about.description,
        "author": whole["author"],
        "inLanguage": whole["inLanguage"],
        "dateModified": about.changed,
        "isPartOf": whole,
    }
    page |= {"license": whole["license"]} if "license" in whole else {}
    page |= {"position": about.chapter} if about.chapter else {}
    page |= {"url": about.url} if about.url else {}
    if app.env.metadata.get(about.pagename, {}).get("datasets"):
        return {"@context": SCHEMA_ORG, "@graph": [page, *datasets(app, about.pagename, whole)]}
    return {"@context": SCHEMA_ORG, **page}


def _book(app: Sphinx) -> Json:
    terms = licence(app)
    return {
        "@type": "Book",
        "name": app.config.html_title,
        "version": version(app).number,
        "author": {"@type": "Organization", "name": app.config.author},
        "inLanguage": app.config.language,
        "dateModified": version(app).date,
        **({"license": terms.url} if terms else {}),
        **({"url": app.config.html_baseurl} if home(app) else {}),
    }


def datasets(app: Sphinx, pagename: str, whole: Json) -> Iterator[Json]:
    """schema.org: one Dataset for each table of the data package, with where its file is."""
    package, folder = book(app).schema.package, project(app).data
    here = app.builder.get_target_uri(pagename)
    for table in package["resources"]:
        path = f"data/{table['path']}"
        yield {
            "@type": "Dataset",
            "name": f"{package['title']}: {table['title']}",
            "description": f"{table['description']} {package['description']}",
            "creator": whole["author"],
            "version": whole["version"],
            "isPartOf": whole["name"],
            "dateModified": version(app).changed(path),
            **({"license": whole["license"]} if "license" in whole else {}),
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": table["mediatype"],
                "contentSize": f"{(folder / table['path']).stat().st_size} B",
                "contentUrl": f"{home(app)}/{path}" if home(app) else relative(here, path),
            },
        }


# ---- Files for robots


def write_site_files(app: Sphinx, exception: Exception | None) -> None:
    """`robots.txt`, and `sitemap.xml` where the site has an address (a sitemap of relative
    addresses is not valid)."""
    if not pages_written(app, exception):
        return
    site, robots = Path(app.outdir), "User-agent: *\nAllow: /\n"
    if home(app):
        robots += f"Sitemap: {home(app)}/sitemap.xml\n"
        write_if_new(site / "sitemap.xml", sitemap(app))
    write_if_new(site / "robots.txt", robots)


def sitemap(app: Sphinx) -> str:
    """Every document with the day it last changed."""
    entries = []
    for name in sorted(app.env.all_docs):
        address = escape(f"{home(app)}/{app.builder.get_target_uri(name)}")
        day = version(app).changed(str(app.env.doc2path(name, base=False)))
        entries.append(f"<url><loc>{address}</loc><lastmod>{day}</lastmod></url>\n")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def setup(app: Sphinx) -> Setup:
    app.connect("build-finished", write_site_files, priority=800)
    return SAFE
