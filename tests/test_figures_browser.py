"""A figure in a real browser: still, live, by keyboard, on paper, in the dark, turned on its side, outside the page."""

import pytest

from browser import Watch, settled

pytestmark = pytest.mark.xdist_group("site")
LINES, SLIDER = (
    "chapters/processing.html#fig-quota-growth",
    "chapters/environment.html#fig-cleanup-per-tonne",
)
FILES = "figures/quota-growth"


@pytest.fixture
def visit(chromium, home):
    """Open a page that has an address with the id of a figure; everything wrong is noticed at the end."""
    opened = []

    def go(address, **context):
        page = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}} | context
        ).new_page()
        watch = Watch(page, home)
        opened.append((page, watch))
        page.goto(home + address)
        assert settled(page)
        return page, page.locator("#" + address.split("#")[1])

    yield go
    for page, watch in opened:
        assert not watch.errors and not watch.strangers
        page.context.close()


def wake(page, figure):
    figure.locator(".hg-stage").focus()
    page.wait_for_selector("figure[data-state=live]")


def test_a_mark_pointed_at_shows_its_row(visit):
    page, figure = visit(LINES)
    wake(page, figure)
    figure.locator(".hg-wide .mark-symbol path").nth(2).hover()
    tip = figure.locator(".hg-tip")
    tip.wait_for(state="visible")
    assert "t REO" in tip.inner_text() and "Source" in tip.inner_text()
    page.mouse.move(5, 5)
    tip.wait_for(state="hidden")


def test_the_arrows_walk_from_mark_to_mark_and_escape_lets_go(visit):
    page, figure = visit(LINES)
    figure.locator(".hg-stage").focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(".hg-here")
        page.wait_for_timeout(150)
        seen.append(figure.locator(".hg-tip").inner_text())
    assert len(set(seen)) == 3 and figure.locator(".hg-here").count() == 1
    page.keyboard.press("Escape")
    assert figure.locator(".hg-tip").is_hidden() and figure.locator(".hg-here").count() == 0
    assert (
        figure.locator(".hg-stage").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    )


def test_a_line_that_is_chosen_stays_strong(visit):
    page, figure = visit(LINES)
    wake(page, figure)

    def strengths():
        page.wait_for_timeout(300)
        return figure.evaluate("""one => [...one.querySelectorAll('.hg-wide .mark-symbol path, .hg-wide .mark-line path')].map(
            path => [path.__data__.datum ? path.__data__.datum.what : path.__data__[0].datum.what, path.getAttribute('opacity') || '1'])""")

    assert {opacity for _, opacity in strengths()} == {"1"}
    figure.locator(".hg-wide .mark-symbol path").first.click()
    after = strengths()
    chosen = after[0][0]
    assert {opacity for what, opacity in after if what == chosen} <= {"1"} and {
        opacity for what, opacity in after if what != chosen
    } == {"0.15"}
    figure.locator(".hg-wide svg").click(position={"x": 300, "y": 12})
    assert {opacity for _, opacity in strengths()} == {"1"}


def test_coming_alive_moves_nothing(visit):
    page, figure = visit(LINES)
    place = "one => { const box = one.getBoundingClientRect(); return [box.width, box.height, one.querySelector('.hg-more').getBoundingClientRect().top - box.top]; }"
    before = figure.evaluate(place)
    wake(page, figure)
    page.wait_for_timeout(300)
    assert figure.evaluate(place) == pytest.approx(before, abs=0.6)


def test_live_and_still_are_the_same_picture(visit):
    """The words of the still chart stand where they stood, to a pixel and a half."""
    page, figure = visit(LINES)
    words = """one => { const frame = one.getBoundingClientRect();
        return [...one.querySelectorAll('.hg-wide svg text')].filter(text => text.textContent.trim()).map(text => {
            const box = text.getBoundingClientRect(); return [text.textContent, Math.round(box.x - frame.x), Math.round(box.y - frame.y)]; }).sort(); }"""
    before = figure.evaluate(words)
    wake(page, figure)
    after = figure.evaluate(words)
    assert [one[0] for one in before] == [one[0] for one in after] and len(before) > 8
    assert [one[1:] for one in after] == [pytest.approx(one[1:], abs=1.5) for one in before]


