"""A figure in a real browser: still, live, by keyboard, on paper, in the dark, turned on its side,
outside the page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, expect

from browser import PageLog, settled, until
from heavyground.charts.colours import COLOURS

LINES = "chapters/processing.html#fig-quota-growth"
SLIDER = "chapters/environment.html#fig-cleanup-per-tonne"
FILES = "figures/quota-growth"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MARK = ".hg-wide .mark-symbol path"
SLIDE_TO = """(input, end) => {
    input.value = input[end];
    input.dispatchEvent(new Event("input", {bubbles: true}));
}"""


class Visit(Protocol):
    """Opens a page at a figure: the page, and the figure of the address."""

    def __call__(self, address: str, **context: Any) -> tuple[Page, Locator]: ...


@pytest.fixture
def visit(chromium: Browser, home: str) -> Iterator[Visit]:
    """At the end nothing may have gone wrong or left the site."""
    opened: list[tuple[Page, PageLog]] = []

    def go(address: str, **context: Any) -> tuple[Page, Locator]:
        page = chromium.new_context(**{"viewport": WIDE} | context).new_page()
        opened.append((page, PageLog(page, home)))
        page.goto(home + address)
        assert settled(page)
        return page, page.locator("#" + address.split("#")[1])

    yield go
    for page, log in opened:
        page.context.close()
        assert log.clean


def enliven(page: Page, figure: Locator) -> None:
    """Reach for a figure and wait until it lives."""
    figure.locator(".hg-stage").focus()
    page.wait_for_selector("figure[data-state=live]")


def slide(figure: Locator, end: str) -> None:
    """Move a figure's slider to one end, "min" or "max"."""
    figure.locator("input[type=range]").evaluate(SLIDE_TO, end)


# ---- Live


def test_a_mark_pointed_at_shows_its_row(visit: Visit) -> None:
    page, figure = visit(LINES)
    enliven(page, figure)
    figure.locator(MARK).nth(2).hover()
    tip = figure.locator(".hg-tip")
    expect(tip).to_be_visible()
    assert "t REO" in tip.inner_text()
    assert "Source" in tip.inner_text()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_the_renderer_keeps_a_marks_item_at_its_node(visit: Visit) -> None:
    """`figure.js` walks from mark to mark by `__data__`, which is in no document of Vega's."""
    page, figure = visit(LINES)
    enliven(page, figure)
    items = figure.locator(MARK).evaluate_all(
        "(nodes) => nodes.map((node) => [!!node.__data__?.mark, typeof node.__data__?.tooltip])"
    )
    assert items
    assert all(item == [True, "object"] for item in items)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pointer_is_read_in_the_pictures_own_units(visit: Visit, size: dict[str, int]) -> None:
    """`figure.js` tells Vega where the pointer is: the picture is scaled, Vega does not know."""
    page, figure = visit(LINES, viewport=size)
    enliven(page, figure)
    marks = figure.locator(".mark-symbol path:visible")
    for mark in (marks.first, marks.last):
        box = mark.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        said = mark.evaluate("(node) => Object.values(node.__data__.tooltip).map(String)")
        tip = figure.locator(".hg-tip")
        expect(tip).to_be_visible()
        until(page, lambda said=said, tip=tip: all(word in tip.inner_text() for word in said))


def test_the_arrows_walk_from_mark_to_mark_and_escape_lets_go(visit: Visit) -> None:
    page, figure = visit(LINES)
    stage, tip, here = (figure.locator(name) for name in (".hg-stage", ".hg-tip", ".hg-here"))
    stage.focus()
    seen = set()
    for place in range(3):
        page.keyboard.press("ArrowRight")
        expect(figure).to_have_attribute("data-place", str(place))
        expect(here).to_have_count(1)
        seen.add(tip.inner_text())
    assert len(seen) == 3
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    expect(here).to_have_count(0)
    assert stage.evaluate("(node) => getComputedStyle(node).outlineStyle") == "solid"


STRENGTHS = """(figure) => [...figure.querySelectorAll(
    ".hg-wide .mark-symbol path, .hg-wide .mark-line path")].map((path) => {
        const item = path.__data__.datum ? path.__data__ : path.__data__[0];
        return [item.datum.what, path.getAttribute("opacity") || "1"];
    })"""


def test_a_line_that_is_chosen_stays_strong(visit: Visit) -> None:
    page, figure = visit(LINES)
    enliven(page, figure)

    def strengths() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for what, opacity in figure.evaluate(STRENGTHS):
            found.setdefault(what, set()).add(opacity)
        return found

    everything = strengths()
    assert len(everything) > 1
    assert set().union(*everything.values()) == {"1"}
    chosen = figure.evaluate(STRENGTHS)[0][0]
    wanted = {what: {"1"} if what == chosen else {"0.15"} for what in everything}
    figure.locator(MARK).first.click()
    until(page, lambda: strengths() == wanted)
    figure.locator(".hg-wide svg").click(position={"x": 300, "y": 12})
    until(page, lambda: strengths() == everything)


