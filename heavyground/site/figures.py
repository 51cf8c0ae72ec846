"""Figures on the page: number and label, downloads, an address that lasts, the live chart.

`heavyground.figures.figure()` leaves a record in its HTML. Here the record becomes a node that Sphinx can number and
refer to; the HTML is made again from the record with everything the page knows.

    figures/<name>.html                     the figure's own page, its permanent address
    figures/<name>.{csv,svg,png,vl.json}    downloads
    figures/<name>.js, figures/vega.*.js    the live chart, loaded on first touch
"""

import csv
import hashlib
import html
import json
from pathlib import Path

import vl_convert
from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.osutil import relative_uri
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.roles import CitationRef

from heavyground.figures import Figure, markup, source_label

from . import bibliography, version

LOG = logging.getLogger(__name__)
MARK = '<script type="application/json" class="hg-record">'


class EvidenceFigure(nodes.General, nodes.Element):
    """A figure made by `figure()`; its `record` holds everything."""


class TakeFigures(SphinxTransform):
    """Turn the outputs of `figure()` into nodes that can be numbered and referred to."""

    default_priority = 210

    def apply(self, **kwargs):
        for bundle in list(self.document.findall(is_figure_output)):
            node = EvidenceFigure(record=record_of(bundle))
            node.source, node.line = bundle.source, bundle.line
            name = node["record"]["name"]
            node["ids"], node["names"] = [f"fig-{name}"], [name]
            note(self.env, name, node)
            cite(self.env, node)
            bundle.replace_self(node)
            self.document.note_explicit_target(node, node)


def is_figure_output(node):
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "mime_bundle"
        and any(MARK in raw.astext() for raw in node.findall(nodes.raw))
    )


def record_of(bundle):
    text = next(raw.astext() for raw in bundle.findall(nodes.raw) if MARK in raw.astext())
    return json.loads(text.split(MARK, 1)[1].split("</script>", 1)[0])


def note(env, name, node):
    """Remember where a figure is; a name used twice would make two addresses one."""
    known = figures(env)
    if (
        known.get(name, env.docname) != env.docname
        or known.get(name)
        and name in env.temp_data.get("hg_figures", ())
    ):
        LOG.warning(
            f"figure-name: {name} is also in {known[name]}; give this one another name",
            location=node,
        )
    env.temp_data.setdefault("hg_figures", set()).add(name)
    known[name] = env.docname


def cite(env, node):
    """The sources of a figure count as cited on its page: they appear in its list and open in place."""
    keys = [source["key"] for source in node["record"]["sources"]]
    if keys and "cite" in env.domains:
        env.get_domain("cite").citation_refs.append(
            CitationRef(
                citation_ref_id=f"{node['ids'][0]}-sources",
                docname=env.docname,
                line=node.line or 0,
                targets=[CitationTarget(key, "", "") for key in keys],
            )
        )


def figures(env):
    """{name: docname} of every figure in the book."""
    if not hasattr(env, "heavyground_figures"):
        env.heavyground_figures = {}
    return env.heavyground_figures


def forget(app, env, docname):
    env.heavyground_figures = {name: home for name, home in figures(env).items() if home != docname}


def merge(app, env, docnames, other):
    figures(env).update({name: home for name, home in figures(other).items() if home in docnames})


# ---- Writing


def visit_html(self, node):
    docname = self.builder.current_docname
    self.body.append(markup(node["record"], links(self.builder, docname, node)))
    raise nodes.SkipNode


def visit_text(self, node):
    """Where there are no pictures, the words stand for them."""
    self.add_text(f"[{node['record']['title']}. {node['record']['alt']}]")
    raise nodes.SkipNode


def skip(self, node):
    raise nodes.SkipNode


def links(builder, docname, node):
    """What `markup` needs to know about the site, with addresses relative to one page."""
    app, record = builder.app, node["record"]
    here = builder.get_target_uri(docname)
    place = relative_uri(here, f"figures/{record['name']}")
    label = number(builder, figures(app.env)[record["name"]], node)
    found = {
        "number": label,
        "files": place,
        "permanent": f"{place}.html",
        "citation": citation(app, record, label),
        "labels": labels(app),
        "vega": relative_uri(here, f"figures/{vega_bundle(app)[0]}"),
        "live": f"{place}.js" if record["live"] else "",
    }
    if "references" in app.env.found_docs:
        found["references"] = relative_uri(here, builder.get_target_uri("references"))
    if "heavyground.press.data_pages" in app.extensions:
        found["rows"] = lambda one: relative_uri(here, f"data/{one.split('-')[0]}.html") + f"#{one}"
    return found


def number(builder, docname, node):
    """The figure's number as text, "Figure 1.2"; empty where figures are not numbered."""
    found = builder.env.toc_fignumbers.get(docname, {}).get("figure", {}).get(node["ids"][0])
    return builder.config.numfig_format["figure"] % ".".join(map(str, found)) if found else ""


