"""What pages are made of from tables: ledger, timeline, disagreements, glossary, lists, and the
pages of rows. On tiny books, each part by itself.
"""

import json
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.errors import ExtensionError

from heavyground.checks.verdicts import Ask, Verdicts, graded
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.project import Analysis
from heavyground.site.directives.datalist import DataListDirective
from heavyground.site.directives.disagreements import DisagreementsDirective
from heavyground.site.directives.ledger import LedgerDirective
from heavyground.site.directives.rows_table import RowsTableDirective
from heavyground.site.directives.terms import TermsDirective, Words, running, with_links
from heavyground.site.directives.timeline import TimelineDirective
from heavyground.site.output import row_pages, rows_index, tables
from heavyground.site.output.row_pages import Site
from heavyground.site.templating import Templates
from helpers import schema, small_book, write_data
from pretend import Pretend, bare_book, text

POISON = "<script>alert(1)</script>"
OUTPUT = """
    id       | period | value | source
    ore-0001 | 2024   | 31000 | atlas2025
    ore-0002 | 2024   | 27000 | digest2025
"""


def links(soup: Any) -> dict[str, str]:
    """{text of a link: its address}."""
    return {link.get_text(): link["href"] for link in soup.select("a[href]")}


def harmless(soup: Any) -> bool:
    """Did the poison stay text, and is it there?"""
    return soup.find("script") is None and POISON in soup.get_text()


# ---- Ledger


def verdicts() -> Verdicts:
    tests = Verdicts()

    @tests.test("A01")
    def most(ask: Ask, claim: str) -> str:
        """The first <row> is above 30,000 t."""
        return graded(ask("ore-0001") > 30000)

    return tests


CLAIMS = f"""
    id  | topic  | paraphrase
    A01 | output | Peru mines most
    A02 | price  | {POISON}
    A03 | roads  | The road is closed
"""
VERDICTS = """
    claim | verdict                 | how      | reason                      | ids
    A01   | supported               | computed | It is {31,000 t <ore-0001>}. |
    A02   | a matter of judgement   | judged   | Nobody counts it.           | ev-0001; ore-0002
    A03   | supported with a caveat | judged   | A <b> reason.               |
"""
EVENT = """
    id      | date       | title
    ev-0001 | 2024-03-07 | Mine closed
"""


def a_ledger(**given: Any) -> Pretend:
    book = small_book(observations=OUTPUT, claims=CLAIMS, verdicts=VERDICTS, events=EVENT)
    titles = {"price": "Money", "empty": "Nothing", "output": "How much"}
    return Pretend(book, Analysis(verdicts=verdicts(), topics=titles), **given)


def test_statements_stand_by_topic_in_the_books_order_and_no_topic_is_lost() -> None:
    soup = a_ledger().soup(LedgerDirective)
    assert [heading.get_text() for heading in soup.find_all("h2")] == ["Money", "How much", "Roads"]
    assert [entry["id"] for entry in soup.select("[data-entry]")] == ["A02", "A01", "A03"]
    sections = [node for node in a_ledger().run(LedgerDirective) if isinstance(node, nodes.section)]
    assert [section["ids"] for section in sections] == [
        ["topic-price"],
        ["topic-output"],
        ["topic-roads"],
    ]


def test_the_counts_add_up() -> None:
    rows = a_ledger().soup(LedgerDirective).select("tbody tr")
    cells = {row.th.get_text(): [td.get_text() for td in row.find_all("td")] for row in rows}
    assert cells["Supported"] == ["1", "0", "1"]
    assert cells["Contradicted"] == ["0", "0", "0"]
    assert cells["All"] == ["1", "2", "3"]


def test_a_computed_verdict_says_its_test_and_a_judged_one_has_none() -> None:
    soup = a_ledger().soup(LedgerDirective)
    computed, judged = soup.find(id="A01"), soup.find(id="A03")
    assert computed is not None
    assert judged is not None
    assert "Test: The first <row> is above 30,000 t." in computed.get_text()
    assert "Test:" not in judged.get_text()


def test_the_numbers_of_a_reason_are_links_and_noted_with_the_page() -> None:
    page = a_ledger()
    entry = page.soup(LedgerDirective).find(id="A01")
    assert entry is not None
    assert links(entry)["31,000 t"] == "#n-ore-0001"
    assert [(use.text, use.reference.name) for use in page.held.numbers] == [
        ("31,000 t", "ore-0001")
    ]


