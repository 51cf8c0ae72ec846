"""The book as it is built: it builds, its links resolve, its pages stay light, nothing in it leads
off the site by itself.
"""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup, Tag

from heavyground.project import Project
from sites import ROOT, SMALL, build, copy_of, said, settings, with_contents

BUDGETS = json.loads((Path(__file__).parent / "budgets.json").read_text("utf-8"))
ENDINGS = ("csv", "svg", "png", "vl.json", "js", "html")
Pages = dict[Path, BeautifulSoup]


@pytest.fixture(scope="module")
def pages(site: Path) -> Pages:
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def address_of(tag: Tag) -> str:
    return str(tag.get("href") or tag.get("src") or "")


def kilobytes(path: Path) -> float:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0)) / 1000


def file_of(page: Path, address: str) -> tuple[Path, str]:
    """The file that an address on a page means, and the place in it."""
    there, fragment = urldefrag(urljoin(page.as_uri(), address))
    return Path(unquote(there.removeprefix("file://"))), unquote(fragment)


# ---- Links and requests


def test_internal_links_resolve(pages: Pages, site: Path) -> None:
    ids = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for tag in page.find_all(["a", "link", "script", "img"]):
            address = address_of(tag)
            if re.match(r"[a-z]+:", address) or not address:
                continue
            target, fragment = file_of(path, address)
            known = fragment in ids[target] if fragment and target in ids else target.exists()
            if not known:
                lost.append(f"{path.relative_to(site)}: {address}")
    assert not lost, lost[:20]


