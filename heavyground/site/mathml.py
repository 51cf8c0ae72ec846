"""Formulas as MathML, made at build time: no script, no font, readable by screen readers."""

import re
from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.locale import _
from sphinx.util.math import get_node_equation_number

STYLE = re.compile(r'\s(style|columnalign|columnspacing|rowspacing)="[^"]*"')


def mathml(latex, display):
    """MathML of one formula; inline styles are dropped (the Content-Security-Policy forbids them)."""
    return STYLE.sub("", convert(latex, display=display))


def inline(self, node):
    self.body.append(f'<span class="math">{mathml(node.astext(), "inline")}</span>')
    raise nodes.SkipNode


def block(self, node):
    number = ""
    if node["number"]:
        number = f'<span class="eqno">({escape(get_node_equation_number(self, node))})</span>'
    anchor = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    label = escape(_("Formula"))
    self.body.append(
        f'<div class="formula scrolls" role="group" aria-label="{label}" tabindex="0"{anchor}>'
        f"{mathml(node.astext(), 'block')}{number}</div>"
    )
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
