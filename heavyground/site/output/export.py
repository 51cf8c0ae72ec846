"""`evidence.json`: every verified number, figure and claim of the built site with its address, for programs.

Its form is `evidence.schema.json`, which is written beside it. Addresses are relative to the site's root.
"""

import json
from pathlib import Path

from heavyground import claims, derived, numbers

from . import figures, roles, version

SCHEMA = Path(__file__).with_name("evidence.schema.json")


def evidence(app):
    """The whole export as a dict, in the order of the book."""
    order = reading_order(app.env)
    found = getattr(app.env, "heavyground_found", {})
    release = version.release(str(app.srcdir))
    return {
        "$schema": SCHEMA.name,
        "title": release["title"],
        "version": str(release["version"]),
        "commit": version.commit(str(app.srcdir)),
        "pages": [page(app, docname, found.get(docname, {})) for docname in order],
        "numbers": [
            number(app, docname, use)
            for docname in order
            for use in found.get(docname, {}).get("numbers", [])
        ],
        "figures": [one for docname in order for one in figures_of(app, docname)],
        "claims": [claim(app, one) for one in claims.ledger()],
    }


def reading_order(env):
    """Documents as the contents list them, then any other."""
    listed = [env.config.root_doc]
    for docname in listed:
        listed += [child for child in env.toctree_includes.get(docname, []) if child not in listed]
    return [docname for docname in listed if docname in env.all_docs] + sorted(
        set(env.all_docs) - set(listed)
    )


def page(app, docname, found):
    return {
        "page": app.builder.get_target_uri(docname),
        "title": app.env.titles[docname].astext(),
        "description": app.env.metadata.get(docname, {}).get("description", ""),
        "numbers": len(found.get("numbers", [])),
        "claims": sorted(set(found.get("claims", []))),
        "literals": found.get("lits", []),
    }


def number(app, docname, use):
    """One number in the text: its place, its words, what it rests on."""
    target = use["target"]
    named = (
        {"derived": target[1:]}
        if target.startswith("=")
        else {"parameter": target[1:]}
        if target.startswith("@")
        else {}
    )
    ids = (
        [target]
        if not named
        else list(derived.get(target[1:]).inputs)
        if "derived" in named
        else []
    )
    return {
        "page": app.builder.get_target_uri(docname),
        "anchor": use["anchor"],
        "text": use["text"],
        "ids": ids,
        **named,
        "states": numbers.show(numbers.look_up(target)),
    }


def figures_of(app, docname):
    """The figures of one page with their downloads as paths in the site."""
    for node in app.env.get_doctree(docname).findall(figures.EvidenceFigure):
        record = node["record"]
        place = f"figures/{record['name']}"
        yield {
            "page": app.builder.get_target_uri(docname),
            "anchor": node["ids"][0],
            "name": record["name"],
            "title": record["title"],
            "alt": record["alt"],
            "ids": record["ids"],
            "sources": [source["key"] for source in record["sources"]],
            "downloads": {
                "csv": f"{place}.csv",
                "svg": f"{place}.svg",
                "png": f"{place}.png",
                "vegalite": f"{place}.vl.json",
            },
        }


def claim(app, one):
    known = roles.LEDGER in app.env.all_docs
    return {
        "id": one.id,
        "verdict": one.verdict,
        "how": one.how,
        "ids": list(one.ids),
        "page": app.builder.get_target_uri(roles.LEDGER) if known else "",
        "anchor": one.id,
    }


def write(app, exception):
    if exception or app.builder.name != "html":
        return
    made = json.dumps(evidence(app), ensure_ascii=False, indent=1) + "\n"
    (Path(app.outdir) / "evidence.json").write_text(made, "utf-8")
    (Path(app.outdir) / SCHEMA.name).write_bytes(SCHEMA.read_bytes())


def setup(app):
    app.connect("build-finished", write, priority=850)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
