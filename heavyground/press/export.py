"""`evidence.json` at the root of the site: what the pages say, for machines.

    {version, commit,
     pages:   [{page, title}],
     numbers: [{page, anchor, text, ids, derived}]       ids: rows of the evidence; derived: name of a derived value, or ""
     figures: [{page, anchor, name, title, alt, ids, sources, downloads: {csv, svg, png, vegalite}}]
     claims:  [{id, verdict, how, ids, anchor}]}          how: computed | judged

Addresses are relative to the site. A test compares the file with the pages.
"""
import json
from pathlib import Path

from docutils import nodes

from heavyground import claims, derived

from . import roles, version


def numbers(app):
    """Every verified number of every page."""
    pages = getattr(app.env, "heavyground_found", {})
    return [{"page": app.builder.get_target_uri(page), "anchor": use["anchor"], "text": use["text"], **origin(use["target"])}
            for page, found in sorted(pages.items()) for use in found["numbers"]]


def origin(target):
    """The rows a number rests on, and the derived value it is, if it is one."""
    if not target.startswith("="):
        return {"ids": [target], "derived": ""}
    return {"ids": list(derived.get(target[1:]).inputs), "derived": target[1:]}


def figures(app):
    """Every figure, in the order of the pages."""
    homes = getattr(app.env, "heavyground_figures", {})
    found = []
    for page in sorted(set(homes.values())):
        for node in app.env.get_doctree(page).findall(lambda node: isinstance(node, nodes.Element) and "record" in node):
            record = node["record"]
            name = record["name"]
            found.append({
                "page": app.builder.get_target_uri(page), "anchor": f"fig-{name}", "name": name, "title": record["title"], "alt": record["alt"], "ids": record["ids"],
                "sources": [source["key"] for source in record["sources"]],
                "downloads": {"csv": f"figures/{name}.csv", "svg": f"figures/{name}.svg", "png": f"figures/{name}.png", "vegalite": f"figures/{name}.vl.json"},
            })
    return found


def write(app, exception):
    """Write the file when the pages are written."""
    if exception or app.builder.name != "html":
        return
    root = str(app.srcdir)
    said = {
        "version": version.release(root)["version"], "commit": version.commit(root),
        "pages": [{"page": app.builder.get_target_uri(page), "title": app.env.titles[page].astext()} for page in sorted(app.env.found_docs)],
        "numbers": numbers(app), "figures": figures(app),
        "claims": [{"id": one.id, "verdict": one.verdict, "how": one.how, "ids": list(one.ids), "anchor": f"{app.builder.get_target_uri(roles.LEDGER)}#{one.id}"} for one in claims.ledger()],
    }
    (Path(app.outdir) / "evidence.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")


def setup(app):
    app.connect("build-finished", write, priority=880)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
