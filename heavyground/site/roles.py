"""`{num}`, `{claim}` and `{lit}` on the page. The library decides what is right; here a role becomes a link.

#n-prod-0701      the number's entry in the list at the page's end (`cards`)
#at-prod-0701     the place in the text, `-2` and so on for the next places
ledger.html#A42   a claim's line in the ledger
"""

import re
from collections import Counter
from html import escape

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from heavyground import claims, disagreements, numbers

LOG = logging.getLogger(__name__)
TARGETED = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.S)
BRACES = re.compile(r"\{(?P<text>[^{}<>]+?)\s*<(?P<target>[^<>{}]+)>\}")
LEDGER = "chapters/ledger"
SHORT = claims.SHORT


class Number(SphinxRole):
    """``{num}`41,700 t <prod-0701>` ``"""

    def run(self):
        text, target = split(self.text)
        return [number(self.env, text, target)], []


class Claim(SphinxRole):
    """``{claim}`A42` ``: the id and its verdict in a word, linked to the ledger."""

    def run(self):
        return [claim(self.env, self.text.strip())], []


class Literal(SphinxRole):
    """``{lit}`5 % <rule>` ``: a figure that is no evidence."""

    def run(self):
        text, kind = split(self.text)
        found(self.env)["lits"].append(kind)
        return [nodes.Text(text)], []


def split(content):
    """Text and target of a role; a role without target keeps its text (the check has said so)."""
    match = TARGETED.match(content)
    return (match["text"], match["target"].strip()) if match else (content, "")


def number(env, text, target):
    """A verified number as a link to its entry, noted for the page's list."""
    uses = found(env)["numbers"]
    times = sum(one["target"] == target for one in uses)
    place = f"at-{slug(target)}" + (f"-{times + 1}" if times else "")
    uses.append({"anchor": place, "text": text, "target": target})
    return nodes.reference(
        "", "", nodes.Text(text), internal=True, refid=anchor(target), classes=["num"], ids=[place]
    )


def claim(env, id):
    """A claim as a link; address and verdict are filled in when the page is written."""
    found(env)["claims"].append(id)
    return nodes.reference(
        "", "", nodes.Text(id), internal=True, refuri=f"#{id}", classes=["claim"], hg_claim=id
    )


def markup(env, text):
    """HTML of a text with figures in braces, as `numbers.num` checks them: `{58 % <=oxide_share_2023>}`."""
    out, at = "", 0
    for match in BRACES.finditer(text):
        words, target = match["text"].strip(), match["target"].strip()
        out += escape(text[at : match.start()])
        if target in numbers.KINDS:
            out += escape(words)
        else:
            node = number(env, words, target)
            out += (
                f'<a class="num" href="#{node["refid"]}" id="{node["ids"][0]}">{escape(words)}</a>'
            )
        at = match.end()
    return out + escape(text[at:])


def slug(target):
    """A target as part of an address: prod-0701, oxide-share-2023, A42."""
    return re.sub(r"[^A-Za-z0-9]+", "-", target).strip("-")


def anchor(target):
    """Address of a number's entry on its page."""
    return f"n-{slug(target)}"


# ---- What each page holds


def found(env, docname=None):
    """Numbers, claims and literals of one page, in the order of the text."""
    if not hasattr(env, "heavyground_found"):
        env.heavyground_found = {}
    return env.heavyground_found.setdefault(
        docname or env.docname, {"numbers": [], "claims": [], "lits": []}
    )


def forget(app, env, docname):
    getattr(env, "heavyground_found", {}).pop(docname, None)


def merge(app, env, docnames, other):
    theirs = getattr(other, "heavyground_found", {})
    for docname in docnames:
        if docname in theirs:
            found(env, docname).update(theirs[docname])


def check(app, docname, source):
    """The same faults, at the same lines, as `make check`: one warning each, and a warning fails the build."""
    if not re.search(r"\{(num|claim|lit)\}|num\(", source[0]):
        return
    for fault in numbers.check_text(app.env.doc2path(docname)):
        LOG.warning(str(fault))


def check_ledger(app, env, docnames):
    """Faults of the ledger and of the disagreements: a verdict that the rows no longer give, a reason with a wrong figure."""
    for fault in [*claims.check(), *disagreements.check()]:
        LOG.warning(str(fault))


def fill_claims(app, doctree, docname):
    """Give every claim its address and its verdict as of now."""
    places = list(
        doctree.findall(lambda node: isinstance(node, nodes.reference) and "hg_claim" in node)
    )
    if not places:
        return
    verdicts = {entry.id: entry.verdict for entry in claims.ledger()}
    for node in places:
        id = node["hg_claim"]
        if id in verdicts:
            node["refuri"] = (
                "" if docname == LEDGER else app.builder.get_relative_uri(docname, LEDGER)
            ) + f"#{id}"
            node["classes"].append(verdicts[id].split()[-1])
            node.append(nodes.inline("", f" {SHORT[verdicts[id]]}", classes=["verdict"]))


def report(app, exception):
    """Say once per build what was verified."""
    if exception or app.builder.name != "html":
        return
    pages = getattr(app.env, "heavyground_found", {})
    lits = Counter(kind for page in pages.values() for kind in page["lits"])
    LOG.info(
        "numbers: %d verified on %d pages; literals: %s",
        sum(len(page["numbers"]) for page in pages.values()),
        sum(bool(page["numbers"]) for page in pages.values()),
        ", ".join(f"{n} {kind}" for kind, n in sorted(lits.items())) or "none",
    )


def setup(app):
    app.add_role("num", Number())
    app.add_role("claim", Claim())
    app.add_role("lit", Literal())
    app.connect("source-read", check)
    app.connect("env-before-read-docs", check_ledger)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("doctree-resolved", fill_claims)
    app.connect("build-finished", report)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
