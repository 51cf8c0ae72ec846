"""`evidence.json` and the other files beside the pages: what they say of a tiny book, and that it
is so on the pages of the built books.
"""

import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from bs4 import BeautifulSoup, Tag

from heavyground.checks.claims import COMPUTED, JUDGED, Entry
from heavyground.checks.verdicts import SHORT, VERDICTS
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.numbers.references import Reference
from heavyground.project import Project
from heavyground.site.domain import Use
from heavyground.site.output import export, social, tables
from heavyground.site.output.row_pages import pages
from heavyground.site.templating import Templates
from helpers import small_book
from sites import ROOT, SMALL

SVG_TEXT = "{http://www.w3.org/2000/svg}text"

# ---- On a tiny book


def values() -> Registry:
    registry = Registry()

    @registry.derive(unit="t")
    def twice(book: Inputs) -> float:
        """twice the output, and no way at all"""
        return 2 * book.one("output") + book.distance("Lima", "Lima")

    @registry.derive(unit="t")
    def four_times(book: Inputs) -> float:
        """twice that"""
        return 2 * book.value("twice")

    return registry


@pytest.fixture(scope="module")
def book() -> Book:
    return small_book(
        Matter(values()),
        observations="id | value\nore-0001 | 31000",
        claims="id | value_low | value_high | unit\nA01 | 5 | 5 | t",
        places="name\nLima",
        parameters="""
            name  | model  | value | unit | value_of | assumption
            share | budget |       | t    | twice    |
            rate  | budget |       | t    | ore-0001 |
            guess | budget | 3     | t    |          | a guess
        """,
    )


@pytest.mark.parametrize(
    "target, said",
    [
        ("ore-0001", {"ids": ["ore-0001"], "states": "31,000 t"}),
        ("A01", {"ids": ["A01"], "states": "5 t"}),
        ("=twice", {"ids": ["ore-0001"], "derived": "twice", "states": "62,000 t"}),
        ("=four_times", {"ids": ["=twice"], "derived": "four_times", "states": "124,000 t"}),
        ("@budget.rate", {"ids": ["ore-0001"], "parameter": "budget.rate", "states": "31,000 t"}),
        ("@budget.share", {"ids": ["=twice"], "parameter": "budget.share", "states": "62,000 t"}),
        ("@budget.guess", {"ids": [], "parameter": "budget.guess", "states": "3 t"}),
    ],
)
def test_a_number_names_what_it_rests_on(book: Book, target: str, said: dict[str, Any]) -> None:
    use = Use("at-x", "31,000 t", Reference.parse(target))
    place = {"page": "chapters/tin.html", "anchor": "at-x", "text": "31,000 t"}
    assert export.number(book, "chapters/tin.html", use) == place | said


def test_a_number_whose_row_is_gone_is_an_error(book: Book) -> None:
    use = Use("at-x", "1 t", Reference.parse("ore-0099"))
    with pytest.raises(LookupError, match="ore-0099 is no row"):
        export.number(book, "chapters/tin.html", use)


def an_entry() -> Entry:
    return Entry(
        "A01", "output", "It is so", VERDICTS[0], JUDGED, "So.", "", (), VERDICTS[0], "", 2
    )


def test_a_claim_has_an_address_only_where_there_is_a_ledger() -> None:
    assert export.claim(an_entry(), {"chapters/ledger.html"})["page"] == "chapters/ledger.html"
    assert export.claim(an_entry(), {"index.html"})["page"] == ""


def test_pages_stand_in_reading_order_and_those_of_no_list_come_last() -> None:
    env: Any = SimpleNamespace(
        config=SimpleNamespace(root_doc="index"),
        toctree_includes={"index": ["b", "part"], "part": ["a", "b", "gone"]},
        all_docs={"a", "b", "index", "part", "loose", "alone"},
    )
    assert export.reading_order(env) == ["index", "b", "part", "a", "alone", "loose"]