def labels(app):
    """How each source is called in a citation, the same as in the text: {key: "Vasisht and Aung Thura Ko Ko 2025"}."""
    if not hasattr(app, "heavyground_labels"):
        table = Path(app.srcdir) / "data" / "sources.csv"
        rows = (
            list(csv.DictReader(table.open(encoding="utf-8", newline="")))
            if table.is_file()
            else []
        )
        dates = bibliography.short_dates(rows)
        app.heavyground_labels = {
            row["key"]: source_label(row).rsplit(" ", 1)[0] + " " + dates[row["key"]]
            for row in rows
        }
    return app.heavyground_labels


def citation(app, record, label):
    """Ready words: who, when, what, where in the book, which version."""
    release = version.release(str(app.srcdir))
    where = f", {label} in" if label else " in"
    address = (
        f" {app.config.html_baseurl.rstrip('/')}/figures/{record['name']}.html"
        if app.config.html_baseurl
        else ""
    )
    return (
        f"{app.config.author} ({version.commit_date(str(app.srcdir))[:4]}). “{record['title']}”{where} "
        f"{app.config.html_title}, version {release['version']}.{address}"
    )


def vega_bundle(app):
    """(file name, text) of the script behind every live chart: Vega and its expression interpreter, from vl-convert."""
    if not hasattr(app, "heavyground_vega"):
        code = vl_convert.javascript_bundle("window.HeavyGround.embed = vegaEmbed;")
        text = f"(function () {{\n{code}\n}})();\n"  # wrapped, because the bundle would leave one-letter globals
        app.heavyground_vega = f"vega.{hashlib.sha256(text.encode()).hexdigest()[:10]}.js", text
    return app.heavyground_vega


def collect_pages(app):
    """Write the files of every figure and hand Sphinx its own page."""
    folder, wanted = Path(app.outdir) / "figures", {}
    for docname in sorted(set(figures(app.env).values())):
        for node in app.env.get_doctree(docname).findall(EvidenceFigure):
            wanted |= files(node["record"])
            yield own_page(app, docname, node)
    if wanted:
        name, text = vega_bundle(app)
        wanted[name] = text.encode()
    write(folder, wanted)


def own_page(app, docname, node):
    """A figure's own page: its address stays when the figure moves to another chapter."""
    record, page = node["record"], f"figures/{node['record']['name']}"
    app.env.metadata[page] = {"description": f"{record['title']}. {record['subtitle']}."}
    known = links(app.builder, page, node)
    chapter = relative_uri(app.builder.get_target_uri(page), app.builder.get_target_uri(docname))
    title = app.env.titles[docname].astext()
    body = (
        f"<h1>{known['number'] or 'Figure'}</h1>{markup(record, known)}"
        f'<p>From <a href="{chapter}#{node["ids"][0]}">{html.escape(title)}</a>.</p>'
    )
    return page, {"title": known["number"] or record["title"], "body": body}, "page.html"


def files(record):
    """{file name: bytes} of one figure's downloads and its live chart."""
    name, made = record["name"], Figure(record)
    out = {
        f"{name}.csv": record["csv"].encode(),
        f"{name}.svg": made.svg().encode(),
        f"{name}.png": made.png(),
        f"{name}.vl.json": (
            json.dumps(record["vegalite"], ensure_ascii=False, indent=1) + "\n"
        ).encode(),
    }
    if record["live"]:
        pair = json.dumps(record["live"], ensure_ascii=False, separators=(",", ":"))
        out[f"{name}.js"] = f'HeavyGround.spec("{name}",{pair});\n'.encode()
    return out


def write(folder, wanted):
    """Write what changed, remove what no figure has any more."""
    if not wanted and not folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if (
            path.name.removesuffix(".gz").removesuffix(".br") not in wanted
            and path.suffix != ".html"
        ):
            path.unlink()
    for name, data in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def registry(app):
    """Every figure for `evidence.json`: name, number, title, page, row ids, sources, in the order of the book."""
    found = []
    for docname in sorted(set(figures(app.env).values())):
        for node in app.env.get_doctree(docname).findall(EvidenceFigure):
            record = node["record"]
            found.append(
                {
                    "name": record["name"],
                    "number": number(app.builder, docname, node),
                    "title": record["title"],
                    "page": f"{app.builder.get_target_uri(docname)}#{node['ids'][0]}",
                    "address": f"figures/{record['name']}.html",
                    "rows": record["ids"],
                    "sources": [source["key"] for source in record["sources"]],
                }
            )
    return found


def say_figure(app, config):
    """ "Figure 1.2" instead of Sphinx's "Fig. 1.2", unless the configuration says otherwise."""
    config.numfig = True
    config.numfig_format = {"figure": "Figure %s", **config.numfig_format}


def setup(app):
    app.add_enumerable_node(
        EvidenceFigure,
        "figure",
        title_getter=lambda node: node["record"]["title"],
        html=(visit_html, None),
        text=(visit_text, None),
        latex=(skip, None),
        man=(skip, None),
        texinfo=(skip, None),
    )
    app.add_transform(TakeFigures)
    app.connect("config-inited", say_figure, priority=100)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-collect-pages", collect_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
