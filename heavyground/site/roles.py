"""`{num}`, `{claim}` and `{lit}` on the page. Whether they are right is said by the checks.

#n-prod-0701      the number's entry in the list at the page's end (`cards`)
#at-prod-0701     the place in the text, `-2` and so on for the next places
ledger.html#A42   a claim's line in the ledger
"""

from collections import Counter

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from ..checks.verdicts import SHORT
from ..numbers import KINDS, NoReference, Reference
from ..numbers.scan import BRACES, TARGETED
from .addresses import relative
from .domain import Use, domain
from .state import SAFE, Setup, ledger, pages_written, templates

LOG = logging.getLogger(__name__)
Parsed = tuple[list[nodes.Node], list[nodes.system_message]]


class NumberRole(SphinxRole):
    """``{num}`41,700 t <prod-0701>` ``"""

    def run(self) -> Parsed:
        text, target = split(self.text)
        return [number(self.env, text, target)], []


class ClaimRole(SphinxRole):
    """``{claim}`A42` ``: the id and its verdict in a word, linked to the ledger."""

    def run(self) -> Parsed:
        return [claim(self.env, self.text.strip())], []


class LiteralRole(SphinxRole):
    """``{lit}`5 % <rule>` ``: a number that is no evidence."""

    def run(self) -> Parsed:
        text, kind = split(self.text)
        domain(self.env).page(self.env.docname).literals.append(kind)
        return [nodes.Text(text)], []


def split(content: str) -> tuple[str, str]:
    """Text and target of a role; a role without target keeps its text (the check has said so)."""
    match = TARGETED.match(content)
    return (match["text"], match["target"].strip()) if match else (content, "")


def number(env: BuildEnvironment, text: str, target: str) -> nodes.Node:
    """A verified number as a link to its entry, noted for the page's list; a target that is none
    leaves the text (the check has said so)."""
    try:
        reference = Reference.parse(target)
    except NoReference:
        return nodes.Text(text)
    link = nodes.reference("", "", nodes.Text(text), internal=True, refid=reference.anchor)
    link["classes"], link["ids"] = ["num"], [note(env, text, reference)]
    return link


def note(env: BuildEnvironment, text: str, reference: Reference) -> str:
    """Remember a number of the page being read; the anchor of its place in the text."""
    uses = domain(env).page(env.docname).numbers
    before = sum(use.reference == reference for use in uses)
    place = f"at-{reference.slug}" + (f"-{before + 1}" if before else "")
    uses.append(Use(place, text, reference))
    return place


def claim(env: BuildEnvironment, id: str) -> nodes.Node:
    """A claim as a link; its verdict is filled in when the page is written."""
    domain(env).page(env.docname).claims.append(id)
    link = nodes.reference("", "", nodes.Text(id), internal=True, refuri=f"#{id}", hg_claim=id)
    link["classes"] = ["claim"]
    return link


def markup(env: BuildEnvironment, text: str) -> Markup:
    """A text with numbers in braces as HTML, noted like those of roles: `{58 % <=oxide_share>}`."""
    link = templates(env.app).macro("parts.html", "number")
    made, at = Markup(""), 0
    for match in BRACES.finditer(text):
        words, target = match["text"].strip(), match["target"].strip()
        made += text[at : match.start()]
        if target in KINDS:
            made += words
        else:
            reference = Reference.parse(target)
            made += link(reference.anchor, note(env, words, reference), words)
        at = match.end()
    return made + text[at:]


def unmarked(text: str) -> str:
    """A text with numbers in braces as plain words.

    >>> unmarked("It is {58 % <=oxide_share>}.")
    'It is 58 %.'
    """
    return BRACES.sub(lambda match: match["text"].strip(), text)


# ---- When pages are written


def fill_claims(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give every claim its address and its verdict as of now."""
    links = [node for node in doctree.findall(nodes.reference) if "hg_claim" in node]
    verdicts = {entry.id: entry.verdict for entry in ledger(app)} if links else {}
    for link in links:
        reference = Reference("claim", link["hg_claim"])
        if reference.name not in verdicts:
            continue  # the check has said so
        verdict = verdicts[reference.name]
        link["refuri"] = relative(app.builder.get_target_uri(docname), reference.href)
        link["classes"].append(verdict.split()[-1])
        link.append(nodes.inline("", f" {SHORT[verdict]}", classes=["verdict"]))


def report(app: Sphinx, exception: Exception | None) -> None:
    """Say once per build what was verified."""
    if not pages_written(app, exception):
        return
    pages = domain(app.env).pages.values()
    literals = Counter(kind for page in pages for kind in page.literals)
    LOG.info(
        "numbers: %d verified on %d pages; literals: %s",
        sum(len(page.numbers) for page in pages),
        sum(bool(page.numbers) for page in pages),
        ", ".join(f"{count} {kind}" for kind, count in sorted(literals.items())) or "none",
    )


def setup(app: Sphinx) -> Setup:
    app.add_role("num", NumberRole())
    app.add_role("claim", ClaimRole())
    app.add_role("lit", LiteralRole())
    app.connect("doctree-resolved", fill_claims)
    app.connect("build-finished", report)
    return SAFE
