"""Figures on the page: number and label, downloads, an address that lasts, the live chart.

A cell's figure carries its record under a MIME type of its own, and its pictures beside it. Here
the record becomes a node that Sphinx can number and refer to; its pictures are written as they are.

    figures/<name>.html                     the figure's own page, its permanent address
    figures/<name>.{csv,svg,png,vl.json}    downloads
    figures/<name>.js, figures/vega.*.js    the live chart, loaded on first touch
"""

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

import vl_convert
from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.text import TextTranslator
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.roles import CitationRef

from ..charts.page import Links, html_of
from ..charts.record import MIME, PNG, SVG, FigureRecord
from ..numbers.references import NoReference, Reference
from .addresses import relative
from .domain import domain
from .output.files import unpacked, write_if_new
from .state import SAFE, Setup, book, templates, version

LOG = logging.getLogger(__name__)
FOLDER = "figures"


class EvidenceFigure(nodes.General, nodes.Element):
    """A figure of a cell: `record` is its `FigureRecord` as JSON, `pictures` those to download,
    {MIME type: text as the bundle holds it}."""

    @property
    def record(self) -> FigureRecord:
        return FigureRecord.from_json(self["record"])

    @property
    def anchor(self) -> str:
        return str(self["ids"][0])


# ---- From the cell's output to a node


class FigureRenderer(MimeRenderPlugin):  # type: ignore[misc]
    """MyST-NB asks it for every form of every output; it takes all forms of a figure for one."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """A figure's record becomes its node, its other forms nothing; the rest is left alone."""
        if inline:
            return None
        bundle = _bundle(renderer, data)
        if MIME not in bundle:
            return None
        if data.mime_type != MIME:
            return []
        pictures = {kind: bundle[kind] for kind in (SVG, PNG)}
        record = json.loads(json.dumps(bundle[MIME]))  # plain, to be stored with the page
        return [EvidenceFigure(record=record, pictures=pictures)]


def _bundle(renderer: NbElementRenderer, data: MimeData) -> Mapping[str, Any]:
    """All forms of the output that one form belongs to."""
    _, outputs = renderer.renderer.nb_client.code_cell_outputs(data.cell_index)
    bundles = (output.get("data", {}) for output in outputs)
    return next((one for one in bundles if one.get(data.mime_type) is data.content), {})


class LabelFigures(SphinxTransform):
    """Figures stand in the page by themselves, with their label; what a page shows is noted."""

    default_priority = 210

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(EvidenceFigure)):
            bundle = node.parent.parent  # around each form MyST-NB puts a box, and one around all
            name = node["record"]["name"]
            node["ids"], node["names"] = [f"fig-{name}"], [name]
            node.source, node.line = bundle.source, bundle.line
            self._note(name, node)
            self._cite(node)
            bundle.replace_self(node)
            self.document.note_explicit_target(node, node)

    def _note(self, name: str, node: EvidenceFigure) -> None:
        """Remember where a figure is; a name used twice would make two addresses one."""
        if there := domain(self.env).figure_pages().get(name):
            LOG.warning(
                "figure-name: %s is also in %s; give this one another name",
                name,
                there,
                location=node,
            )
        domain(self.env).page(self.env.docname).figures.append(name)

    def _cite(self, node: EvidenceFigure) -> None:
        """The sources of a figure count as cited on its page: they stand in its list and open in
        place."""
        keys = [source["key"] for source in node["record"]["sources"]]
        if keys and "cite" in self.env.domains:
            cite: Any = self.env.get_domain("cite")
            ref = CitationRef(
                citation_ref_id=f"{node.anchor}-sources",
                docname=self.env.docname,
                line=node.line or 0,
                targets=[CitationTarget(key, "", "") for key in keys],
            )
            cite.citation_refs.append(ref)


# ---- On the page


def visit_html(self: HTML5Translator, node: EvidenceFigure) -> None:
    here = self.builder.current_docname
    self.body.append(html_of(node.record, links(self.builder, here, node)))
    raise nodes.SkipNode


def visit_text(self: TextTranslator, node: EvidenceFigure) -> None:
    """Where there are no pictures, the words stand for them."""
    self.add_text(f"[{node['record']['title']}. {node['record']['alt']}]")
    raise nodes.SkipNode


def skip(self: nodes.NodeVisitor, node: EvidenceFigure) -> None:
    raise nodes.SkipNode


def leave(self: nodes.NodeVisitor, node: EvidenceFigure) -> None:
    """Never called: every visit skips the rest of the node."""


def links(builder: StandaloneHTMLBuilder, docname: str, node: EvidenceFigure) -> Links:
    """What only the site knows of a figure, with addresses relative to one page."""
    app, record = builder.app, node.record
    here = builder.get_target_uri(docname)
    label = figure_number(builder, domain(app.env).figure_pages()[record.name], node)
    place = f"{FOLDER}/{record.name}"
    has_references = "references" in app.env.found_docs

    def address_of(id: str) -> str:
        """Where a row or an event of the figure's table stands; empty for what has no place."""
        try:
            return relative(here, Reference.parse(id).href)
        except NoReference:
            return ""

    return Links(
        number=label,
        files=relative(here, place),
        permanent=relative(here, f"{place}.html"),
        citation=citation(app, record, label),
        references=relative(here, "references.html") if has_references else "",
        vega=relative(here, f"{FOLDER}/{vega_bundle(app)[0]}"),
        live=relative(here, f"{place}.js") if record.live else "",
        rows=address_of,
    )