def test_a_statement_is_text_whatever_it_holds() -> None:
    soup = a_ledger().soup(LedgerDirective)
    assert harmless(soup)
    assert "A <b> reason." in soup.get_text()


def test_an_event_is_read_on_the_timeline_or_where_there_is_none_with_the_rows() -> None:
    def rests_on(page: Pretend) -> dict[str, str]:
        return links(page.soup(LedgerDirective).find(id="A02"))

    there, not_there = a_ledger(others=["chapters/timeline"]), a_ledger()
    assert rests_on(there)["ev-0001"] == "timeline.html#ev-0001"
    assert rests_on(not_there)["ev-0001"] == "../data/ev.html#ev-0001"
    assert rests_on(there)["ore-0002"] == "../data/ore.html#ore-0002"


def test_of_many_rows_the_first_are_named_and_the_others_counted() -> None:
    ids = [f"ore-{n:04d}" for n in range(1, 12)]
    book = small_book(
        observations="\n".join(["id", *ids]),
        claims="id\nA01",
        verdicts=f"claim | ids\nA01 | {'; '.join(ids)}",
    )
    said = text(Pretend(book).soup(LedgerDirective).find(id="A01"))
    assert "ore-0008 and 3 more rows." in said
    assert "ore-0009" not in said


def test_the_filter_offers_what_entries_can_be_compared_with() -> None:
    soup = a_ledger().soup(LedgerDirective)
    form, entry = soup.find("form"), soup.find(id="A01")
    assert form is not None
    assert entry is not None
    for select in form.find_all("select"):
        values = [option["value"] for option in select.find_all("option")]
        assert values[0] == ""
        assert entry[f"data-{select['name']}"] in values


# ---- Timeline


def a_timeline(events: str, **given: Any) -> BeautifulSoup:
    analysis = Analysis(event_topics={"trade": "Trade and more"})
    return Pretend(small_book(events=events), analysis, **given).soup(TimelineDirective)


EVENTS = f"""
    id      | date       | title     | description | actors        | place | topic
    ev-0001 | 2024-03-07 | First     | It began.   | Peru; Chile   | Lima  | trade
    ev-0002 | 2024-03    | Month.    | {POISON}    |               |       | roads
    ev-0003 | 2025       | A year    |             | {POISON}      |       | trade
"""


def test_events_stand_newest_first_by_year_and_a_month_after_its_days() -> None:
    soup = a_timeline(EVENTS)
    assert [year.get_text() for year in soup.find_all("h3")] == ["2025", "2024"]
    assert [entry["id"] for entry in soup.select("[data-entry]")] == [
        "ev-0003",
        "ev-0001",
        "ev-0002",
    ]
    assert [day.get_text() for day in soup.find_all("time")] == [
        "2025",
        "7 March 2024",
        "March 2024",
    ]


def test_an_event_says_who_where_and_by_whom_and_ends_its_title_once() -> None:
    soup = a_timeline(EVENTS)
    first, second = soup.find(id="ev-0001"), soup.find(id="ev-0002")
    assert text(first).endswith("First. It began. Peru; Chile · Lima · Atlas House 2025")
    assert links(first) == {"Atlas House 2025": "../references.html#ref-atlas2025"}
    assert "Month. <script>" in text(second)
    assert harmless(soup)


def test_topics_have_titles_and_only_often_named_actors_are_offered() -> None:
    rows = "\n".join(f"ev-000{n} | 2024-01-0{n} | Peru; once{n} | trade" for n in range(1, 6))
    soup = a_timeline(f"id | date | actors | topic\n{rows}\nev-0009 | 2024 | | roads")
    options = {
        select["name"]: [option.get_text() for option in select.find_all("option")]
        for select in soup.find_all("select")
    }
    assert options["topic"] == ["all topics", "Roads", "Trade and more"]
    assert options["actors"] == ["all actors", "Peru"]


# ---- Disagreements


DIFFERING = f"""
    id       | series | entity | item     | period | value | source     | basis
    ore-0001 | output | Peru   | tin      | 2024   | 300   | atlas2025  | reported
    ore-0002 | output | Peru   | tin      | 2024   | 100   | digest2025 | reported
    ore-0003 | output | Peru   | tin      | 2024   | 100   | third2025  | claim
    ore-0004 | output | Peru   | tin      | 2024   | 300   | fourth2025 | reported
    ore-0005 | stock  | Chile  | {POISON} | 2023   | 120   | atlas2025  | reported
    ore-0006 | stock  | Chile  | {POISON} | 2023   | 100   | digest2025 | reported
"""


