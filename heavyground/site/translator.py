"""Document tree to HTML where Sphinx's own markup would need inline styles or could not be reached by keyboard."""

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.writers.html5 import HTML5Translator


class BookTranslator(HTML5Translator):
    def starttag(self, node, tagname, *args, **attributes):
        """No `style` attribute ever: the Content-Security-Policy forbids it, the stylesheet decides."""
        attributes.pop("style", None)
        attributes.pop("STYLE", None)
        return super().starttag(node, tagname, *args, **attributes)

    def emptytag(self, node, tagname, *args, **attributes):
        attributes.pop("style", None)
        return super().emptytag(node, tagname, *args, **attributes)

    def visit_table(self, node):
        """A wide table scrolls inside its own labelled region, reachable by keyboard; the page never does."""
        caption = next(iter(node.findall(nodes.title)), None)
        label = self.attval(caption.astext() if caption else f"Table: {heading_above(node)}")
        self.body.append(
            f'<div class="table-wrap scrolls" role="region" aria-label="{label}" tabindex="0">'
        )
        super().visit_table(node)

    def depart_table(self, node):
        super().depart_table(node)
        self.body.append("</div>\n")

    def depart_colspec(self, node):
        """Column widths are the browser's to choose."""

    def visit_citation(self, node):
        """One reference. Its label (a number) says nothing a reader needs; the roles docutils gives it are deprecated."""
        self.body.append(self.starttag(node, "div", CLASS="source"))

    def depart_citation(self, node):
        self.body.append("</div>\n")

    def visit_label(self, node):
        if isinstance(node.parent, nodes.citation):
            raise nodes.SkipNode
        super().visit_label(node)

    def add_permalink_ref(self, node, title):
        """An anchor on everything that has an id, with a name that can be read out."""
        if node["ids"] and self.config.html_permalinks and self.builder.add_permalinks:
            name = self.attval(title)
            self.body.append(
                f'<a class="headerlink" href="#{node["ids"][0]}" aria-label="{name}">'
                f"{self.config.html_permalinks_icon}</a>"
            )


def heading_above(node):
    """Text of the nearest heading, to name what has no caption."""
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node.next_node(nodes.title).astext() if node is not None else ""


def open_code(self, node):
    """Source of a cell behind a disclosure whose name is what it shows."""
    self.body.append('<details class="code"><summary>Show the code</summary>')


def close_code(self, node):
    self.body.append("</details>\n")


def setup(app):
    app.set_translator("html", BookTranslator, override=True)
    app.add_node(HideCodeCellNode, override=True, html=(open_code, close_code))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