def figure_number(builder: StandaloneHTMLBuilder, docname: str, node: EvidenceFigure) -> str:
    """The figure's number as text, "Figure 1.2"; empty where figures are not numbered."""
    on_page = builder.env.toc_fignumbers.get(docname, {}).get("figure", {})
    number = ".".join(map(str, on_page.get(node.anchor, ())))
    return str(builder.config.numfig_format["figure"] % number) if number else ""


def citation(app: Sphinx, record: FigureRecord, label: str) -> str:
    """Ready words: who, when, what, where in the book, which version."""
    state, config = version(app), app.config
    where = f", {label} in" if label else " in"
    home = str(config.html_baseurl).rstrip("/")
    address = f" {home}/{FOLDER}/{record.name}.html" if home else ""
    return (
        f"{config.author} ({state.date[:4]}). “{record.title}”{where} "
        f"{config.html_title}, version {state.number}.{address}"
    )


# ---- Files and own pages


def collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the files of every figure and hand Sphinx its own page."""
    if app.builder.name != "html":
        return
    wanted: dict[str, bytes] = {}
    for docname, node in figure_nodes(app):
        wanted |= files(node)
        yield own_page(app, docname, node)
    if wanted:
        name, text = vega_bundle(app)
        wanted[name] = text.encode()
    write(Path(app.outdir) / FOLDER, wanted)


def figure_nodes(app: Sphinx) -> Iterator[tuple[str, EvidenceFigure]]:
    """Every figure with the page it stands on, page by page."""
    for docname in sorted(set(domain(app.env).figure_pages().values())):
        for node in app.env.get_doctree(docname).findall(EvidenceFigure):
            yield docname, node


def own_page(app: Sphinx, docname: str, node: EvidenceFigure) -> tuple[str, dict[str, Any], str]:
    """A figure's own page: its address stays when the figure moves to another chapter."""
    record = node.record
    page = f"{FOLDER}/{record.name}"
    app.env.metadata[page] = {"description": f"{record.title}. {record.subtitle}."}
    known = links(cast(StandaloneHTMLBuilder, app.builder), page, node)
    chapter = f"{app.builder.get_target_uri(docname)}#{node.anchor}"
    body = templates(app).render(
        "figure_page.html",
        heading=known.number or "Figure",
        figure=html_of(record, known),
        chapter=relative(app.builder.get_target_uri(page), chapter),
        title=app.env.titles[docname].astext(),
    )
    return page, {"title": known.number or record.title, "body": body}, "page.html"


def files(node: EvidenceFigure) -> dict[str, bytes]:
    """{file name: bytes} of one figure's downloads and its live chart."""
    record, pictures = node.record, node["pictures"]
    spec = json.dumps(record.vegalite, ensure_ascii=False, indent=1)
    made = {
        "csv": record.csv.encode(),
        "svg": pictures[SVG].encode(),
        "png": b64decode(pictures[PNG]),
        "vl.json": f"{spec}\n".encode(),
    }
    if record.live:
        pair = json.dumps(record.live, ensure_ascii=False, separators=(",", ":"))
        made["js"] = f'HeavyGround.spec("{record.name}",{pair});\n'.encode()
    return {f"{record.name}.{ending}": data for ending, data in made.items()}


def vega_bundle(app: Sphinx) -> tuple[str, str]:
    """File name and text of the script behind every live chart: Vega and its interpreter of
    expressions. Made once in a build."""
    return book(app).remember((__name__, "vega"), _vega_bundle)


def _vega_bundle() -> tuple[str, str]:
    """Wrapped, because the bundle would leave one-letter globals."""
    code = vl_convert.javascript_bundle("window.HeavyGround.embed = vegaEmbed;")
    text = f"(function () {{\n{code}\n}})();\n"
    return f"vega.{hashlib.sha256(text.encode()).hexdigest()[:10]}.js", text


def write(folder: Path, wanted: Mapping[str, bytes]) -> None:
    """Write what changed, remove what no figure has any more."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.suffix != ".html" and unpacked(path.name) not in wanted:
                path.unlink()
    for name, data in wanted.items():
        write_if_new(folder / name, data)


def title_of(node: nodes.Node) -> str:
    return cast(EvidenceFigure, node).record.title


def say_figure(app: Sphinx, config: Config) -> None:
    """ "Figure 1.2" instead of Sphinx's "Fig. 1.2", unless the configuration says otherwise."""
    config.numfig = True
    config.numfig_format = {"figure": "Figure %s", **config.numfig_format}


def setup(app: Sphinx) -> Setup:
    app.add_enumerable_node(
        EvidenceFigure,
        "figure",
        title_of,
        html=(visit_html, leave),
        text=(visit_text, leave),
        latex=(skip, leave),
        man=(skip, leave),
        texinfo=(skip, leave),
    )
    app.add_transform(LabelFigures)
    app.connect("config-inited", say_figure, priority=100)
    app.connect("html-collect-pages", collect_pages)
    return {**SAFE, "env_version": 2}