def test_large_disagreements_come_first_and_small_ones_are_folded() -> None:
    soup = Pretend(small_book(observations=DIFFERING)).soup(DisagreementsDirective)
    first, folded = soup.select("section:not(details section)"), soup.select("details section")
    assert [section["id"] for section in first] == ["d-ore-0001"]
    assert [section["id"] for section in folded] == ["d-ore-0005"]
    assert text(soup).startswith("2 questions with an answer that differs by more than a tenth; 1")
    assert harmless(soup)


def test_equal_figures_are_put_together_and_a_claim_is_marked() -> None:
    soup = Pretend(small_book(observations=DIFFERING)).soup(DisagreementsDirective)
    block = soup.find(id="d-ore-0001")
    assert block is not None
    assert [text(line) for line in block.find_all("li")] == [
        "300 t tin: Atlas House 2025 , Fourth House 2025",
        "100 t tin: Digest House 2025",
        "100 t tin: Third House 2025 (claim under test)",
    ]
    assert links(block)["Digest House 2025"] == "../data/ore.html#ore-0002"
    assert "3.0 times apart within t; 4 independent origins." in text(block)


def test_an_explanation_brings_a_disagreement_forward_and_its_numbers_are_noted() -> None:
    book = small_book(
        observations=DIFFERING,
        disagreements="""
            ids                | explanation
            ore-0005; ore-0006 | One counts {120 t <ore-0005>} & more.
        """,
    )
    page = Pretend(book)
    soup = page.soup(DisagreementsDirective)
    assert soup.find("details") is None
    assert "One counts 120 t & more." in text(soup.find(id="d-ore-0005"))
    assert [use.reference.name for use in page.held.numbers] == ["ore-0005"]


# ---- Glossary


TERMS = f"""
    term        | aliases              | definition   | script_name
    spot price  | price on the day; SP | What is paid | ခဲ
    ore         |                      | {POISON}     |
    Atlas House | AHxx; house          | An office    |
"""


def test_terms_stand_in_the_order_of_the_alphabet_with_their_other_names() -> None:
    soup = Pretend(small_book(glossary=TERMS)).soup(TermsDirective)
    assert [term["id"] for term in soup.find_all("dt")] == [
        "term-atlas-house",
        "term-ore",
        "term-spot-price",
    ]
    assert text(soup.find(id="term-spot-price")) == "spot price , price on the day, SP ခဲ"
    assert harmless(soup)


def marked(content: str) -> list[tuple[str, str]]:
    """(words, address) of the terms that a text marks."""
    words = Words(small_book(glossary=TERMS).terms)
    made = with_links(content, words, [], "glossary.html")
    assert "".join(node.astext() for node in made) == content
    return [(node.astext(), node["refuri"]) for node in made if isinstance(node, nodes.reference)]


def test_the_first_use_of_a_term_is_marked_by_whatever_name() -> None:
    assert marked("The spot price, or price on the day, of ore; ore again.") == [
        ("spot price", "glossary.html#term-spot-price"),
        ("ore", "glossary.html#term-ore"),
    ]
    assert marked("AHxx says so, and Atlas House too.") == [
        ("AHxx", "glossary.html#term-atlas-house")
    ]


def test_a_term_may_begin_a_sentence_and_is_no_part_of_a_word() -> None:
    assert [words for words, _ in marked("Ore is dug, not restored or ore-bound.")] == ["Ore"]


def test_short_and_everyday_names_are_not_marked() -> None:
    assert marked("SP of the house") == []


def test_a_book_without_terms_marks_nothing() -> None:
    made = with_links("ore", Words([]), [], "glossary.html")
    assert [node.astext() for node in made] == ["ore"]


def leaf(*around: nodes.Element) -> nodes.Text:
    """A text with these nodes around it, the outermost first."""
    inner = nodes.Text("ore")
    outside: nodes.Element = nodes.section()
    for node in around:
        outside += node
        outside = node
    outside += inner
    return inner


