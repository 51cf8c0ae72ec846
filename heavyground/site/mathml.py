"""Formulas as MathML, made at build time: no script, no font, readable by screen readers."""

import re

from docutils import nodes
from latex2mathml.converter import convert
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from .state import SAFE, Setup, templates

STYLE = re.compile(r'\s(style|columnalign|columnspacing|rowspacing)="[^"]*"')


def mathml(latex: str, display: str) -> Markup:
    """MathML of one formula; styles are dropped (the Content-Security-Policy forbids them)."""
    return Markup(STYLE.sub("", convert(latex, display=display)))


def inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{mathml(node.astext(), "inline")}</span>')
    raise nodes.SkipNode


def block(self: HTML5Translator, node: nodes.math_block) -> None:
    formula = templates(self.builder.app).macro("parts.html", "formula")
    number = get_node_equation_number(self, node) if node["number"] else ""
    anchor = node["ids"][0] if node.get("ids") else ""
    self.body.append(formula(mathml(node.astext(), "block"), number, anchor))
    raise nodes.SkipNode


def setup(app: Sphinx) -> Setup:
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return SAFE
