"""A copy that has an address: canonical, previews, citation tags, linked data, sitemap; and that Sphinx alone builds the same book."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from heavyground.paths import DATA

pytestmark = pytest.mark.xdist_group("site")
HOME = "https://example.org/heavy-ground"


def sphinx(folder, out, *settings):
    """Pages written by Sphinx itself from the configuration that Jupyter Book writes.

    Jupyter Book names the contents by their whole path; told the same, Sphinx need not run the chapters again.
    """
    jupyter_book = str(Path(sys.executable).with_name("jupyter-book"))
    for command in (
        [jupyter_book, "config", "sphinx", "."],
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-b",
            "html",
            "-d",
            "_build/.doctrees",
            "-D",
            "press_precompress=0",
            "-D",
            f"external_toc_path={folder / '_toc.yml'}",
            *settings,
            ".",
            out,
        ],
    ):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return folder / out


@pytest.fixture(scope="module")
def named(site):
    return sphinx(site.parent.parent, "_build/named", "-D", f"html_baseurl={HOME}/")


@pytest.fixture(scope="module")
def pages(named):
    return {
        path.relative_to(named).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in [named / "index.html", *sorted(named.glob("chapters/*.html"))]
    }


def content(page, name):
    tag = page.find("meta", attrs={"name": name}) or page.find("meta", attrs={"property": name})
    return tag["content"] if tag else None


def test_every_page_has_its_one_address(pages):
    for path, page in pages.items():
        assert [tag["href"] for tag in page.select("link[rel=canonical]")] == [
            f"{HOME}/{path}"
        ] and content(page, "og:url") == f"{HOME}/{path}"


def test_titles_and_descriptions_are_of_each_page_alone(pages):
    titles, words = (
        [page.title.get_text() for page in pages.values()],
        [content(page, "description") for page in pages.values()],
    )
    assert len(set(titles)) == len(titles) and len(set(words)) == len(words)
    assert all(50 <= len(text) <= 220 for text in words), [
        text for text in words if not 50 <= len(text) <= 220
    ]
    assert all(
        page.html["lang"] == "en" and page.select_one("link[rel=license]")
        for page in pages.values()
    )


def test_a_preview_has_its_picture(pages, named):
    for path, page in pages.items():
        picture = named / content(page, "og:image").removeprefix(HOME + "/")
        head = picture.read_bytes()[:24]
        assert head.startswith(b"\x89PNG") and (
            int.from_bytes(head[16:20]),
            int.from_bytes(head[20:24]),
        ) == (1200, 630), path
        assert (
            content(page, "og:description") == content(page, "description")
            and content(page, "twitter:card") == "summary_large_image"
        )


def test_reference_managers_find_title_author_date_and_address(pages):
    for path, page in pages.items():
        assert all(
            content(page, f"citation_{name}")
            for name in ("title", "author", "publication_date", "language")
        ), path
        assert content(page, "citation_fulltext_html_url") == f"{HOME}/{path}"
        assert (content(page, "citation_inbook_title") is None) == (path == "index.html")


def test_linked_data_names_book_chapters_and_every_table(pages):
    found = {
        path: json.loads(page.select_one('script[type="application/ld+json"]').get_text())
        for path, page in pages.items()
    }
    assert (
        found["index.html"]["@type"] == "Book"
        and found["chapters/control.html"]["@type"] == "Chapter"
    )
    assert (
        found["chapters/control.html"]["isPartOf"]["@type"] == "Book"
        and found["chapters/control.html"]["position"] == 2
    )
    chapter, *tables = found["chapters/data.html"]["@graph"]
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    assert chapter["@type"] == "Chapter" and {one["@type"] for one in tables} == {"Dataset"}
    assert [one["distribution"]["contentUrl"] for one in tables] == [
        f"{HOME}/data/{table['path']}" for table in package["resources"]
    ]
    assert all(len(one["description"]) >= 50 and one["license"] for one in tables)


def test_the_sitemap_lists_every_page_and_robots_names_it(pages, named):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.parse(named / "sitemap.xml").getroot()
    listed = [one.text.removeprefix(HOME + "/") for one in root.findall("s:url/s:loc", space)]
    assert set(pages) <= set(listed) and len(listed) == len(set(listed))
    assert all((named / path).is_file() for path in listed)
    assert all(len(one.text) == 10 for one in root.findall("s:url/s:lastmod", space))
    assert f"Sitemap: {HOME}/sitemap.xml" in (named / "robots.txt").read_text("utf-8")


def test_changed_and_commit_stand_on_each_page(pages):
    for path, page in pages.items():
        assert page.footer.time["datetime"] and "book at commit" in page.footer.get_text(), path


def test_sphinx_alone_writes_the_same_book(site, named):
    """The address apart, every page and every download is that of `jupyter-book build`."""
    theirs, ours = (
        {
            path.relative_to(root).as_posix(): path
            for path in root.rglob("*")
            if path.suffix in (".html", ".css", ".js", ".svg", ".csv")
        }
        for root in (named, site)
    )
    assert set(theirs) == set(ours) and len(ours) > 200
    assert [name for name in ours if article(theirs[name]) != article(ours[name])] == []


def article(path):
    """What a page shows, without the lines that hold the copy's address; other files as they are."""
    if path.suffix != ".html":
        return path.read_bytes()
    main = BeautifulSoup(path.read_text("utf-8"), "html.parser").main
    for line in main.select(".hg-cite"):
        line.decompose()
    return str(main)