def test_turned_while_alive_the_other_picture_wakes_with_the_same_setting(visit):
    page, figure = visit(SLIDER)
    slider = figure.locator("input[type=range]")
    slider.focus()
    page.wait_for_selector("figure[data-state=live]")
    slider.evaluate(
        "one => { one.value = one.max; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector(".hg-narrow .marks:visible")
    assert figure.locator(".hg-wide").is_hidden()
    box = figure.locator(".hg-narrow svg").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    told = figure.locator(".hg-narrow").inner_text()
    slider.evaluate(
        "one => { one.value = one.min; one.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.wait_for_timeout(300)
    assert (
        figure.locator(".hg-narrow").inner_text() != told
        or figure.locator(".hg-narrow svg").inner_html()
    )


def test_a_figure_asleep_in_a_closed_disclosure_is_right_when_it_opens(visit):
    page, figure = visit(LINES)
    figure.evaluate("""one => { const box = document.createElement('details'); box.innerHTML = '<summary>More</summary>'; one.before(box); box.append(one);
        one.querySelector('.hg-stage').dispatchEvent(new Event('focusin', {bubbles: true})); }""")
    page.wait_for_timeout(300)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    wake(page, figure)
    box = figure.locator(".hg-wide svg").bounding_box()
    assert box["width"] > 500 and box["height"] > 200


@pytest.mark.parametrize("scripts", [True, False])
def test_without_a_script_all_is_there_and_nothing_pretends(visit, scripts):
    page, figure = visit(SLIDER, java_script_enabled=scripts)
    assert figure.locator(".hg-controls").is_visible() == scripts
    figure.locator("summary", has_text="Table").click()
    assert figure.locator("table").is_visible()
    for ending in ("csv", "svg", "png", "vl.json"):
        found = page.request.get(
            page.url.split("chapters/")[0]
            + figure.locator(f"a[href$='.{ending}']").get_attribute("href").removeprefix("../")
        )
        assert found.ok and len(found.body()) > 200, ending


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_it_is_light_with_its_sources(visit, scheme):
    page, figure = visit(LINES, color_scheme=scheme)
    wake(page, figure)
    page.emulate_media(media="print", color_scheme=scheme)
    assert figure.locator(".hg-sources").is_visible() and figure.locator(".hg-note").is_visible()
    assert (
        figure.locator(".hg-more:not(.hg-sources)").is_hidden()
        and figure.locator(".hg-sources a").first.is_visible()
        and figure.locator(".hg-wide").is_visible()
    )
    ink = figure.evaluate("one => getComputedStyle(one).getPropertyValue('--c-ink').trim()")
    assert (
        ink == "#1d1f23"
        and page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    )


def test_a_printed_chapter_is_paper_with_its_sources(visit):
    page, _ = visit(LINES)
    page.emulate_media(media="print")
    for gone in (".top", ".rail", ".turn", ".onpage", ".hg-controls"):
        assert all(one.is_hidden() for one in page.locator(gone).all()), gone
    assert page.locator(".cited").is_visible() and page.locator(".cited li").count() > 20
    pdf = page.pdf(format="A4")
    assert 8 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") <= 40


def test_forced_colours_keep_the_picture_readable(visit):
    page, figure = visit(LINES, forced_colors="active", color_scheme="dark")
    svg = figure.locator(".hg-wide svg")
    assert svg.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    assert svg.locator("text").first.evaluate("one => getComputedStyle(one).fill") in (
        "rgb(29, 31, 35)",
        "rgb(92, 95, 102)",
    )


OVERLAPS = """() => [...document.querySelectorAll("figure.hg-figure")].flatMap(figure => {
    const part = [...figure.querySelectorAll(".hg-wide, .hg-narrow")].find(one => one.clientWidth > 0), frame = part.querySelector("svg").getBoundingClientRect();
    const words = [...part.querySelectorAll("svg text")].filter(one => one.textContent.trim()).flatMap(text => text.querySelector("tspan") ? [...text.querySelectorAll("tspan")] : [text])
        .map(one => { const box = one.getBoundingClientRect(); return {text: one.textContent, left: box.left, right: box.right, top: box.top + 2, bottom: box.bottom - 2}; });
    const found = words.filter(one => one.left < frame.left - 2 || one.right > frame.right + 2).map(one => `${figure.id}: ${one.text} runs out of the picture`);
    words.forEach((a, i) => words.slice(i + 1).forEach(b => {
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5) found.push(`${figure.id}: ${a.text} on ${b.text}`); }));
    return found; })"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_of_any_figure_stands_on_another(chromium, home, site, width):
    found, seen = [], 0
    for path in [site / "index.html", *sorted((site / "chapters").glob("*.html"))]:
        page = chromium.new_page(viewport={"width": width, "height": 900})
        page.goto(home + path.relative_to(site).as_posix())
        seen += page.locator("figure.hg-figure").count()
        found += page.evaluate(OVERLAPS)
        page.close()
    assert seen >= 50 and found == []


def test_reduced_motion_is_kept(visit):
    page, figure = visit(LINES, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    wake(page, figure)
    assert page.evaluate("document.getAnimations().length") == 0


PIXELS = """async address => { const picture = new Image(); picture.src = address; await picture.decode();
    const canvas = document.createElement('canvas'); canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight;
    const pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0);
    const data = pen.getImageData(0, 0, canvas.width, canvas.height).data, seen = {};
    for (let i = 0; i < data.length; i += 4) { const one = [data[i], data[i + 1], data[i + 2], data[i + 3]].join(); seen[one] = (seen[one] || 0) + 1; }
    return [canvas.width, seen]; }"""


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_downloaded_picture_has_the_right_colours_in_a_dark_page(visit, home, ending):
    """An image element takes no variable from the page: ground, ink and line must be the picture's own."""
    page, _ = visit(LINES, color_scheme="dark")
    width, seen = page.evaluate(PIXELS, f"{home}{FILES}.{ending}")
    assert width >= 600 and max(seen, key=seen.get) == "251,250,247,255"
    for hue in ("39,101,154,255", "29,31,35,255"):
        assert seen.get(hue, 0) > 100, hue


def test_a_figure_lives_from_a_folder_without_network(chromium, site):
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch = Watch(page, "file://")
    page.goto((site / "chapters" / "processing.html").as_uri() + "#fig-quota-growth")
    wake(page, page.locator("#fig-quota-growth"))
    page.locator("#fig-quota-growth .hg-wide .mark-symbol path").first.hover()
    page.wait_for_selector("#fig-quota-growth .hg-tip:visible")
    assert not watch.errors and not watch.strangers
    context.close()


def test_where_the_live_chart_cannot_be_loaded_the_still_one_stays(chromium, home):
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/vega*.js", lambda route: route.abort())
    page.goto(home + LINES)
    figure = page.locator("#fig-quota-growth")
    figure.locator(".hg-stage").focus()
    figure.locator(".hg-problem").wait_for(state="visible")
    assert figure.locator(".hg-stage svg:visible path").count() > 3
    context.close()
