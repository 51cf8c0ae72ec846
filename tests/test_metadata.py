"""A copy that has an address: canonical, previews, citation tags, linked data, sitemap; and that
Sphinx alone builds the same book.
"""

import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sites import ROOT, jupyter_book, once, run, said

HOME = "https://example.org/heavy-ground"
Pages = dict[str, BeautifulSoup]
FILES = (".html", ".css", ".js", ".svg", ".csv")


def sphinx(folder: Path, out: Path, *settings: str) -> None:
    """Pages written by Sphinx itself from the configuration that Jupyter Book writes.

    Jupyter Book names the contents by their whole path; told the same, Sphinx need not run the
    chapters again.
    """
    doctrees = ("-d", "_build/.doctrees")
    same = ("-D", f"external_toc_path={folder / '_toc.yml'}", "-D", "heavyground_precompress=0")
    write = (sys.executable, "-m", "sphinx", "-q", "-b", "html", *doctrees, *same, *settings)
    for command in ((jupyter_book(), "config", "sphinx", "."), (*write, ".", str(out))):
        done = run(folder, *command)
        assert done.returncode == 0, said(done)[-4000:]


@pytest.fixture(scope="module")
def named(site: Path) -> Path:
    """The same book, written once more with an address, beside the first and from what it read."""
    book, out = site.parent.parent, site.with_name("named")
    return once(out, lambda out: sphinx(book, out, "-D", f"html_baseurl={HOME}/"))


@pytest.fixture(scope="module")
def pages(named: Path) -> Pages:
    return {
        path.relative_to(named).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in [named / "index.html", *sorted(named.glob("chapters/*.html"))]
    }


def content(page: BeautifulSoup, name: str) -> str:
    """Content of a tag of `<head>`; empty where there is none."""
    tag = page.find("meta", attrs={"name": name}) or page.find("meta", attrs={"property": name})
    return str(tag["content"]) if tag else ""


def test_every_page_has_its_one_address(pages: Pages) -> None:
    for path, page in pages.items():
        assert [tag["href"] for tag in page.select("link[rel=canonical]")] == [f"{HOME}/{path}"]
        assert content(page, "og:url") == f"{HOME}/{path}"


def test_titles_and_descriptions_are_of_each_page_alone(pages: Pages) -> None:
    titles = [page.title.get_text() for page in pages.values() if page.title]
    words = [content(page, "description") for page in pages.values()]
    assert len(set(titles)) == len(set(words)) == len(pages)
    assert [text for text in words if not 50 <= len(text) <= 220] == []
    for page in pages.values():
        assert page.html is not None
        assert page.html["lang"] == "en"
        assert page.select_one("link[rel=license]")


def test_a_preview_has_its_picture(pages: Pages, named: Path) -> None:
    for path, page in pages.items():
        picture = named / content(page, "og:image").removeprefix(HOME + "/")
        head = picture.read_bytes()[:24]
        size = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        assert head.startswith(b"\x89PNG"), path
        assert size == (1200, 630), path
        assert content(page, "og:description") == content(page, "description")
        assert content(page, "twitter:card") == "summary_large_image"


def test_reference_managers_find_title_author_date_and_address(pages: Pages) -> None:
    for path, page in pages.items():
        for name in ("title", "author", "publication_date", "language"):
            assert content(page, f"citation_{name}"), f"{path}: {name}"
        assert content(page, "citation_fulltext_html_url") == f"{HOME}/{path}"
        assert bool(content(page, "citation_inbook_title")) == (path != "index.html")


def test_the_line_on_how_to_cite_names_the_authors(pages: Pages) -> None:
    for path, page in pages.items():
        assert page.footer is not None
        assert f"Cite {content(page, 'citation_author')} (" in page.footer.get_text(), path


def linked(page: BeautifulSoup) -> dict[str, object]:
    (script,) = page.select('script[type="application/ld+json"]')
    found: dict[str, object] = json.loads(script.get_text())
    return found


def test_linked_data_names_book_and_chapters(pages: Pages) -> None:
    front, chapter = (linked(pages[path]) for path in ("index.html", "chapters/control.html"))
    assert front["@type"] == "Book"
    assert chapter["@type"] == "Chapter"
    assert chapter["position"] == 2
    whole = chapter["isPartOf"]
    assert isinstance(whole, dict)
    assert whole["name"] == front["name"]


def test_linked_data_names_every_table(pages: Pages) -> None:
    graph = linked(pages["chapters/data.html"])["@graph"]
    assert isinstance(graph, list)
    chapter, *tables = graph
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert chapter["@type"] == "Chapter"
    assert {table["@type"] for table in tables} == {"Dataset"}
    addresses = [table["distribution"]["contentUrl"] for table in tables]
    assert addresses == [f"{HOME}/data/{table['path']}" for table in package["resources"]]
    for table, resource in zip(tables, package["resources"], strict=True):
        size = (ROOT / "data" / resource["path"]).stat().st_size
        assert table["distribution"]["contentSize"] == f"{size} B"
        assert len(table["description"]) >= 50
        assert table["license"]


def test_the_sitemap_lists_every_page_and_robots_names_it(pages: Pages, named: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.parse(named / "sitemap.xml").getroot()
    found = [place.text or "" for place in root.findall("s:url/s:loc", space)]
    listed = [address.removeprefix(HOME + "/") for address in found]
    assert set(pages) <= set(listed)
    assert len(listed) == len(set(listed))
    assert all((named / path).is_file() for path in listed)
    days = [day.text or "" for day in root.findall("s:url/s:lastmod", space)]
    assert all(len(day) == len("2026-11-25") for day in days)
    assert f"Sitemap: {HOME}/sitemap.xml" in (named / "robots.txt").read_text("utf-8")


def test_date_and_commit_stand_on_each_page(pages: Pages) -> None:
    for path, page in pages.items():
        assert page.footer is not None
        assert page.footer.time is not None, path
        assert page.footer.time["datetime"], path
        assert "commit " in page.footer.get_text(), path


# ---- Sphinx alone


def test_sphinx_alone_writes_the_same_book(site: Path, named: Path) -> None:
    """The address apart, every page and every download is that of `jupyter-book build`."""
    theirs, ours = (
        {
            path.relative_to(root).as_posix(): path
            for path in root.rglob("*")
            if path.suffix in FILES
        }
        for root in (named, site)
    )
    assert set(theirs) == set(ours)
    assert [name for name in ours if shown(theirs[name]) != shown(ours[name])] == []


def shown(path: Path) -> bytes:
    """What a page shows, without lines that hold the copy's address; other files as they are."""
    if path.suffix != ".html":
        return path.read_bytes()
    main = BeautifulSoup(path.read_text("utf-8"), "html.parser").main
    assert main is not None
    for line in main.select(".hg-cite"):
        line.decompose()
    return str(main).encode()
