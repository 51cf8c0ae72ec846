"""Numbers, claims, terms, ledger and table in a real browser: with mouse, touch and keys, on phone
and desk, without scripts.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser import PageLog, settled
from heavyground.checks.verdicts import CONTRADICTED
from heavyground.evidence.book import Book
from heavyground.project import Project

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
NUMBER = "#at-prod-0701"
PAGE = "chapters/production.html"


class Visit(Protocol):
    """Opens a page and waits until it has settled."""

    def __call__(self, address: str, **context: Any) -> Page: ...


@pytest.fixture
def visit(chromium: Browser, home: str) -> Iterator[Visit]:
    """At the end nothing may have gone wrong or left the site."""
    opened: list[tuple[Page, PageLog]] = []

    def go(address: str, **context: Any) -> Page:
        page = chromium.new_context(**context).new_page()
        opened.append((page, PageLog(page, home)))
        page.goto(home + address)
        assert settled(page)
        return page

    yield go
    for page, log in opened:
        page.context.close()
        assert log.clean


@pytest.fixture(scope="module")
def book() -> Book:
    return Project.find().book()


INSIDE = """() => {
    const box = document.querySelector(".card").getBoundingClientRect();
    return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
}"""


def focused(page: Page) -> str:
    """Id of the element that has the focus."""
    return str(page.evaluate("document.activeElement.id"))


# ---- Cards


@SIZES
def test_a_number_opens_its_card_and_escape_gives_the_place_back(
    visit: Visit, book: Book, size: dict[str, int]
) -> None:
    page = visit(PAGE, viewport=size)
    link, card = page.locator(NUMBER), page.locator(".card")
    before = page.evaluate("document.documentElement.scrollHeight")
    link.click()
    said, row = card.inner_text(), book["prod-0701"]
    for words in (row.words, row.source.label, "Others:", book["prod-0332"].words):
        assert words in said
    for words in ("independent origin", "Row prod-0701", "CSV"):
        assert words in said
    assert link.get_attribute("aria-expanded") == "true"
    assert page.evaluate(INSIDE)
    assert page.evaluate("document.documentElement.scrollHeight") == before
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert link.get_attribute("aria-expanded") == "false"
    assert focused(page) == NUMBER.removeprefix("#")


def test_keys_alone_open_and_close(visit: Visit) -> None:
    page = visit(PAGE, viewport=DESK)
    page.locator(NUMBER).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.classList.contains('card')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    assert focused(page) == NUMBER.removeprefix("#")


@SIZES
def test_every_card_of_a_page_stays_in_the_window(visit: Visit, size: dict[str, int]) -> None:
    page = visit(PAGE, viewport=size)
    for link in page.locator("main p a.num[id]").all()[::7]:
        link.scroll_into_view_if_needed()
        link.click()
        assert page.evaluate(INSIDE), link.get_attribute("id")
        page.keyboard.press("Escape")


def test_a_click_on_the_word_again_or_elsewhere_closes_its_card(visit: Visit) -> None:
    page = visit(PAGE, viewport=DESK)
    link, card = page.locator(NUMBER), page.locator(".card")
    link.click()
    link.click()
    expect(card).to_have_count(0)
    link.click()
    page.locator("h1").click()
    expect(card).to_have_count(0)


def test_inputs_of_a_derived_value_open_in_the_same_card(visit: Visit) -> None:
    page = visit(PAGE, viewport=DESK)
    page.locator("#at-oxide-share-2023").click()
    card = page.locator(".card")
    assert "Our arithmetic" in card.inner_text()
    card.locator("a.num").first.click()
    expect(card).to_have_count(1)
    expect(card).not_to_contain_text("Our arithmetic")
    page.keyboard.press("Escape")
    assert focused(page) == "at-oxide-share-2023"


def test_a_claim_opens_its_verdict_and_a_term_its_meaning(visit: Visit) -> None:
    page = visit("chapters/control.html", viewport=DESK)
    page.locator("a.claim", has_text="A42").first.click()
    expect(page.locator(".card")).to_contain_text(CONTRADICTED)
    page.keyboard.press("Escape")
    page.locator("main p a.term").first.click()
    expect(page.locator(".card")).to_contain_text("Glossary")
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    page.locator("main p a.term").nth(1).hover()
    expect(page.locator(".card")).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(".card")).to_have_count(0)


def test_a_citation_opens_its_reference_in_place(visit: Visit) -> None:
    page = visit(PAGE, viewport=DESK)
    page.locator("main p .bibtex-citation a").first.click()
    expect(page.locator(".card")).to_contain_text("In the reference list")
    assert page.url.split("#")[0].endswith(PAGE)
    page.keyboard.press("Escape")
    expect(page.locator(".card")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_card_open(visit: Visit, scheme: str) -> None:
    page = visit(PAGE, viewport=DESK, color_scheme=scheme)
    page.locator(NUMBER).click()
    page.locator(".entries summary").first.click()
    page.locator(NUMBER).click()
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]


def test_without_scripts_a_number_leads_to_its_entry(visit: Visit, book: Book) -> None:
    page = visit(PAGE, java_script_enabled=False, viewport=PHONE)
    page.locator(NUMBER).click()
    entry = page.locator("#n-prod-0701")
    assert entry.is_visible()
    assert book["prod-0701"].source.label in entry.inner_text()


def test_paper_shows_the_list(visit: Visit) -> None:
    page = visit(PAGE, java_script_enabled=False)
    page.emulate_media(media="print")
    box = page.locator("#n-prod-0701").bounding_box()
    assert box is not None
    assert box["height"] > 20


# ---- The ledger


def test_the_ledger_filters_and_reads_without_scripts(visit: Visit, book: Book) -> None:
    page = visit("chapters/ledger.html", viewport=DESK)
    shown = page.locator(".ledger li:visible")
    expect(shown).to_have_count(len(book.claims))
    page.select_option("form[data-filter] select[name=verdict]", CONTRADICTED)
    wanted = page.locator(f".ledger li[data-verdict='{CONTRADICTED}']")
    expect(shown).to_have_count(wanted.count())
    assert 0 < wanted.count() < len(book.claims)
    page.locator("form[data-filter] button[type=reset]").click()
    expect(shown).to_have_count(len(book.claims))
    plain = visit("chapters/ledger.html#A42", java_script_enabled=False)
    assert plain.locator(".ledger li:visible").count() == len(book.claims)
    assert plain.locator("#A42").is_visible()
    assert plain.locator("form[data-filter]:visible").count() == 0


# ---- The table of all rows


def rows_of(page: Page) -> Locator:
    return page.locator("#rows tbody tr:has(a)")


@SIZES
def test_the_table_is_fetched_on_demand_and_finds_rows(
    visit: Visit, book: Book, size: dict[str, int]
) -> None:
    page = visit("chapters/data.html", viewport=size)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda response: "/table." in response.url) as answer:
        page.locator("#find button").click()
    page.wait_for_selector("#rows tbody tr a")
    assert len(asked) == 1
    assert int(answer.value.headers.get("content-length", 0)) <= 250_000
    page.fill("#find input[name=words]", "41700 global witness")
    expect(page.locator(".dt-info")).to_contain_text(f"(of {len(book.observations):,})")
    assert rows_of(page).filter(has_text="prod-0701").count() == 1
    assert rows_of(page).count() == rows_of(page).filter(has_text="41,700").count()
    page.fill("#find input[name=words]", "")
    page.select_option("#find select[name=entity]", "IREL")
    count = sum(row.entity == "IREL" for row in book.observations.values())
    expect(page.locator(".dt-info")).to_contain_text(f"of {count}")
    assert "entity=IREL" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()[:3000]


def test_a_filtered_address_opens_filtered(visit: Visit) -> None:
    page = visit("chapters/data.html?theme=India&from=2025&to=2025#find", viewport=DESK)
    page.wait_for_selector("#rows tbody tr a")
    ids = page.locator("#rows tbody tr td:first-child").all_inner_texts()
    assert ids
    assert all(id.startswith("ind-") for id in ids)


def test_it_all_works_from_a_usb_stick(chromium: Browser, site: Path, book: Book) -> None:
    page = chromium.new_context(offline=True, viewport=DESK).new_page()
    log = PageLog(page, "file://")
    page.goto((site / PAGE).as_uri())
    page.locator(NUMBER).click()
    expect(page.locator(".card")).to_contain_text(book["prod-0701"].words)
    page.goto((site / "chapters" / "data.html").as_uri())
    page.locator("#find button").click()
    page.wait_for_selector("#rows tbody tr a")
    page.fill("#find input[name=words]", "terbium")
    expect(rows_of(page).filter(has_text="terbium").first).to_be_visible()
    assert log.clean
    page.context.close()
