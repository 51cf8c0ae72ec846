"""The book as it is built: it builds, its links resolve, its pages stay light, nothing in it leads off the site by itself."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup

from heavyground.paths import DATA

from conftest import build, copy_of_the_book

pytestmark = pytest.mark.xdist_group("site")
BUDGETS = json.loads((Path(__file__).parent / "budgets.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def pages(site):
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def kilobytes(path):
    return len(gzip.compress(path.read_bytes(), 9, mtime=0)) / 1000


def test_internal_links_resolve(pages, site):
    ids = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for tag in page.find_all(["a", "link", "script", "img"]):
            address = tag.get("href") or tag.get("src") or ""
            if re.match(r"[a-z]+:", address) or not address:
                continue
            there, fragment = urldefrag(urljoin(path.as_uri(), address))
            target = Path(unquote(there.removeprefix("file://")))
            if not target.exists() or (
                fragment and target in ids and unquote(fragment) not in ids[target]
            ):
                lost.append(f"{path.relative_to(site)}: {address}")
    assert not lost, lost[:20]


def test_pages_ask_no_third_party(pages, site):
    for path, page in pages.items():
        for tag in page.find_all(["script", "img", "link", "iframe", "source"]):
            address = (
                tag.get("src")
                or (tag.get("href") if tag.get("rel") not in (["canonical"], ["license"]) else "")
                or ""
            )
            assert not address.startswith(("http", "//")), f"{path.relative_to(site)}: {address}"


def test_pages_carry_no_inline_script_or_style(pages, site):
    for path, page in pages.items():
        scripts = [
            tag
            for tag in page.find_all("script")
            if not tag.get("src") and "json" not in (tag.get("type") or "")
        ]
        styled = page.find_all(style=True)
        handlers = [
            tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)
        ]
        assert not (scripts or page.find_all("style") or styled or handlers), (
            f"{path.relative_to(site)}: {str((scripts + styled + handlers)[:1])[:200]}"
        )


def test_weight_stays_in_the_budget(pages, site):
    over = []
    for path, page in pages.items():
        if path.parent.name in ("figures", "data"):
            continue
        parts = {
            urljoin(path.as_uri(), tag.get("href") or tag.get("src"))
            for tag in page.find_all(["link", "script", "img"])
            if (tag.get("src") or tag.get("rel") == ["stylesheet"])
        }
        files = [
            Path(unquote(one.removeprefix("file://"))) for one in parts if one.startswith("file://")
        ]
        weight = kilobytes(path) + sum(kilobytes(file) for file in files)
        limit = BUDGETS[
            "search_page_kb_gzip"
            if path.name == "search.html"
            else "chapter_kb_gzip"
            if path.parent.name == "chapters"
            else "text_page_kb_gzip"
        ]
        if weight > limit or len(files) + 1 > BUDGETS["requests"]:
            over.append(f"{path.relative_to(site)}: {weight:.0f} KB in {len(files) + 1} requests")
    assert not over, over


def test_live_charts_stay_in_the_budget(site):
    (bundle,) = site.glob("figures/vega.*.js")
    assert kilobytes(bundle) <= BUDGETS["live_charts_kb_gzip"]


def test_every_chapter_figure_has_all_its_forms(pages, site):
    figures = [
        (path, one)
        for path, page in pages.items()
        for one in page.select("figure.hg-figure")
        if path.parent.name == "chapters"
    ]
    assert len(figures) >= 25
    for path, figure in figures:
        name = figure["data-name"]
        assert figure.select_one("svg") and figure.select_one("table caption"), (
            f"{path.name}: {name}"
        )
        for ending in ("csv", "svg", "png", "vl.json", "js", "html"):
            assert (site / "figures" / f"{name}.{ending}").stat().st_size > 100, f"{name}.{ending}"


def test_tables_on_the_site_are_the_tables_of_the_book(site):
    for path in DATA.rglob("*.csv"):
        assert (site / "data" / path.relative_to(DATA)).read_bytes() == path.read_bytes()


def test_unset_settings_leave_no_trace(pages, site):
    """No address, repository, logo or author that nobody set, Jupyter Book's own among them."""
    for path, page in pages.items():
        text = str(page)
        assert "executablebooks" not in text and "The Jupyter Book Community" not in text, path.name
        assert not page.select("link[rel=canonical]") and not page.select(
            'meta[property="og:url"]'
        ), path.name


@pytest.mark.parametrize(
    "change, message",
    [
        (("chapters/methods.md", "*Inference*", "{num}`41,900 t <prod-0701>`"), "41,700"),
        (
            (
                "chapters/timeline.md",
                "events = ev.load()",
                "raise RuntimeError('stop here')\nevents = ev.load()",
            ),
            "stop here",
        ),
    ],
    ids=["a number that differs", "a cell that fails"],
)
def test_the_build_fails_on(change, message, tmp_path):
    file, old, new = change
    folder = copy_of_the_book(tmp_path / "book")
    text = (folder / file).read_text("utf-8")
    text = text.replace(old, new, 1) if old in text else text + f"\nAnd {new} too.\n"
    (folder / file).write_text(text, "utf-8")
    (folder / "_toc.yml").write_text(
        f"format: jb-book\nroot: {file.removesuffix('.md')}\n", "utf-8"
    )
    done = build(folder)
    assert done.returncode != 0
    assert message in done.stdout + done.stderr


def test_settings_appear_where_they_are_set(tmp_path):
    folder = copy_of_the_book(tmp_path / "book")
    config = (folder / "_config.yml").read_text("utf-8")
    for name, value in {
        "html_baseurl": "https://example.org/heavy-ground/",
        "press_repository": "https://example.org/heavy-ground.git",
        "press_contact": "editors@example.org",
    }.items():
        config = re.sub(rf'^(    {name}: )""', rf'\g<1>"{value}"', config, flags=re.M)
    (folder / "_config.yml").write_text(config, "utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapters/methods\n", "utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stderr[-3000:]
    page = BeautifulSoup(
        (folder / "_build/html/chapters/methods.html").read_text("utf-8"), "html.parser"
    )
    assert page.select_one("link[rel=canonical]")["href"].startswith(
        "https://example.org/heavy-ground/"
    )
    assert "https://example.org/heavy-ground.git" in str(
        page
    ) and "mailto:editors@example.org" in str(page)
