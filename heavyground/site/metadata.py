"""Metadata of pages: search engines, link previews, reference managers. Tags that need an address appear only with one."""

import json
from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.util.osutil import relative_uri

from . import version
from .assets import write_if_new

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'"
)


def of_page(app, pagename, context):
    """Everything for `<head>`: csp, canonical, tags [(attribute, name, content)], json (JSON-LD as text)."""
    title = plain(context.get("title", ""))
    document = pagename in app.env.all_docs
    url = context.get("pageurl") or ""
    return {
        "csp": CSP,
        "url": url,
        "tags": [
            *open_graph(app, pagename, title, context, url),
            *(scholar(app, pagename, title, context, url) if document else []),
        ],
        "json": as_script(linked_data(app, pagename, title, context, url)) if document else "",
    }


def plain(title):
    """A title as Sphinx hands it over (HTML) without its tags."""
    from markupsafe import Markup

    return str(Markup(title).striptags())


def as_script(value):
    """JSON that cannot end its script element, whatever a title or a source holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def open_graph(app, pagename, title, context, url):
    tags = [
        ("property", "og:type", "book" if pagename == app.config.root_doc else "article"),
        ("property", "og:site_name", app.config.project),
        ("property", "og:title", title),
        ("property", "og:description", context["description"]),
        ("property", "og:locale", "en_GB"),
    ]
    if url:
        image = f"{app.config.html_baseurl.rstrip('/')}/{card_path(pagename)}"
        tags += [
            ("property", "og:url", url),
            ("property", "og:image", image),
            ("property", "og:image:width", "1200"),
            ("property", "og:image:height", "630"),
            ("property", "og:image:alt", f"{app.config.project}: {title}"),
            ("name", "twitter:card", "summary_large_image"),
        ]
    return [tag for tag in tags if tag[2]]


def card_path(pagename):
    return f"_cards/{pagename.replace('/', '-')}.png"


def scholar(app, pagename, title, context, url):
    """Highwire tags: the book on the front page, each chapter on its own page."""
    book = pagename == app.config.root_doc
    tags = [
        ("name", "citation_title", app.config.html_title if book else title),
        ("name", "citation_author", app.config.author),
        ("name", "citation_publication_date", context["changed"].replace("-", "/")),
        ("name", "citation_language", app.config.language),
    ]
    if not book:
        tags.append(("name", "citation_inbook_title", app.config.html_title))
    if url:
        tags.append(("name", "citation_fulltext_html_url", url))
    return tags


def linked_data(app, pagename, title, context, url):
    """schema.org: a Book, or a Chapter of it; on the page of the data (`datasets` in its front matter) also every table."""
    root = str(app.srcdir)
    book = {
        "@type": "Book",
        "name": app.config.html_title,
        "version": version.release(root)["version"],
        "author": {"@type": "Organization", "name": app.config.author},
        "inLanguage": app.config.language,
        "license": LICENCE["url"],
        "dateModified": version.commit_date(root),
    }
    if app.config.html_baseurl:
        book["url"] = app.config.html_baseurl
    if pagename == app.config.root_doc:
        return {"@context": "https://schema.org", **book, "description": context["description"]}
    page = {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": title,
        "description": context["description"],
        "author": book["author"],
        "inLanguage": app.config.language,
        "license": LICENCE["url"],
        "dateModified": context["changed"],
        "isPartOf": book,
    }
    if context["chapter_number"]:
        page["position"] = context["chapter_number"]
    if url:
        page["url"] = url
    if app.env.metadata.get(pagename, {}).get("datasets"):
        return {"@context": page.pop("@context"), "@graph": [page, *datasets(app, pagename, book)]}
    return page


def datasets(app, pagename, book):
    """schema.org: one Dataset for each table of the data package, with where its file is."""
    package = json.loads((Path(app.srcdir) / "data" / "datapackage.json").read_text("utf-8"))
    base = app.config.html_baseurl.rstrip("/")
    for table in package["resources"]:
        path = f"data/{table['path']}"
        yield {
            "@type": "Dataset",
            "name": f"{package['title']}: {table['title']}",
            "description": f"{table['description']} {package['description']}",
            "license": LICENCE["url"],
            "creator": book["author"],
            "version": book["version"],
            "isPartOf": book["name"],
            "dateModified": version.changed(str(app.srcdir), path),
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": table["mediatype"],
                "contentSize": f"{table['bytes']} B",
                "contentUrl": f"{base}/{path}"
                if base
                else relative_uri(app.builder.get_target_uri(pagename), path),
            },
        }


def write_site_files(app, exception):
    """`robots.txt`, and `sitemap.xml` where the site has an address (a sitemap of relative addresses is not valid)."""
    if exception or app.builder.name != "html":
        return
    site, base = Path(app.outdir), app.config.html_baseurl.rstrip("/")
    robots = "User-agent: *\nAllow: /\n"
    if base:
        robots += f"Sitemap: {base}/sitemap.xml\n"
        entries = "".join(
            f"<url><loc>{escape(f'{base}/{name}.html')}</loc>"
            f"<lastmod>{version.changed(str(app.srcdir), app.env.doc2path(name, base=False))}</lastmod></url>\n"
            for name in sorted(app.env.all_docs)
        )
        write_if_new(
            site / "sitemap.xml",
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n',
        )
    write_if_new(site / "robots.txt", robots)
