"""Text from outside is harmless wherever the evidence reaches a page: a tiny book of hostile texts
is built, and every page that is made from it is read.
"""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers import write_data
from sites import build, once, said, settings, shared_folder

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&lt; "
    "\u202eorez\u202c שלום </script>" + "w" * 300
)
CELL = HOSTILE.replace("|", "/")
LINK = "javascript:alert(3)"
FRONT = "---\ndescription: A page of trial, which holds what a reader would find there.\n---\n\n"
PAGES = {
    "index": "# Tin\n\nPeru mined {num}`31,000 t <ore-0001>` ({claim}`A01`), {lit}`5 <rule>`.\n",
    "chapters/tin": (
        "# Ore\n\nTin ore is dug, {num}`31,000 t <ore-0001>` or {num}`9,000 t <ore-0003>` there.\n"
        "See {cite:t}`atlas2025`, {claim}`A01`.\n"
    ),
    "chapters/ledger": "# The ledger\n\n```{ledger}\n```\n",
    "chapters/disagreements": "# Disagreements\n\n```{disagreements}\n```\n",
    "chapters/timeline": "# Timeline\n\n```{timeline}\n```\n",
    "chapters/glossary": "# Glossary\n\n```{terms}\n```\n",
    "chapters/data": "# Data\n\n```{table-of-rows}\n```\n\n```{datalist}\n```\n",
    "references": "# References\n\n```{bibliography}\n:all:\n```\n",
}
TABLES = {
    "observations": f"""
        id       | entity | period | value | source     | note   | printed | locator
        ore-0001 | Peru   | 2024   | 31000 | atlas2025  | {CELL} | {CELL}  | {CELL}
        ore-0002 | Peru   | 2024   | 22000 | digest2025 | {CELL} |         |
        ore-0003 | Chile  | 2024   | 9000  | atlas2025  |        |         |
    """,
    "series": f"""
        series | title  | quantity | unit
        output | {CELL} | {CELL}   | t
    """,
    "sources": f"""
        key        | title  | organisation | url
        atlas2025  | {CELL} | {CELL}       | {LINK}
        digest2025 | {CELL} | House        | https://example.org/
    """,
    "events": f"""
        id      | date       | title  | description | actors | place  | topic | source
        ev-0001 | 2024-03-07 | {CELL} | {CELL}      | {CELL} | {CELL} | trade | atlas2025
    """,
    "claims": f"""
        id  | seed      | topic  | paraphrase | value_low | value_high | unit
        A01 | essay2025 | output | {CELL}     | 30000     | 30000      | t
    """,
    "verdicts": f"""
        claim | verdict      | how    | reason                          | ids
        A01   | contradicted | judged | {CELL} {{31,000 t <ore-0001>}}. | ore-0001
    """,
    "glossary": f"""
        term    | definition | aliases | script_name | source
        Tin ore | {CELL}     | {CELL}  | {CELL}      | atlas2025
    """,
    "disagreements": f"""
        ids                | explanation
        ore-0001; ore-0002 | {CELL} {{31,000 t <ore-0001>}}
    """,
}


def lay(folder: Path) -> None:
    """A book of hostile texts, built. Its checks complain; the pages are written all the same."""
    (folder / "chapters").mkdir(parents=True)
    write_data(folder / "data", **TABLES)
    named = {"project": "Tin", "heavyground_analysis": "", "heavyground_precompress": "false"}
    (folder / "_config.yml").write_text(settings("Tin: a trial", **named), "utf-8")
    citation = "title: Tin\nversion: 0.1.0\ndate-released: 2026-11-25\n"
    (folder / "CITATION.cff").write_text(citation, "utf-8")
    first, *others = PAGES
    contents = f"format: jb-book\nroot: {first}\nchapters:\n"
    contents += "".join(f"  - file: {name}\n" for name in others)
    (folder / "_toc.yml").write_text(contents, "utf-8")
    for name, text in PAGES.items():
        (folder / f"{name}.md").write_text(FRONT + text, "utf-8")
    done = build(folder)
    assert "build finished" in said(done), said(done)[-6000:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_folder(tmp_path_factory) / "hostile", lay) / "_build" / "html"


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(folder.rglob("*.html"))
    }


HOLDING = [  # pages, and what on them is made of the hostile texts
    ("index.html", ".entries"),
    ("chapters/tin.html", ".entries"),
    ("chapters/tin.html", ".cited"),
    ("chapters/ledger.html", ".ledger"),
    ("chapters/disagreements.html", ".disagreement"),
    ("chapters/timeline.html", ".timeline"),
    ("chapters/glossary.html", ".glossary"),
    ("references.html", ".source"),
    ("data/ore.html", ".datum"),
    ("data/ev.html", ".datum"),
]


@pytest.mark.parametrize("path, part", HOLDING)
def test_hostile_text_reaches_the_page_as_text(
    pages: dict[str, BeautifulSoup], path: str, part: str
) -> None:
    found = pages[path].select(part)
    assert any("<script>alert(1)</script>" in one.get_text() for one in found)


def test_no_page_holds_an_element_of_theirs(pages: dict[str, BeautifulSoup]) -> None:
    assert len(pages) > len(PAGES)
    for path, page in pages.items():
        assert not page.find(["img", "style", "iframe"]), path
        for script in page.find_all("script"):
            assert script.get("src") or "json" in script["type"], path
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]


def test_only_web_addresses_become_links(pages: dict[str, BeautifulSoup]) -> None:
    for path, page in pages.items():
        for tag in page.find_all(href=True):
            assert not re.match(r"\s*(?!https?:|data:image)[a-z]+:", tag["href"], re.I), path


@pytest.mark.parametrize(
    "path, part", [("chapters/tin.html", ".entries"), ("chapters/glossary.html", ".glossary")]
)
def test_text_that_runs_the_other_way_keeps_to_itself(
    pages: dict[str, BeautifulSoup], path: str, part: str
) -> None:
    found = [
        text for one in pages[path].select(part) for text in one.find_all(string=re.compile("שלום"))
    ]
    assert found
    assert all(text.find_parent("bdi") is not None for text in found)


def test_the_table_of_rows_cannot_end_its_script(folder: Path) -> None:
    (script,) = (folder / "data").glob("table.*.js")
    packed = re.search(r"HeavyGround\.rows=(\{.*?\});\n;", script.read_text("utf-8"), re.S)
    assert packed is not None
    assert "<" not in packed[1]
    assert any("<script>" in title for title in json.loads(packed[1])["lists"]["series"])


def test_what_programs_read_is_strict_json(folder: Path) -> None:
    assert json.loads((folder / "evidence.json").read_text("utf-8"))["claims"]
