"""The pages in a real browser: no error, no request elsewhere, readable without scripts, live when
touched, usable on a phone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser import SKIPPED, PageLog, settled, until
from heavyground.evidence.book import Book
from heavyground.models.model import Bound, Result
from heavyground.models.parameters import Input
from heavyground.project import Project

PAGES = [
    "index.html",
    "chapters/production.html",
    "chapters/control.html",
    "chapters/environment.html",
    "chapters/alternative.html",
    "chapters/ledger.html",
    "chapters/timeline.html",
    "chapters/methods.html",
    "chapters/data.html",
    "references.html",
    "data/geo.html",
]
MOST_REQUESTS = 12
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SLIDE = """(input, value) => {
    input.value = value;
    for (const type of ["input", "change"]) {
        input.dispatchEvent(new Event(type, {bubbles: true}));
    }
}"""


class Visit(Protocol):
    """Opens a page of the site and waits until it has settled."""

    def __call__(self, address: str, **context: Any) -> tuple[Page, PageLog]: ...


@pytest.fixture
def visit(chromium: Browser, home: str) -> Iterator[Visit]:
    opened: list[Page] = []

    def go(address: str, **context: Any) -> tuple[Page, PageLog]:
        page = chromium.new_context(**context).new_page()
        opened.append(page)
        log = PageLog(page, home)
        page.goto(home + address)
        assert settled(page)
        return page, log

    yield go
    for page in opened:
        page.context.close()


@pytest.fixture(scope="module")
def book() -> Book:
    return Project.find().book()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_error_or_foreign_request(visit: Visit, address: str) -> None:
    _, log = visit(address)
    assert log.clean
    assert len(log.requests) <= MOST_REQUESTS


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(visit: Visit, address: str, scheme: str) -> None:
    page, _ = visit(address, color_scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]


@pytest.mark.parametrize("address", PAGES)
def test_a_narrow_screen_does_not_scroll_sideways(visit: Visit, address: str) -> None:
    page, _ = visit(address, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    "address",
    ["chapters/environment.html", "chapters/timeline.html", "references.html", "data/prod.html"],
)
def test_what_a_fresh_visit_skips_is_laid_out_at_once_after_it(visit: Visit, address: str) -> None:
    """Else a picture of the whole page, or a jump, would meet empty frames."""
    page, _ = visit(address)  # which waits for it
    assert page.locator("html.fresh").count() == 1
    assert page.evaluate(SKIPPED) == 0


def test_a_jump_a_reload_and_a_reader_without_scripts_skip_nothing(visit: Visit, home: str) -> None:
    page, _ = visit("chapters/environment.html#fig-landslide-tolls")
    box = page.locator("#fig-landslide-tolls").bounding_box()
    assert page.evaluate(SKIPPED) == 0
    assert box is not None
    assert abs(box["y"]) < 200
    page.goto(home + "chapters/control.html")
    page.reload()
    assert not page.locator("html.fresh").count()
    assert page.evaluate(SKIPPED) == 0
    page, _ = visit("chapters/environment.html", java_script_enabled=False)
    assert not page.locator("html.fresh").count()


# ---- Light and dark

COLOURS = """[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.selectorText === ":root")
    .flatMap((rule) => [...rule.style])
    .filter((name) => name.startsWith("--"))
    .map((name) => [name, getComputedStyle(document.documentElement).getPropertyValue(name)])"""
DRAWN = """[...document.querySelectorAll("body, main a, figure svg text, figure svg path")]
    .map((node) => getComputedStyle(node))
    .map((style) => [style.color, style.backgroundColor, style.fill, style.stroke])"""
CHOOSE = """(chosen) => {
    const root = document.documentElement;
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
}"""


def test_the_dark_of_the_reader_is_the_dark_of_the_device(visit: Visit) -> None:
    """Chosen by hand or by the device, dark gives the same colours, and light undoes it."""
    seen: dict[tuple[str, str | None], Any] = {}
    for device in ("light", "dark"):
        page, _ = visit("chapters/production.html", color_scheme=device)
        for chosen in (None, "light", "dark"):
            page.evaluate(CHOOSE, chosen)
            seen[device, chosen] = dict(page.evaluate(COLOURS)), page.evaluate(DRAWN)
    light, dark = seen["light", None], seen["dark", None]
    for before, after in zip(light, dark, strict=True):
        assert before
        assert before != after
    assert seen["light", "dark"] == seen["dark", "dark"] == dark
    assert seen["dark", "light"] == seen["light", "light"] == light


def test_the_choice_of_light_or_dark_is_kept(visit: Visit, home: str) -> None:
    page, _ = visit("index.html", color_scheme="light")
    page.get_by_role("button", name="Dark colours").click()
    page.goto(home + "chapters/methods.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.get_by_role("button", name="Light colours")).to_be_visible()


# ---- What scripts share


@pytest.mark.parametrize(
    "text, shown",
    [("41700", "41\u202f700"), ("1234567.891", "1\u202f234\u202f567.891"), ("999", "999")],
)
def test_numbers_are_written_with_their_thousands_apart(
    visit: Visit, text: str, shown: str
) -> None:
    page, _ = visit("search.html")
    assert page.evaluate("(text) => HeavyGround.grouped(text)", text) == shown


# ---- With and without scripts


def test_charts_and_numbers_are_there_without_scripts(visit: Visit) -> None:
    page, _ = visit("chapters/production.html", java_script_enabled=False)
    figures = page.locator("figure.hg-figure")
    assert figures.count() > 0
    assert page.locator("figure.hg-figure:has(svg:visible)").count() == figures.count()
    link = page.locator("a.num").first.get_attribute("href")
    assert link is not None
    assert page.locator(link).count() == 1


def test_a_chart_comes_alive_only_when_touched(visit: Visit) -> None:
    page, log = visit("chapters/environment.html")
    assert not [request for request in log.requests if "vega" in request]
    figure = page.locator("#fig-cleanup-per-tonne")
    figure.scroll_into_view_if_needed()
    slider = figure.locator("input[type=range]")
    with page.expect_request(lambda request: "vega" in request.url):
        slider.focus()
    page.wait_for_selector("#fig-cleanup-per-tonne[data-state=live]")
    picture = figure.locator("svg:visible").first
    before = picture.inner_html()
    page.evaluate(f"([input, value]) => ({SLIDE})(input, value)", [slider.element_handle(), "1e9"])
    until(page, lambda: picture.inner_html() != before)
    assert log.clean


def test_a_number_opens_its_source_and_closes_with_escape(visit: Visit) -> None:
    page, log = visit("chapters/production.html", viewport={"width": 390, "height": 800})
    number = page.locator("a.num").nth(3)
    number.scroll_into_view_if_needed()
    number.click()
    card = page.locator(".card")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert card.locator("a[href*='data/prod.html']").count() >= 1
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert log.clean


def test_the_filter_narrows_the_timeline(visit: Visit, book: Book) -> None:
    page, _ = visit("chapters/timeline.html")
    shown = page.locator("[data-entry]:visible")
    assert shown.count() == len(book.events)
    page.select_option("select[name=topic]", "india")
    expect(shown).to_have_count(sum(event.topic == "india" for event in book.events.values()))
    page.fill("form.filter input[type=search]", "nothing of the kind")
    expect(shown).to_have_count(0)


def test_the_book_works_from_a_folder(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(offline=True)
    page = context.new_page()
    log = PageLog(page, "file://")
    page.goto((site / "index.html").as_uri())
    page.locator("main a[href*='production.html']").first.click()
    page.wait_for_selector("figure.hg-figure")
    page.goto((site / "search.html").as_uri() + "?q=dysprosium")
    page.wait_for_selector("#search-results li")
    assert log.clean
    context.close()


# ---- The models


def bound(book: Book, name: str) -> Bound:
    return book.matter.models[name].of(book)


def any_setting(input: Input, random: np.random.Generator) -> float:
    """Some number that its slider reaches, as the formulas take it."""
    low, high = input.reach
    known = low is None or high is None or np.isnan([low, high]).any()
    return float(input.of(input.value if known else float(random.uniform(low, high))))


@pytest.mark.parametrize("name", ["levy", "diversion"])
def test_the_page_computes_what_the_library_computes(visit: Visit, book: Book, name: str) -> None:
    """Fifty settings drawn over the reach of every input; agreement to one part in a million."""
    page, _ = visit("chapters/alternative.html")
    model, random = bound(book, name), np.random.default_rng(7)
    for _ in range(50):
        given = {input.name: any_setting(input, random) for input in model.table.values()}
        given |= model.model.fixed
        theirs = page.evaluate(
            "([name, given]) => window.HeavyGround.models[name].outputs(given)", [name, given]
        )
        for key, value in model.model.outputs(**given).items():
            if np.isfinite(value):
                assert theirs[key] == pytest.approx(float(value), rel=1e-6, abs=1e-9), key


SETTINGS: list[tuple[str, str, dict[str, float]]] = [
    ("levy", "2025 as shipped", {}),
    ("levy", "stockpiles only", {"levy": 20000.0}),
    ("levy", "received reading", {}),
    ("diversion", "build-out", {}),
    ("diversion", "build-out", {"passage": 40.0, "plant": 6000.0}),
    ("diversion", "pilot", {"build": 3.0}),
    ("diversion", "status quo", {}),
]


def panel_of(page: Page, name: str) -> Locator:
    """The panel of a model, brought into view and drawn to the end."""
    page.locator(f"#model-{name} .results").scroll_into_view_if_needed()
    page.wait_for_selector(f"#model-{name} .panel[data-settled]")
    return page.locator(f"#model-{name}")


@pytest.mark.parametrize("name, scenario, moved", SETTINGS, ids=str)
def test_the_intervals_of_the_page_are_those_of_the_library(
    visit: Visit, book: Book, name: str, scenario: str, moved: dict[str, float]
) -> None:
    """Opened by its address: central values and the ends of the same draws, to the digits shown."""
    query = "&".join(
        [f"{name}.scenario={scenario}", *(f"{name}.{key}={value}" for key, value in moved.items())]
    )
    page, log = visit(f"chapters/alternative.html?{query}")
    told = panel_of(page, name).locator("dd").all_inner_texts()
    model = bound(book, name)
    live = [result for result in model.model.results if result.live]
    for result, text in zip(live, told, strict=True):
        wanted = shown_by_library(model, scenario, result, moved)
        digits = 0.51 * 10**-result.digits
        assert numbers_in(text) == pytest.approx(wanted, abs=digits, rel=1e-9), result.name
    assert log.clean


def shown_by_library(
    model: Bound, scenario: str, result: Result, moved: dict[str, float]
) -> list[float]:
    """Central value and ends of the interval as the panel writes them; ends that look alike, or
    that are not there, are left out."""
    middle = model.central(scenario, **moved)[result.name]
    ends = model.interval(scenario, result.name, **moved)
    low, high = (float(end) * result.factor for end in ends)
    alike = f"{low:.{result.digits}f}" == f"{high:.{result.digits}f}"
    values = [float(middle) * result.factor]
    values += [] if alike or not np.isfinite([low, high]).all() else [low, high]
    return [value for value in values if np.isfinite(value)]


def numbers_in(text: str) -> list[float]:
    """The numbers of a result: "94 (93 to 203)"; "none" is none."""
    for sign in ("\u202f", "(", ")", "to", "none"):
        text = text.replace(sign, "")
    return [float(part) for part in text.replace("\u2212", "-").split()]


def test_a_shared_setting_opens_as_it_was_left(visit: Visit, home: str) -> None:
    page, log = visit("chapters/alternative.html")
    page.get_by_role("button", name="2025 as shipped").click()
    slider = page.locator("#m-levy-levy").element_handle()
    page.evaluate(f"([input, value]) => ({SLIDE})(input, value)", [slider, "20000"])
    told = panel_of(page, "levy").locator("dd").first.inner_text()
    address = page.evaluate("location.href")
    assert "levy.levy=20000" in address
    assert "levy.scenario=2025" in address
    assert "levy.rate" not in address
    other, _ = visit(address.removeprefix(home))
    first = panel_of(other, "levy").locator("dd").first
    assert first.inner_text() == told
    other.get_by_role("button", name="2025 as shipped").click()
    expect(first).not_to_have_text(told)
    assert "levy.levy" not in other.evaluate("location.href")
    assert log.clean