PLACE = """(figure) => {
    const box = figure.getBoundingClientRect();
    const below = figure.querySelector(".hg-more").getBoundingClientRect();
    return [box.width, box.height, below.top - box.top];
}"""


def test_coming_alive_moves_nothing(visit: Visit) -> None:
    page, figure = visit(LINES)
    before = figure.evaluate(PLACE)
    enliven(page, figure)
    assert settled(page)
    assert figure.evaluate(PLACE) == pytest.approx(before, abs=0.6)


WORDS = """(figure) => {
    const frame = figure.getBoundingClientRect();
    return [...figure.querySelectorAll(".hg-wide svg text")]
        .filter((text) => text.textContent.trim())
        .map((text) => [text.textContent, text.getBoundingClientRect()])
        .map(([words, box]) => [words, Math.round(box.x - frame.x), Math.round(box.y - frame.y)])
        .sort();
}"""


def test_live_and_still_are_the_same_picture(visit: Visit) -> None:
    """The words of the still chart stand where they stood, to a pixel and a half."""
    page, figure = visit(LINES)
    before = figure.evaluate(WORDS)
    enliven(page, figure)
    after = figure.evaluate(WORDS)
    assert before
    assert [words for words, *_ in before] == [words for words, *_ in after]
    for (_, *there), (_, *here) in zip(before, after, strict=True):
        assert here == pytest.approx(there, abs=1.5)


def test_turned_while_alive_the_other_picture_comes_alive_with_the_same_setting(
    visit: Visit,
) -> None:
    page, figure = visit(SLIDER)
    figure.locator("input[type=range]").focus()
    page.wait_for_selector("figure[data-state=live]")
    slide(figure, "max")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector(".hg-narrow .marks:visible")
    expect(figure.locator(".hg-wide")).to_be_hidden()
    picture = figure.locator(".hg-narrow svg")
    box = picture.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    told = picture.inner_html()
    slide(figure, "min")
    until(page, lambda: picture.inner_html() != told)


PUT_AWAY = """(figure) => {
    const box = document.createElement("details");
    box.innerHTML = "<summary>More</summary>";
    figure.before(box);
    box.append(figure);
    figure.querySelector(".hg-stage").dispatchEvent(new Event("focusin", {bubbles: true}));
}"""


def test_a_figure_reached_for_in_a_closed_disclosure_is_right_when_it_opens(visit: Visit) -> None:
    page, figure = visit(LINES)
    figure.evaluate(PUT_AWAY)
    assert settled(page)
    page.evaluate("for (const list of document.querySelectorAll('details')) list.open = true")
    enliven(page, figure)
    box = figure.locator(".hg-wide svg").bounding_box()
    assert box is not None
    assert box["width"] > 500
    assert box["height"] > 200