def test_the_schema_knows_every_verdict() -> None:
    schema = json.loads(export.SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    said = schema["properties"]["claims"]["items"]["properties"]
    assert said["verdict"]["enum"] == list(VERDICTS)
    assert said["how"]["enum"] == [COMPUTED, JUDGED]


# ---- Cards of links


def a_card(title: str, description: str = "") -> str:
    return social.svg(Templates(), "Tin & lead", title, description, "#123456")


def lines(card: str) -> list[str]:
    """The texts of a card. Raises ParseError where it is no XML."""
    return [element.text or "" for element in ElementTree.fromstring(card).iter(SVG_TEXT)]


def test_a_card_is_a_drawing_of_text_whatever_the_title_holds() -> None:
    title = "<script>alert(1)</script>"
    assert lines(a_card(title, "a & b")) == ["Tin & lead", title, "a & b"]


def test_long_titles_are_cut_after_three_lines() -> None:
    _, *title, one, two, three = lines(a_card("word " * 60, "word " * 120))
    assert len(title) == 3
    assert title[-1].endswith(" …")
    assert three.endswith(" …")
    assert not (one + two).count("…")


def test_a_card_is_drawn_again_only_when_its_words_change(tmp_path: Path) -> None:
    picture, kept = tmp_path / "html" / "a.png", tmp_path / "cards" / "a.svg"
    social.draw(picture, kept, a_card("One"))
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.write_bytes(b"as it was")
    social.draw(picture, kept, a_card("One"))
    assert picture.read_bytes() == b"as it was"
    social.draw(picture, kept, a_card("Two"))
    assert picture.read_bytes().startswith(b"\x89PNG")


# ---- On the built books


class Built:
    """A built book: its pages, what they say for programs, and its evidence."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        self.said = json.loads((folder / export.FILE).read_text("utf-8"))
        self.project = Project(root)
        self.book = self.project.book()
        self.page: Callable[[str], BeautifulSoup] = cache(self._page)

    def _page(self, name: str) -> BeautifulSoup:
        return BeautifulSoup((self.folder / name).read_text("utf-8"), "html.parser")

    def place(self, page: str, anchor: str) -> Tag:
        """What stands at an address."""
        found = self.page(page).find(id=anchor)
        assert isinstance(found, Tag), f"{page}#{anchor}"
        return found


@pytest.fixture(scope="module", params=["small_site", "site"])
def built(request: pytest.FixtureRequest) -> Built:
    root = SMALL if request.param == "small_site" else ROOT
    return Built(request.getfixturevalue(request.param), root)


def test_the_file_follows_its_schema(built: Built) -> None:
    schema = json.loads((built.folder / built.said["$schema"]).read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(built.said)


def test_every_number_stands_where_the_file_says(built: Built) -> None:
    assert built.said["numbers"]
    for number in built.said["numbers"]:
        place = built.place(number["page"], number["anchor"])
        assert place.get_text() == number["text"], number
        entry = built.place(number["page"], str(place["href"]).lstrip("#"))
        assert entry.b is not None, number
        assert entry.b.get_text() == number["states"], number


def test_every_number_link_of_the_text_is_in_the_file(built: Built) -> None:
    for page in built.said["pages"]:
        links = [tag["id"] for tag in built.page(page["page"]).select("a.num[id]")]
        listed = [one["anchor"] for one in built.said["numbers"] if one["page"] == page["page"]]
        assert sorted(links) == sorted(listed), page["page"]
        assert page["numbers"] == len(listed)


def test_what_numbers_rest_on_has_an_address_that_is_there(built: Built) -> None:
    for id in {id for number in built.said["numbers"] for id in number["ids"]}:
        page, _, anchor = Reference.parse(id).href.partition("#")
        assert built.place(page, anchor) is not None


def test_claims_are_the_ledger(built: Built) -> None:
    assert [one["id"] for one in built.said["claims"]] == list(built.book.claims)
    for claim in built.said["claims"]:
        line = built.place(claim["page"], claim["anchor"])
        assert (line["data-verdict"], line["data-how"]) == (claim["verdict"], claim["how"])


def test_claims_in_the_text_lead_to_the_ledger_and_say_the_verdict(built: Built) -> None:
    verdicts = {one["id"]: one["verdict"] for one in built.said["claims"]}
    for page in built.said["pages"]:
        for link in built.page(page["page"]).select("a.claim"):
            id = str(link["href"]).partition("#")[2]
            assert link.get_text().split(" ", 1) == [id, SHORT[verdicts[id]]]
            assert id in page["claims"]
            assert built.place(page["page"], f"c-{id}") is not None


def test_figures_and_their_downloads_are_there(built: Built) -> None:
    assert built.said["figures"]
    for figure in built.said["figures"]:
        assert built.place(figure["page"], figure["anchor"]) is not None
        assert all((built.folder / path).is_file() for path in figure["downloads"].values())
        book = built.book
        known = book.observations.keys() | book.events.keys() | book.places.keys()
        known |= book.claims.keys()
        assert set(figure["ids"]) <= known


def test_pages_are_those_of_the_contents(built: Built) -> None:
    assert built.said["pages"][0]["page"] == "index.html"
    for page in built.said["pages"]:
        assert (built.folder / page["page"]).is_file()
        assert page["description"]
        assert page["title"]


def test_every_id_that_ever_was_answers_on_the_page_of_its_prefix(built: Built) -> None:
    book, old = built.book, built.book.matter.values.aliases
    there = {page.name for page in pages(book)}
    ids = [*book.observations, *book.events, *book.left_out, *book.merged, *book.aliases, *old]
    for id in ids:
        name = f"data/{id.partition('-')[0]}"
        if name in there:
            assert built.place(f"{name}.html", id) is not None


def test_every_name_of_a_computed_value_answers(built: Built) -> None:
    book, old = built.book, built.book.matter.values.aliases
    names = [*book.matter.values.names(), *old, *book.aliases]
    names += [name for alias in book.aliases.values() for name in alias.also]
    for name in names:
        for anchor in (name, name.replace("_", "-")):
            assert built.place("data/derived.html", anchor) is not None


def test_the_published_tables_are_those_of_the_package_and_so_is_the_zip(built: Built) -> None:
    published, package = built.folder / "data", built.book.schema.package
    files = tables.published(built.project.data, package)
    assert all((published / name).read_bytes() == content for name, content in files.items())
    with zipfile.ZipFile(published / tables.zip_name(built.book)) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == files
    found = {path.relative_to(published).as_posix() for path in published.rglob("*.csv")}
    assert found == {name for name in files if name.endswith(".csv")}


def test_the_page_of_the_data_fetches_the_script_that_is_there(built: Built) -> None:
    (script,) = (built.folder / "data").glob("table.*.js")
    place = built.place("chapters/data.html", "find")
    assert place["data-table"] == f"../data/{script.name}"