@pytest.mark.parametrize(
    "around, runs",
    [
        ((nodes.paragraph(),), True),
        ((nodes.paragraph(), nodes.emphasis()), True),
        ((nodes.list_item(), nodes.paragraph()), True),
        ((nodes.paragraph(), nodes.reference()), False),
        ((nodes.paragraph(), nodes.literal()), False),
        ((nodes.paragraph(), nodes.strong()), False),
        ((nodes.title(),), False),
        ((nodes.entry(), nodes.paragraph()), False),
        ((nodes.footnote(), nodes.paragraph()), False),
    ],
)
def test_terms_are_looked_for_in_running_text_only(
    around: tuple[nodes.Element, ...], runs: bool
) -> None:
    assert running(leaf(*(node.deepcopy() for node in around))) is runs


# ---- Lists of what there is


def test_the_data_list_counts_rows_and_names_every_table() -> None:
    book = small_book(observations=OUTPUT, events=EVENT)
    soup = Pretend(book).soup(DataListDirective)
    assert [text(item) for item in soup.find_all("li")] == [
        "Ore , 2 rows ( ore.csv )",
        "Trade , 0 rows ( trade.csv )",
        "Events",
    ]
    found = links(soup)
    assert found["Ore"] == "../data/ore.html"
    assert found["ore.csv"] == "../data/observations/ore.csv"
    assert found[tables.zip_name(book)] == f"../data/{tables.zip_name(book)}"
    others = [name for name, table in schema().tables.items() if not table.prefix]
    assert {found[Path(name).name] for name in others} == {f"../data/{name}" for name in others}


def test_the_table_of_rows_is_fetched_under_the_name_of_its_content() -> None:
    book = small_book(observations=OUTPUT)
    place = Pretend(book).soup(RowsTableDirective).find(id="find")
    assert place is not None
    assert place["data-table"] == f"../data/{rows_index.script(book).file}"
    assert "Search all 2 rows" in place.get_text()
    other = small_book(observations=OUTPUT.replace("31000", "31001"))
    assert rows_index.script(other).file != rows_index.script(book).file


# ---- The index of rows

MIXED = f"""
    id       | entity | partner | period    | value | low | unit    | note
    ore-0002 | Peru   |         | 2017/2024 | 100   |     | t       |
    ore-0001 | Chile  | Peru    | 2024      | 9     |     | t       |
    ore-0003 | Peru   |         | 2024      |       | 5   | % share |
    ore-0004 | Peru   |         | 2024      | -10   |     | % share |
    ore-0005 | {POISON} |       | 2024      | -9    |     | % share |
"""


def decoded(book: Book) -> list[dict[str, Any]]:
    """The rows of the index by the names of their columns."""
    made = rows_index.index(book.observations.values())
    rows = [dict(zip(made["columns"], row, strict=True)) for row in made["rows"]]
    return [
        {name: made["lists"][name][at] if name in made["lists"] else at for name, at in row.items()}
        for row in rows
    ]


def test_the_index_holds_every_row_by_id() -> None:
    rows = decoded(small_book(observations=MIXED))
    assert [row["id"] for row in rows] == [f"ore-000{n}" for n in range(1, 6)]
    assert rows[0] | {"rank": 0} == {
        "id": "ore-0001",
        "words": "9 t",
        "rank": 0,
        "period": "2024",
        "first": 2024,
        "last": 2024,
        "theme": "Ore",
        "series": "A series",
        "entity": "Chile",
        "partner": "Peru",
        "item": "tin",
        "source": "Atlas House 2025",
    }
    assert (rows[1]["first"], rows[1]["last"]) == (2017, 2024)


def test_rows_are_ranked_by_number_within_their_unit() -> None:
    rows = sorted(decoded(small_book(observations=MIXED)), key=lambda row: row["rank"])
    assert [row["words"] for row in rows] == ["-10 %", "-9 %", "more than 5 %", "9 t", "100 t"]


def test_the_index_cannot_end_its_script() -> None:
    literal = rows_index.as_literal({"a": f"{POISON}\u2028"})
    assert "<" not in literal
    assert "\u2028" not in literal
    assert json.loads(literal) == {"a": f"{POISON}\u2028"}


# ---- Pages of rows


def values() -> Registry:
    registry = Registry()

    @registry.derive(unit="t", aliases=["ore-0009", "twice_of_old"])
    def twice_the_ore(book: Inputs) -> float:
        """twice the <ore>"""
        return 2 * book.one("output", source="atlas2025") + 0 * book.distance("Lima", "Lima")

    @registry.derive(unit="t")
    def four_times(book: Inputs) -> float:
        """twice that"""
        return 2 * book.value("twice_the_ore")

    return registry


