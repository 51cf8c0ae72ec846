"""What a page template needs to know, beyond what Sphinx tells it."""

from docutils import nodes
from pybtex.backends.html import Backend
from sphinx.errors import ExtensionError

from . import bibliography, metadata, version
from .metadata import LICENCE


def add_context(app, pagename, templatename, context, doctree):
    """Fill the template context of one page."""
    root = str(app.srcdir)
    front = app.env.metadata.get(pagename, {})
    context["assets"] = {name: hashed for name, (hashed, _) in app.builder.bundles.items()}
    context["site_title"] = app.config.html_title
    context["commit"], context["version"] = version.commit(root), version.release(root)["version"]
    context["repository"], context["contact"] = (
        app.config.press_repository,
        contact(app.config.press_contact),
    )
    context["licence"] = LICENCE
    context["description"] = description(app, pagename, front, doctree)
    context["evidence_to"] = front.get("evidence_to", "")
    context["chapter_number"] = chapter_number(app.env, pagename)
    context["sections"] = sections(app, pagename)
    context["opening"] = opening
    context["cited"] = cited(app, pagename)
    context["changed"] = changed(app, pagename)
    context["meta"] = metadata.of_page(app, pagename, context)


def description(app, pagename, front, doctree):
    """The hand-written description; a document without one fails the build."""
    text = front.get("description", "").strip()
    if doctree is not None and not text:
        raise ExtensionError(
            f"{app.env.doc2path(pagename, base=False)}:1: description: the page has none. "
            "Write one sentence in the front matter: what a reader finds here."
        )
    return text


def opening(body):
    """A page's HTML cut after its first heading, so that standfirst and contents can follow the title."""
    heading, end, rest = body.partition("</h1>")
    return (heading + end, rest) if end else ("", body)


def contact(setting):
    """Address of the contact link: a page stays, an e-mail address gets its scheme."""
    return f"mailto:{setting}" if "@" in setting and "://" not in setting else setting


def chapter_number(env, pagename):
    numbers = env.toc_secnumbers.get(pagename, {}).get("", ())
    return numbers[0] if numbers else None


def sections(app, pagename):
    """The page's own headings as an HTML list, two levels deep; empty where there are fewer than two."""
    toc = app.env.tocs.get(pagename)
    inner = [] if toc is None else list(toc[0].findall(nodes.bullet_list))
    if not inner or len(inner[0].children) < 2:
        return ""
    listing = inner[0].deepcopy()
    for link in listing.findall(nodes.reference):
        link["refuri"] = link["anchorname"]
    for item in list(listing.findall(nodes.bullet_list))[1:]:
        if depth(item) > 2:
            item.parent.remove(item)
    return app.builder.render_partial(listing)["fragment"]


def depth(node):
    """How many lists enclose a list, itself included."""
    count = 0
    while node is not None:
        count += isinstance(node, nodes.bullet_list)
        node = node.parent
    return count


def cited(app, pagename):
    """Sources cited on this page: key, address in the reference list, HTML."""
    if pagename not in app.env.all_docs:
        return []
    backend = Backend("utf-8")
    return [
        {"key": key, "html": text.render(backend)}
        for key, text in bibliography.cited_on(app.env, pagename)
    ]


def changed(app, pagename):
    if pagename not in app.env.all_docs:
        return version.commit_date(str(app.srcdir))
    return version.changed(str(app.srcdir), app.env.doc2path(pagename, base=False))


def note_inputs(app, docname, source):
    """A chapter is read (and executed) again when its data or the library change, not only when its text does."""
    if "{code-cell}" in source[0] or "{num}" in source[0] or docname == "references":
        root = app.srcdir
        for pattern in ("data/**/*.csv", "heavyground/*.py", "heavyground/models/*.py"):
            for path in sorted(root.glob(pattern)):
                app.env.note_dependency(str(path))


def setup(app):
    version.fix_the_clock(app.srcdir)
    for setting in ("press_repository", "press_contact"):
        app.add_config_value(setting, "", "html", [str])
    app.connect("source-read", note_inputs)
    app.connect("html-page-context", add_context)
    app.connect("build-finished", metadata.write_site_files, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
