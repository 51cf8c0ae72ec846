"""Text from outside is harmless wherever the evidence reaches a page: cards, rows, ledger, disagreements, glossary, table."""

import json
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from heavyground import claims, disagreements
from heavyground import evidence as ev
from heavyground.press import cards, data_pages, glossary, ledger, roles, table
from heavyground.press import disagreements as press_disagreements

from conftest import read_rows, write_rows
from test_claims import edit

POISON = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt; \u202eorez\u202c שלום </script>"
    + "w" * 300
)
LINK = "javascript:alert(3)"


@pytest.fixture
def poisoned(data_copy, monkeypatch):
    """A data folder whose texts attack the pages; the library reads it as its own."""
    edit(
        data_copy,
        {
            "prod-0701": {"note": POISON, "printed": POISON, "locator": POISON},
            "prod-0332": {"note": POISON},
        },
    )
    for name, key, changes in (
        (
            "sources.csv",
            "globalwitness2024press",
            {"title": POISON, "organisation": POISON, "url": LINK},
        ),
        ("series.csv", "imports-weight", {"title": POISON}),
        ("claims.csv", "A42", {"paraphrase": POISON}),
        ("verdicts.csv", "A42", {"reason": POISON + " {41,700 t <prod-0701>}"}),
        ("glossary.csv", "REO", {"definition": POISON, "aliases": POISON, "script_name": POISON}),
        ("disagreements.csv", "prod-0701; prod-0332", {"explanation": POISON}),
    ):
        header, rows = read_rows(data_copy / name)
        found = [cells for _, cells in rows if cells[0] == key]
        assert found, (name, key)
        for column, value in changes.items():
            found[0][header.index(column)] = value
        write_rows(data_copy / name, header, rows)
    for module in (ev, claims, disagreements, glossary):
        monkeypatch.setattr(module, "DATA", data_copy)
    for kept in (cards.entries, cards.titles, cards.rivals, cards.witnesses):
        kept.cache_clear()
    yield data_copy
    for kept in (cards.entries, cards.titles, cards.rivals, cards.witnesses):
        kept.cache_clear()


def page_env():
    return SimpleNamespace(docname="chapters/ledger")


def pieces():
    env = page_env()
    roles.found(env)["numbers"].append(
        {"anchor": "at-prod-0701", "text": "41,700 t", "target": "prod-0701"}
    )
    roles.found(env)["claims"].append("A42")
    page = cards.Page("chapters/production.html", roles.found(env))
    sources = {row["key"]: row for row in ev.load().sources.to_dict("records")}
    directive = ledger.Ledger.__new__(ledger.Ledger)
    directive.state = SimpleNamespace(document=SimpleNamespace(settings=SimpleNamespace(env=env)))
    block = press_disagreements.Disagreements.__new__(press_disagreements.Disagreements)
    block.state, block.here = directive.state, "chapters/disagreements.html"
    quarrel = next(
        one for one in disagreements.disagreements(uses={}) if "prod-0701" in set(one.rows.id)
    )
    yield "card", page.numbers()
    yield "claim", page.claims()
    yield "row", data_pages.row_html(ev.row("prod-0701"), sources)
    yield "ledger", directive.entry(claims.entry("A42"))
    yield "disagreement", block.block(quarrel)
    yield "glossary", "".join(part for row in glossary.terms() for part in glossary.definition(row))


def test_poison_reaches_the_pages_as_text(poisoned):
    for name, html in pieces():
        soup = BeautifulSoup(html, "html.parser")
        assert not soup.find(["script", "img", "style", "iframe"]), name
        assert not [
            tag
            for tag in soup.find_all(True)
            if any(attribute.startswith("on") or attribute == "style" for attribute in tag.attrs)
        ], name
        assert not [
            tag["href"]
            for tag in soup.find_all(href=True)
            if re.match(r"\s*(?!https?:)[a-z]+:", tag["href"], re.I)
        ], name
        assert "<script>alert(1)</script>" in soup.get_text(), name


def test_text_that_runs_the_other_way_keeps_to_itself(poisoned):
    for name, html in pieces():
        if name in ("card", "glossary"):
            for text in BeautifulSoup(html, "html.parser").find_all(string=re.compile("\u202e")):
                assert text.find_parent("bdi") is not None, name


def test_the_table_cannot_end_its_script(poisoned):
    _, text = table.script()
    packed = re.search(r"window\.HeavyGroundRows=(\{.*?\});\n;", text, re.S)[1]
    assert "<" not in packed
    assert any(POISON.split(" ")[0] in title for title in json.loads(packed)["lists"]["series"])