ROWS = f"""
    id       | period | value | source     | also               | note     | cites    | item
    ore-0001 | 2024   | 31000 | atlas2025  | ore-0004;trade-0002 | {POISON} |          | tin
    ore-0002 | 2024   | 27000 | digest2025 |                    |          | ore-0001 | tin
"""
LEFT_OUT = f"""
    id       | reason
    ore-0003 | {POISON}
"""
KEPT = """
    id       | formula            | value   | unit | inputs   | also
    ore-0008 | a third of the ore | 10333.3 | t    | ore-0001 | a_third; third_of_it
    old_name | a fourth of it     | 7750    | t    |          |
"""


@pytest.fixture(scope="module")
def book() -> Book:
    return small_book(
        Matter(values()),
        observations=ROWS,
        events=EVENT,
        left_out=LEFT_OUT,
        aliases=KEPT,
        places="name\nLima",
    )


def page(book: Book, name: str, **given: str) -> BeautifulSoup:
    """One of the pages of a book's rows."""
    site = Site(book, Templates(), **given)
    wanted = next(one for one in row_pages.pages(book) if one.name == f"data/{name}")
    return BeautifulSoup(site.body(wanted), "html.parser")


def place(soup: BeautifulSoup, id: str) -> Any:
    """What is seen at an address: the element, or the block that holds an empty one."""
    found = soup.find(id=id)
    assert found is not None, id
    return found if found.get_text() else found.parent


def test_a_row_says_what_it_states_and_all_that_is_known_of_it(book: Book) -> None:
    soup = page(book, "ore")
    assert text(soup.find(id="ore-0002")).startswith("ore-0002 27,000 t Peru · tin · 2024 Digest")
    assert "Relays: ore-0001" in text(soup.find(id="ore-0002"))
    assert harmless(soup)
    assert "2 figures as their sources give them" in text(soup)
    assert links(soup)["ore.csv"] == "observations/ore.csv"


def test_a_merged_id_answers_where_its_row_stands(book: Book) -> None:
    assert "31,000 t" in text(place(page(book, "ore"), "ore-0004"))
    moved = place(page(book, "trade"), "trade-0002")
    assert text(moved) == "trade-0002 is now ore-0001"
    assert links(moved) == {"ore-0001": "ore.html#ore-0001"}


def test_an_id_that_is_no_row_says_what_became_of_it(book: Book) -> None:
    soup = page(book, "ore")
    assert "left out" in text(place(soup, "ore-0003"))
    computed, kept = place(soup, "ore-0009"), place(soup, "ore-0008")
    assert links(computed) == {"twice_the_ore": "derived.html#twice-the-ore"}
    assert "a third of the ore; it last came to 10,333 t" in text(kept)
    assert links(kept) == {"10,333 t": "derived.html#ore-0008"}


@pytest.mark.parametrize(
    "id, words",
    [
        ("twice-the-ore", "62,000 t"),
        ("twice_the_ore", "62,000 t"),
        ("ore-0009", "62,000 t"),
        ("twice-of-old", "62,000 t"),
        ("ore-0008", "10,333 t"),
        ("third_of_it", "10,333 t"),
        ("a-third", "10,333 t"),
        ("old_name", "7,750 t"),
        ("old-name", "7,750 t"),
    ],
)
def test_a_computed_value_answers_to_every_name_it_ever_had(
    book: Book, id: str, words: str
) -> None:
    assert words in text(place(page(book, "derived"), id))


def test_a_computed_value_names_what_it_is_made_from(book: Book) -> None:
    soup = page(book, "derived")
    first = place(soup, "twice-the-ore")
    assert "twice the <ore> From ore-0001 , Lima" in text(first)
    assert "Old ids: ore-0009, twice_of_old" in text(first)
    assert links(first)["ore-0001"] == "ore.html#ore-0001"
    assert "Lima" not in links(first)
    assert links(place(soup, "four-times"))["=twice_the_ore"] == "#twice-the-ore"


def test_no_address_stands_twice_on_a_page(book: Book) -> None:
    for one in row_pages.pages(book):
        ids = [tag["id"] for tag in page(book, one.name.removeprefix("data/")).find_all(id=True)]
        assert sorted(ids) == sorted(set(ids)), one.name


