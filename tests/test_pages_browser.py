"""The pages in a real browser: no error, no stranger, readable without scripts, live when touched, usable on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser import SKIPPED, Watch, settled

pytestmark = pytest.mark.xdist_group("site")
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
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def opened(chromium, home, address, **context):
    page = chromium.new_context(**context).new_page()
    watch = Watch(page, home)
    page.goto(home + address)
    assert settled(page)
    page.wait_for_timeout(
        300
    )  # for a request that comes late; the event of a quiet network has been seen not to come
    return page, watch


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_without_error_or_stranger(chromium, home, address):
    page, watch = opened(chromium, home, address)
    assert not watch.errors and not watch.strangers
    assert len(watch.requests) <= 12
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(chromium, home, address, scheme):
    page, _ = opened(chromium, home, address, color_scheme=scheme)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]
    page.context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_narrow_screen_does_not_scroll_sideways(chromium, home, address):
    page, _ = opened(chromium, home, address, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


@pytest.mark.parametrize(
    "address",
    ["chapters/environment.html", "chapters/timeline.html", "references.html", "data/prod.html"],
)
def test_what_a_fresh_visit_skips_is_laid_out_at_once_after_it(chromium, home, address):
    """Else a picture of the whole page, or a jump, would meet empty frames."""
    page, _ = opened(chromium, home, address)  # which waits for it
    assert page.locator("html.fresh").count() and page.evaluate(SKIPPED) == 0
    page.context.close()


def test_a_jump_a_reload_and_a_reader_without_scripts_skip_nothing(chromium, home):
    page, _ = opened(chromium, home, "chapters/environment.html#fig-landslide-tolls")
    assert (
        page.evaluate(SKIPPED) == 0
        and abs(page.locator("#fig-landslide-tolls").bounding_box()["y"]) < 200
    )
    page.goto(home + "chapters/control.html")
    page.reload()
    assert not page.locator("html.fresh").count() and page.evaluate(SKIPPED) == 0
    page.context.close()
    page, _ = opened(chromium, home, "chapters/environment.html", java_script_enabled=False)
    assert not page.locator("html.fresh").count()
    page.context.close()


COLOURS = """[...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule.selectorText === ":root" || rule.selectorText === "html").flatMap(rule => [...rule.style])
    .filter(name => name.startsWith("--")).map(name => [name, getComputedStyle(document.documentElement).getPropertyValue(name)])"""
DRAWN = """[...document.querySelectorAll("body, main a, figure svg text, figure svg path")].map(one => { const style = getComputedStyle(one); return [style.color, style.backgroundColor, style.fill, style.stroke]; })"""


def test_the_dark_of_the_reader_is_the_dark_of_the_device(chromium, home):
    """Chosen by hand or by the device, dark gives the same colours, and light undoes it."""
    seen = {}
    for device in ("light", "dark"):
        page, _ = opened(chromium, home, "chapters/production.html", color_scheme=device)
        for chosen in (None, "light", "dark"):
            page.evaluate(
                "chosen => chosen ? document.documentElement.dataset.theme = chosen : delete document.documentElement.dataset.theme",
                chosen,
            )
            seen[device, chosen] = dict(page.evaluate(COLOURS)), page.evaluate(DRAWN)
        page.context.close()
    light, dark = seen["light", None], seen["dark", None]
    assert (
        len(light[0]) >= 9 and len(light[1]) > 100 and light[0] != dark[0] and light[1] != dark[1]
    )
    assert seen["light", "dark"] == seen["dark", "dark"] == dark
    assert seen["dark", "light"] == seen["light", "light"] == light


def test_charts_and_numbers_are_there_without_scripts(chromium, home):
    page, _ = opened(chromium, home, "chapters/production.html", java_script_enabled=False)
    assert page.locator("figure.hg-figure svg:visible").count() >= 6
    link = page.locator("a.num").first.get_attribute("href")
    assert page.locator(link).count() == 1
    page.context.close()


def test_a_chart_comes_alive_only_when_touched(chromium, home):
    page, watch = opened(chromium, home, "chapters/environment.html")
    assert not [one for one in watch.requests if "vega" in one]
    figure = page.locator("#fig-cleanup-per-tonne")
    figure.scroll_into_view_if_needed()
    slider = figure.locator("input[type=range]")
    with page.expect_request(lambda request: "vega" in request.url):
        slider.focus()
    page.wait_for_timeout(1500)
    before = figure.locator("svg:visible").first.inner_html()
    slider.evaluate(
        "one => { one.value = one.max; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.wait_for_timeout(400)
    assert figure.locator("svg:visible").first.inner_html() != before
    assert not watch.errors and not watch.strangers
    page.context.close()


def test_a_number_opens_its_source_and_closes_with_escape(chromium, home):
    page, watch = opened(
        chromium, home, "chapters/production.html", viewport={"width": 390, "height": 800}
    )
    number = page.locator("a.num").nth(3)
    number.scroll_into_view_if_needed()
    number.click()
    card = page.locator(".card")
    card.wait_for(state="visible")
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert card.locator("a[href*='data/prod.html']").count() >= 1
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert not watch.errors
    page.context.close()


def test_the_filter_narrows_the_timeline(chromium, home):
    page, _ = opened(chromium, home, "chapters/timeline.html")
    every = page.locator("[data-entry]:visible").count()
    page.select_option("select[name=topic]", "india")
    assert 10 < page.locator("[data-entry]:visible").count() < every
    page.fill("form.filter input[type=search]", "nothing of the kind")
    assert page.locator("[data-entry]:visible").count() == 0
    page.context.close()


def test_the_book_works_from_a_folder(chromium, site):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    watch = Watch(page, "file://")
    page.goto((site / "index.html").as_uri())
    page.locator("main a[href*='production.html']").first.click()
    page.wait_for_selector("figure.hg-figure")
    page.goto((site / "search.html").as_uri() + "?q=dysprosium")
    page.wait_for_selector("#search-results li")
    assert not watch.errors and not watch.strangers
    context.close()


@pytest.mark.parametrize("name", ["levy", "diversion"])
def test_the_page_computes_what_the_library_computes(chromium, home, name):
    """Fifty settings drawn over the reach of every input; agreement to one part in a million."""
    import numpy as np

    from heavyground.models import MODELS, parameters

    page, _ = opened(chromium, home, "chapters/alternative.html")
    rng, table = np.random.default_rng(7), parameters.table(name)
    for _ in range(50):
        given = {}
        for one in table.values():
            low, high = one.reach
            given[one.name] = one.of(
                one.value if low != low or high != high else float(rng.uniform(low, high))
            )
        given |= {"year": 2030.0} if name == "diversion" else {}
        ours = MODELS[name].outputs(
            **{key: np.asarray(value, float) for key, value in given.items()}
        )
        theirs = page.evaluate(
            "([name, given]) => window.HeavyGround.models[name].outputs(given)", [name, given]
        )
        for key, value in ours.items():
            if np.isfinite(value):
                assert theirs[key] == pytest.approx(float(value), rel=1e-6, abs=1e-9), key
    page.context.close()


@pytest.mark.parametrize(
    "name, scenario, moved",
    [
        ("levy", "2025 as shipped", {}),
        ("levy", "stockpiles only", {"levy": 20000.0}),
        ("levy", "received reading", {}),
        ("diversion", "build-out", {}),
        ("diversion", "build-out", {"passage": 40.0, "plant": 6000.0}),
        ("diversion", "pilot", {"build": 3.0}),
        ("diversion", "status quo", {}),
    ],
    ids=str,
)
def test_the_intervals_of_the_page_are_those_of_the_library(chromium, home, name, scenario, moved):
    """Opened by its address: central values and 5 to 95 % of the same draws, to the digits shown."""
    import numpy as np

    from heavyground.models import MODELS, parameters
    from heavyground.press.models import RESULTS

    query = "&".join(
        [f"{name}.scenario={scenario}", *(f"{name}.{key}={value}" for key, value in moved.items())]
    )
    page, watch = opened(chromium, home, f"chapters/alternative.html?{query}")
    fixed = {"year": np.asarray(2030.0)} if name == "diversion" else {}
    middle = MODELS[name].outputs(
        **fixed,
        **{
            key: np.asarray(value)
            for key, value in parameters.central(name, scenario, **moved).items()
        },
    )
    drawn = MODELS[name].outputs(
        **fixed, **parameters.draws(name, scenario, parameters.PAGE_DRAWS, None, **moved)
    )
    page.locator(f"#model-{name} .results").scroll_into_view_if_needed()
    page.wait_for_selector(f"#model-{name} .panel[data-settled]")
    told = page.locator(f"#model-{name} dd").all_inner_texts()
    for (key, _, scale, digits), text in zip(RESULTS[name], told, strict=True):
        low, high = parameters.interval(np.broadcast_to(drawn[key], parameters.PAGE_DRAWS))
        wanted = (
            [middle[key], low, high]
            if np.isfinite([low, high]).all()
            and f"{low * scale:.{digits}f}" != f"{high * scale:.{digits}f}"
            else [middle[key]]
        )
        shown = [
            float(part)
            for part in text.replace("\u202f", "")
            .replace("(", "")
            .replace(")", "")
            .replace("to", "")
            .split()
            if part != "none"
        ]
        wanted = [float(value) * scale for value in wanted if np.isfinite(value)]
        assert shown == pytest.approx(wanted, abs=0.51 * 10**-digits, rel=1e-9), (key, text)
    assert not watch.errors
    page.context.close()


def test_a_shared_setting_opens_as_it_was_left(chromium, home):
    page, watch = opened(chromium, home, "chapters/alternative.html")
    page.get_by_role("button", name="2025 as shipped").click()
    slider = page.locator("#m-levy-levy")
    slider.evaluate(
        "one => { one.value = 20000; one.dispatchEvent(new Event('input')); one.dispatchEvent(new Event('change')); }"
    )
    page.wait_for_selector("#model-levy .panel[data-settled]")
    told = page.locator("#model-levy dd").first.inner_text()
    address = page.evaluate("location.href")
    other, _ = opened(chromium, home, address.removeprefix(home))
    other.locator("#model-levy .results").scroll_into_view_if_needed()
    other.wait_for_selector("#model-levy .panel[data-settled]")
    assert other.locator("#model-levy dd").first.inner_text() == told
    assert (
        "levy.levy=20000" in address
        and "levy.scenario=2025" in address
        and "levy.rate" not in address
        and not watch.errors
    )
    other.get_by_role("button", name="2025 as shipped").click()
    assert other.locator(
        "#model-levy dd"
    ).first.inner_text() != told and "levy.levy" not in other.evaluate("location.href")
    page.context.close()
    other.context.close()