def test_where_the_live_chart_cannot_be_loaded_the_still_one_stays(
    chromium: Browser, home: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/vega*.js", lambda route: route.abort())
    page.goto(home + LINES)
    figure = page.locator("#fig-quota-growth")
    figure.locator(".hg-stage").focus()
    expect(figure.locator(".hg-problem")).to_be_visible()
    assert figure.locator(".hg-stage svg:visible path").count() > 0
    context.close()


def test_a_figure_lives_from_a_folder_without_network(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log = PageLog(page, "file://")
    path, _, id = LINES.partition("#")
    page.goto(f"{(site / path).as_uri()}#{id}")
    figure = page.locator(f"#{id}")
    enliven(page, figure)
    figure.locator(MARK).first.hover()
    expect(figure.locator(".hg-tip")).to_be_visible()
    assert log.clean
    context.close()


# ---- Without scripts, on paper, in the reader's own colours


@pytest.mark.parametrize("scripts", [True, False])
def test_without_a_script_all_is_there_and_nothing_pretends(visit: Visit, scripts: bool) -> None:
    page, figure = visit(SLIDER, java_script_enabled=scripts)
    assert figure.locator(".hg-controls").is_visible() == scripts
    figure.locator("summary", has_text="Table").click()
    assert figure.locator("table").is_visible()
    root = page.url.split("chapters/")[0]
    for ending in ("csv", "svg", "png", "vl.json"):
        href = figure.locator(f"a[href$='.{ending}']").get_attribute("href")
        assert href is not None
        found = page.request.get(root + href.removeprefix("../"))
        assert found.ok, ending
        assert len(found.body()) > 200, ending


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_light_with_its_sources(visit: Visit, scheme: Any) -> None:
    page, figure = visit(LINES, color_scheme=scheme)
    enliven(page, figure)
    page.emulate_media(media="print", color_scheme=scheme)
    for shown in (".hg-sources", ".hg-note", ".hg-wide"):
        assert figure.locator(shown).is_visible(), shown
    assert figure.locator(".hg-sources a").first.is_visible()
    assert figure.locator(".hg-more:not(.hg-sources)").is_hidden()
    ink = figure.evaluate("(node) => getComputedStyle(node).getPropertyValue('--c-ink').trim()")
    assert ink == COLOURS["ink"][0]
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_a_printed_chapter_is_paper_with_its_sources(visit: Visit, site: Path) -> None:
    page, _ = visit(LINES)
    page.emulate_media(media="print")
    for gone in (".top", ".rail", ".turn", ".onpage", ".hg-controls"):
        assert all(part.is_hidden() for part in page.locator(gone).all()), gone
    assert page.locator(".cited").is_visible()
    cited = BeautifulSoup((site / LINES.split("#")[0]).read_text("utf-8"), "html.parser")
    assert page.locator(".cited li").count() == len(cited.select(".cited li")) > 0
    pdf = page.pdf(format="A4")
    assert 8 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") <= 40


def rgb(name: str) -> str:
    """A light colour as browsers compute it."""
    digits = COLOURS[name][0].removeprefix("#")
    return ", ".join(str(int(digits[at : at + 2], 16)) for at in (0, 2, 4))


def test_forced_colours_keep_the_picture_readable(visit: Visit) -> None:
    _, figure = visit(LINES, forced_colors="active", color_scheme="dark")
    picture = figure.locator(".hg-wide svg")
    ground = picture.evaluate("(node) => getComputedStyle(node).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    ink = picture.locator("text").first.evaluate("(node) => getComputedStyle(node).fill")
    assert ink in (f"rgb({rgb('ink')})", f"rgb({rgb('quiet')})")


def test_reduced_motion_is_kept(visit: Visit) -> None:
    page, figure = visit(LINES, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    enliven(page, figure)
    assert page.evaluate("document.getAnimations().length") == 0


# ---- All figures

OVERLAPS = """() => [...document.querySelectorAll("figure.hg-figure")].flatMap((figure) => {
    const parts = [...figure.querySelectorAll(".hg-wide, .hg-narrow")];
    const part = parts.find((part) => part.clientWidth > 0);
    const frame = part.querySelector("svg").getBoundingClientRect();
    const words = [...part.querySelectorAll("svg text")]
        .filter((text) => text.textContent.trim())
        .flatMap((text) => text.querySelector("tspan") ? [...text.querySelectorAll("tspan")] : text)
        .map((text) => [text.textContent, text.getBoundingClientRect()])
        .map(([text, box]) => ({
            text, left: box.left, right: box.right, top: box.top + 2, bottom: box.bottom - 2,
        }));
    const found = words
        .filter((word) => word.left < frame.left - 2 || word.right > frame.right + 2)
        .map((word) => `${figure.id}: ${word.text} runs out of the picture`);
    words.forEach((a, i) => words.slice(i + 1).forEach((b) => {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1.5 && down > 1.5) found.push(`${figure.id}: ${a.text} on ${b.text}`);
    }));
    return found;
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_of_any_figure_stands_on_another(
    chromium: Browser, home: str, site: Path, width: int
) -> None:
    found, seen = [], 0
    for path in [site / "index.html", *sorted((site / "chapters").glob("*.html"))]:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.goto(home + path.relative_to(site).as_posix())
        seen += page.locator("figure.hg-figure").count()
        found += page.evaluate(OVERLAPS)
        page.close()
    assert seen == len(list((site / "figures").glob("*.html"))) > 0
    assert found == []


PIXELS = """async (address) => {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0);
    const {data} = pen.getImageData(0, 0, canvas.width, canvas.height);
    const seen = {};
    for (let i = 0; i < data.length; i += 4) {
        const pixel = [data[i], data[i + 1], data[i + 2]].join(", ");
        seen[pixel] = (seen[pixel] || 0) + 1;
    }
    return [canvas.width, seen];
}"""


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_downloaded_picture_has_the_right_colours_in_a_dark_page(
    visit: Visit, home: str, ending: str
) -> None:
    """An image element takes no variable from the page: ground, ink and line must be its own."""
    page, _ = visit(LINES, color_scheme="dark")
    width, seen = page.evaluate(PIXELS, f"{home}{FILES}.{ending}")
    assert width >= 600
    assert max(seen, key=seen.__getitem__) == rgb("paper")
    for name in ("blue", "ink"):
        assert seen.get(rgb(name), 0) > 100, name
