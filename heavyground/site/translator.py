"""Document tree to HTML where Sphinx's own would need inline styles or miss the keyboard."""

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from .state import SAFE, Setup


class BookTranslator(HTML5Translator):
    """Sphinx's own, within the site's policy."""

    def starttag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        """No `style` attribute ever: the policy forbids it, the stylesheet decides."""
        attributes.pop("style", None)
        attributes.pop("STYLE", None)
        return str(super().starttag(node, tagname, *args, **attributes))

    def emptytag(self, node: Any, tagname: str, *args: Any, **attributes: Any) -> str:
        attributes.pop("style", None)
        return str(super().emptytag(node, tagname, *args, **attributes))

    def visit_table(self, node: nodes.Element) -> None:
        """A wide table scrolls in a labelled region of its own, reachable by keyboard; the page
        never does."""
        caption = next(iter(node.findall(nodes.title)), None)
        label = caption.astext() if caption else f"Table: {heading_above(node)}"
        region = {"role": "region", "aria-label": label, "tabindex": "0"}
        self.body.append(self.starttag({}, "div", "", CLASS="table-wrap scrolls", **region))
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def depart_colspec(self, node: nodes.colspec) -> None:
        """Column widths are the browser's to choose."""

    def visit_citation(self, node: nodes.citation) -> None:
        """One reference. Its label (a number) says nothing a reader needs; the roles docutils gives
        it are deprecated."""
        self.body.append(self.starttag(node, "div", CLASS="source"))

    def depart_citation(self, node: nodes.citation) -> None:
        self.body.append("</div>\n")

    def visit_label(self, node: nodes.label) -> None:
        if isinstance(node.parent, nodes.citation):
            raise nodes.SkipNode
        super().visit_label(node)

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        """An anchor on everything that has an id, with a name that can be read out."""
        if node["ids"] and self.config.html_permalinks and self.builder.add_permalinks:
            link = {"href": f"#{node['ids'][0]}", "aria-label": title}
            self.body.append(self.starttag({}, "a", "", CLASS="headerlink", **link))
            self.body.append(f"{self.config.html_permalinks_icon}</a>")


def heading_above(node: nodes.Node | None) -> str:
    """Text of the nearest heading, to name what has no caption."""
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    title = node.next_node(nodes.title) if node is not None else None
    return title.astext() if title is not None else ""


def open_code(self: HTML5Translator, node: nodes.Element) -> None:
    """The source of a cell behind a disclosure whose name is what it shows."""
    self.body.append('<details class="code"><summary>Show the code</summary>')


def close_code(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</details>\n")


def setup(app: Sphinx) -> Setup:
    app.set_translator("html", BookTranslator, override=True)
    app.add_node(HideCodeCellNode, override=True, html=(open_code, close_code))
    return SAFE
