"""Numbers, claims, terms, ledger and table in a real browser: with mouse, touch and keys, on phone and desk, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser import Watch, settled

pytestmark = pytest.mark.xdist_group("site")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
NUMBER = "#at-prod-0701"


@pytest.fixture
def visit(chromium, home):
    """Open a page; at the end nothing may have gone wrong or left the site."""
    opened = []

    def open_(address, **context):
        page = chromium.new_context(**context).new_page()
        opened.append((page, Watch(page, home)))
        page.goto(home + address)
        assert settled(page)
        return page

    yield open_
    for page, watch in opened:
        page.context.close()
        assert not watch.errors and not watch.strangers


def inside(page):
    return page.evaluate("""() => { const box = document.querySelector('.card').getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight; }""")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_number_opens_its_card_and_escape_gives_the_place_back(visit, size):
    page = visit("chapters/production.html", viewport=size)
    link = page.locator(NUMBER)
    before = page.evaluate("document.documentElement.scrollHeight")
    link.click()
    card = page.locator(".card")
    said = card.inner_text()
    assert (
        "41,700 t gross" in said
        and "Global Witness" in said
        and "Others:" in said
        and "72,073.76 t gross" in said
    )
    assert "independent origin" in said and "Row prod-0701" in said and "CSV" in said
    assert link.get_attribute("aria-expanded") == "true" and inside(page)
    assert page.evaluate("document.documentElement.scrollHeight") == before
    page.keyboard.press("Escape")
    assert card.count() == 0 and link.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") == "at-prod-0701"


def test_keys_alone_open_and_close(visit):
    page = visit("chapters/production.html", viewport=DESK)
    page.locator(NUMBER).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('card')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "at-prod-0701"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_card_of_a_page_stays_in_the_window(visit, size):
    page = visit("chapters/production.html", viewport=size)
    for link in page.locator("main p a.num[id]").all()[::7]:
        link.scroll_into_view_if_needed()
        link.click()
        assert inside(page), link.get_attribute("id")
        page.keyboard.press("Escape")


def test_inputs_of_a_derived_value_open_in_the_same_card(visit):
    page = visit("chapters/production.html", viewport=DESK)
    page.locator("#at-oxide-share-2023").click()
    card = page.locator(".card")
    assert "Our arithmetic" in card.inner_text()
    card.locator("a.num").first.click()
    assert page.locator(".card").count() == 1 and "Our arithmetic" not in card.inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "at-oxide-share-2023"


def test_a_claim_opens_its_verdict_and_a_term_its_meaning(visit):
    page = visit("chapters/control.html", viewport=DESK)
    page.locator("a.claim", has_text="A42").first.click()
    assert "contradicted" in page.locator(".card").inner_text()
    page.keyboard.press("Escape")
    term = page.locator("main p a.term").first
    term.click()
    assert len(page.locator(".card").inner_text()) > 20
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    page.locator("main p a.term").nth(1).hover()
    page.wait_for_selector(".card")
    page.mouse.move(5, 5)
    page.wait_for_selector(".card", state="detached")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_card_open(visit, scheme):
    page = visit("chapters/production.html", viewport=DESK, color_scheme=scheme)
    page.locator(NUMBER).click()
    page.locator(".entries summary").first.click()
    page.locator(NUMBER).click()
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]


def test_without_scripts_a_number_leads_to_its_entry(visit):
    page = visit("chapters/production.html", java_script_enabled=False, viewport=PHONE)
    page.locator(NUMBER).click()
    entry = page.locator("#n-prod-0701")
    assert entry.is_visible() and "Global Witness" in entry.inner_text()


def test_paper_shows_the_list(visit):
    page = visit("chapters/production.html", java_script_enabled=False)
    page.emulate_media(media="print")
    assert page.locator("#n-prod-0701").bounding_box()["height"] > 20


def test_the_ledger_filters_and_reads_without_scripts(visit):
    page = visit("chapters/ledger.html", viewport=DESK)
    page.select_option("form[data-filter] select[name=verdict]", "contradicted")
    shown = page.locator(".ledger li:visible")
    assert 0 < shown.count() < 30 and all(
        one.get_attribute("data-verdict") == "contradicted" for one in shown.all()
    )
    page.locator("form[data-filter] button[type=reset]").click()
    page.wait_for_timeout(100)
    assert shown.count() == 138
    plain = visit("chapters/ledger.html#A42", java_script_enabled=False)
    assert plain.locator(".ledger li:visible").count() == 138 and plain.locator("#A42").is_visible()
    assert plain.locator("form[data-filter]:visible").count() == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_table_is_fetched_on_demand_and_finds_rows(visit, size):
    page = visit("chapters/data.html", viewport=size)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda response: "/table." in response.url) as answer:
        page.locator("#find button").click()
    page.wait_for_selector("#rows tbody tr a")
    assert len(asked) == 1 and int(answer.value.headers.get("content-length", 0)) <= 250_000
    page.fill("#find input[name=words]", "41700 oxide")
    page.wait_for_timeout(200)
    assert page.locator("#rows tbody tr").count() < 10
    page.fill("#find input[name=words]", "")
    page.select_option("#find select[name=entity]", "IREL")
    page.wait_for_timeout(200)
    assert "entity=IREL" in page.url and "of 3" not in page.inner_text(".dt-info").split("(")[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]


def test_a_filtered_address_opens_filtered(visit):
    page = visit("chapters/data.html?theme=India&from=2025&to=2025#find", viewport=DESK)
    page.wait_for_selector("#rows tbody tr a")
    assert all(
        text.startswith("ind-")
        for text in page.locator("#rows tbody tr td:first-child").all_inner_texts()
    )


def test_it_all_works_from_a_usb_stick(chromium, site):
    page = chromium.new_context(offline=True, viewport=DESK).new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((site / "chapters" / "production.html").as_uri())
    page.locator(NUMBER).click()
    assert "41,700 t gross" in page.locator(".card").inner_text()
    page.goto((site / "chapters" / "data.html").as_uri())
    page.locator("#find button").click()
    page.wait_for_selector("#rows tbody tr a")
    page.fill("#find input[name=words]", "terbium")
    page.wait_for_timeout(200)
    assert not wrong and page.locator("#rows tbody tr a").count() > 5
    page.context.close()