def test_no_id_stands_twice_on_a_page(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path.relative_to(site)


def test_pages_ask_no_third_party(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        for tag in page.find_all(["script", "img", "link", "iframe", "source"]):
            if tag.get("rel") not in (["canonical"], ["license"]):
                address = address_of(tag)
                assert not address.startswith(("http", "//")), (
                    f"{path.relative_to(site)}: {address}"
                )


def test_pages_carry_no_inline_script_or_style(pages: Pages, site: Path) -> None:
    for path, page in pages.items():
        found = [*page.find_all("style"), *page.find_all(style=True)]
        for script in page.find_all("script"):
            if not script.get("src") and "json" not in (script.get("type") or ""):
                found.append(script)
        for tag in page.find_all(True):
            if any(name.startswith("on") for name in tag.attrs):
                found.append(tag)
        assert not found, f"{path.relative_to(site)}: {str(found[0])[:200]}"


# ---- Weight


def parts_of(path: Path, page: BeautifulSoup) -> set[Path]:
    """The files that a page loads with itself."""
    tags = page.find_all(["link", "script", "img"])
    loaded = [tag for tag in tags if tag.get("src") or tag.get("rel") == ["stylesheet"]]
    addresses = {address_of(tag) for tag in loaded}
    return {file_of(path, address)[0] for address in addresses if not address.startswith("data:")}


def budget_of(path: Path) -> int:
    if path.name == "search.html":
        return int(BUDGETS["search_page_kb_gzip"])
    kind = "chapter" if path.parent.name == "chapters" else "text_page"
    return int(BUDGETS[f"{kind}_kb_gzip"])


def test_weight_stays_in_the_budget(pages: Pages, site: Path) -> None:
    over = []
    for path, page in pages.items():
        if path.parent.name in ("figures", "data"):
            continue
        files = parts_of(path, page)
        weight = kilobytes(path) + sum(map(kilobytes, files))
        if weight > budget_of(path) or len(files) + 1 > BUDGETS["requests"]:
            over.append(f"{path.relative_to(site)}: {weight:.0f} KB in {len(files) + 1} requests")
    assert not over, over


def test_live_charts_stay_in_the_budget(site: Path) -> None:
    (bundle,) = site.glob("figures/vega.*.js")
    assert kilobytes(bundle) <= BUDGETS["live_charts_kb_gzip"]


# ---- Figures and tables


def test_every_figure_has_all_its_forms(pages: Pages, site: Path) -> None:
    figures = [
        (path, figure)
        for path, page in pages.items()
        for figure in page.select("figure.hg-figure")
        if path.parent.name != "figures"
    ]
    assert figures
    for path, figure in figures:
        name = figure["data-name"]
        assert figure.select_one("svg"), f"{path.name}: {name}"
        assert figure.select_one("table caption"), f"{path.name}: {name}"
        for ending in ENDINGS:
            assert (site / "figures" / f"{name}.{ending}").stat().st_size > 100, f"{name}.{ending}"


def test_tables_on_the_site_are_the_tables_of_the_book(site: Path) -> None:
    data = ROOT / "data"
    for path in data.rglob("*.csv"):
        assert (site / "data" / path.relative_to(data)).read_bytes() == path.read_bytes()


# ---- Settings


def test_unset_settings_leave_no_trace(pages: Pages) -> None:
    """No address, repository, logo or author that nobody set, Jupyter Book's own among them."""
    for path, page in pages.items():
        text = str(page)
        assert "executablebooks" not in text, path.name
        assert "The Jupyter Book Community" not in text, path.name
        assert not page.select("link[rel=canonical]"), path.name
        assert not page.select('meta[property="og:url"]'), path.name


def test_settings_appear_where_they_are_set(tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path / "book")
    with_contents(folder, "references")
    config = settings(
        "Small states",
        html_baseurl="https://example.org/small-states/",
        heavyground_repository="https://example.org/small-states.git",
        heavyground_contact="editors@example.org",
        heavyground_analysis=Project(SMALL).setting("heavyground_analysis"),
    )
    (folder / "_config.yml").write_text(config, "utf-8")
    done = build(folder)
    assert done.returncode == 0, said(done)[-3000:]
    page = BeautifulSoup((folder / "_build/html/references.html").read_text("utf-8"), "html.parser")
    (canonical,) = page.select("link[rel=canonical]")
    assert canonical["href"] == "https://example.org/small-states/references.html"
    links = {link["href"] for link in page.select("footer a")}
    assert {"https://example.org/small-states.git", "mailto:editors@example.org"} <= links


# ---- Faults


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small book, to be spoilt."""
    return copy_of(SMALL, tmp_path / "book")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_the_build_fails_on_a_number_that_differs(small: Path) -> None:
    book = Project(small).book()
    row = next(row for row in book.observations.values() if row.amount.value)
    append(small / "index.md", f"\nAnd {{num}}`123,456,789 <{row.id}>` too.\n")
    done = build(with_contents(small, "index"))
    assert done.returncode == 1
    assert f"{row.id} says" in said(done)


def test_the_build_fails_on_a_number_of_a_page_that_holds_no_role(small: Path) -> None:
    """And of one that this build does not even read: what `check` checks, the build has checked."""
    append(small / "references.md", "\nImports were 72,074 t.\n")
    done = build(with_contents(small, "index"))
    assert done.returncode == 1
    assert re.search(r"references\.md:\d+: orphan: .*72,074 t", said(done))


def test_the_build_fails_on_a_verdict_that_the_rows_no_longer_give(small: Path) -> None:
    verdicts = small / "data" / "verdicts.csv"
    text = verdicts.read_text("utf-8")
    changed = text.replace(",supported with a caveat,computed,", ",contradicted,computed,", 1)
    assert changed != text
    verdicts.write_text(changed, "utf-8")
    done = build(with_contents(small, "index"))
    assert done.returncode == 1
    assert "data/verdicts.csv" in said(done)


def test_the_build_fails_on_a_cell_that_fails(small: Path) -> None:
    cell = "\n```{code-cell} ipython3\nraise RuntimeError('stop here')\n```\n"
    (chapter,) = [
        path for path in (small / "chapters").glob("*.md") if "{code-cell}" in path.read_text()
    ]
    append(chapter, cell)
    done = build(with_contents(small, f"chapters/{chapter.stem}"))
    assert done.returncode != 0
    assert "stop here" in said(done)


def test_a_table_that_cannot_be_read_is_said_line_by_line(small: Path) -> None:
    sources = small / "data" / "sources.csv"
    sources.write_bytes(b"\xef\xbb\xbf" + sources.read_bytes())
    done = build(with_contents(small, "index"))
    assert done.returncode != 0
    assert "data/sources.csv:1: byte-order-mark: " in said(done)
    assert "KeyError" not in said(done)


def test_a_page_without_a_description_is_refused(small: Path) -> None:
    front = small / "index.md"
    front.write_text(re.sub(r"(?m)^description:.*\n", "", front.read_text("utf-8")), "utf-8")
    done = build(with_contents(small, "index"))
    assert done.returncode != 0
    assert "index.md:1: description: the page has none." in said(done)


def test_a_figure_name_used_twice_is_a_fault(small: Path) -> None:
    (chapter,) = [
        path for path in (small / "chapters").glob("*.md") if "{code-cell}" in path.read_text()
    ]
    text = chapter.read_text("utf-8")
    cell = next(
        part
        for part in re.findall(r"```\{code-cell\}.*?```\n", text, re.S)
        if "figure(" in part and "name=" in part
    )
    append(chapter, "\n" + cell)
    done = build(with_contents(small, f"chapters/{chapter.stem}"))
    assert done.returncode == 1
    assert "give this one another name" in said(done)