def test_events_have_a_page_that_names_the_timeline_where_there_is_one(book: Book) -> None:
    there = page(book, "ev", timeline="chapters/timeline.html")
    assert links(there)["timeline"] == "../chapters/timeline.html"
    assert text(there.find(id="ev-0001")).startswith("ev-0001 7 March 2024 Mine closed")
    assert "timeline" not in links(page(book, "ev"))


def test_a_source_is_a_link_only_where_there_is_a_reference_list(book: Book) -> None:
    label = book.sources["atlas2025"].label
    there = page(book, "ore", references="references.html")
    assert links(there)[label] == "../references.html#ref-atlas2025"
    alone = page(book, "ore")
    assert label not in links(alone)
    assert label in text(alone)


def test_a_row_whose_period_was_taken_away_has_none() -> None:
    book = small_book(
        observations=ROWS,
        corrections="""
            id       | field  | printed | use | reason
            ore-0001 | period | 2024    |     | It is impossible.
        """,
    )
    row = book["ore-0001"]
    assert (row.period.text, row.period.start) == ("", date.min)
    assert text(page(book, "ore").find(id="ore-0001")).startswith("ore-0001 31,000 t Peru · tin At")


# ---- A book without what a book can do without


@pytest.mark.parametrize(
    "directive",
    [LedgerDirective, TimelineDirective, DisagreementsDirective, TermsDirective],
    ids=lambda directive: directive.__name__,
)
def test_where_there_is_nothing_nothing_is_written(directive: type) -> None:
    assert Pretend(bare_book(observations=OUTPUT.replace("27000", "31000"))).run(directive) == []


def test_a_bare_book_has_pages_lists_and_an_index_of_its_rows() -> None:
    bare = bare_book(observations=OUTPUT)
    assert [one.name for one in row_pages.pages(bare)] == ["data/ore", "data/trade"]
    assert "31,000 t" in text(page(bare, "ore"))
    assert "Ids that are no row" not in text(page(bare, "ore"))
    shown = text(Pretend(bare).soup(DataListDirective))
    assert "Events" not in shown
    assert "Derived values" not in shown
    assert "events.csv" not in shown
    assert len(decoded(bare)) == 2


# ---- The tables as files


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data", observations=OUTPUT)


def package(data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((data / "datapackage.json").read_text("utf-8"))
    return found


def test_only_what_the_package_names_is_published(data: Path) -> None:
    for name in (".DS_Store", ".~lock.claims.csv#", "units.csv.bak", "notes.txt"):
        (data / name).write_text("not for others", "utf-8")
    (data / "README.md").write_text("About the tables.", "utf-8")
    files = tables.published(data, package(data))
    named = {resource["path"] for resource in package(data)["resources"]}
    assert files.keys() == {
        *named,
        "README.md",
        "datapackage.json",
        "observations/schema.json",
    }
    assert all(files[name] == (data / name).read_bytes() for name in named)


def test_the_published_package_says_the_size_and_digest_of_each_file(data: Path) -> None:
    files = tables.published(data, package(data))
    published = json.loads(files["datapackage.json"])
    for before, after in zip(package(data)["resources"], published["resources"], strict=True):
        assert after["bytes"] == len(files[after["path"]])
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", after["hash"])
        assert before == {name: after[name] for name in before}


def test_a_file_that_is_gone_or_lies_outside_is_an_error(data: Path) -> None:
    (data / "units.csv").unlink()
    with pytest.raises(ExtensionError, match=r"units\.csv cannot be read .* restore the file"):
        tables.published(data, package(data))
    outside = {"resources": [{"path": "../secret.csv"}]}
    with pytest.raises(ExtensionError, match="lies outside of data/"):
        tables.published(data, outside)


def test_the_zip_holds_the_same_files_and_the_same_bytes_each_time(data: Path) -> None:
    files = tables.published(data, package(data))
    made = tables.zipped(files)
    assert made == tables.zipped(dict(reversed(files.items())))
    with zipfile.ZipFile(BytesIO(made)) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == files
        assert {about.external_attr >> 16 for about in bundle.infolist()} == {0o644}


def test_what_an_earlier_build_published_goes(tmp_path: Path) -> None:
    for name in ("a.csv", "a.csv.gz", "old.csv", "old.csv.br", "deep/old.csv", ".DS_Store"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, "utf-8")
    tables.remove_others(tmp_path, ["a.csv"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.csv", "a.csv.gz"]
