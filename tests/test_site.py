"""The parts of the site by themselves, on tiny books: cards, colours, dates, figures and more."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from jinja2 import UndefinedError
from markupsafe import Markup
from myst_nb.sphinx_ import HideCodeCellNode

from heavyground import site
from heavyground.charts import colours as chart_colours
from heavyground.charts.record import MIME, PNG, SVG
from heavyground.checks.claims import ledger
from heavyground.checks.verdicts import Verdicts
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.numbers import Reference
from heavyground.project import Project
from heavyground.site import bibliography, colours, freshness, roles, state
from heavyground.site.cards import Cards
from heavyground.site.domain import BookDomain, Held, Use
from heavyground.site.figures import EvidenceFigure, FigureRenderer
from heavyground.site.folds import JoinFolds
from heavyground.site.metadata import as_script
from heavyground.site.output import files
from heavyground.site.templating import Templates
from heavyground.site.version import UNKNOWN, Version
from helpers import small_book
from sites import ROOT, SMALL

HERE = "chapters/tin.html"
OUTPUT = """
    id       | entity | period | value | source    | note
    ore-0001 | Peru   | 2024   | 31000 | atlas2025 | counted at the mill
    ore-0002 | Peru   | 2024   | 27000 | digest2025 | estimate
    ore-0003 | Chile  | 2024   | 9000  | atlas2025 |
"""


def registry() -> Registry:
    values = Registry()

    @values.derive(unit="t")
    def both(book: Inputs) -> float:
        """the output of both"""
        return book.one("output", entity="Peru", source="atlas2025") + book.value("half")

    @values.derive(unit="t")
    def half(book: Inputs) -> float:
        """half of the other's output"""
        return book.one("output", entity="Chile") / 2

    return values


@pytest.fixture(scope="module")
def book() -> Book:
    return small_book(
        Matter(registry()),
        observations=OUTPUT,
        parameters="""
            name  | model  | value | unit | source   | assumption
            share | budget | 40    | %    | ore-0001 |
            share | levy   | 60    | %    |          | that most of it is paid
            price | budget | 12    | USD  |          | the price of 2024
        """,
        events="""
            id      | date       | title       | source
            ev-0001 | 2024-03-07 | Mine closed | atlas2025
        """,
        claims="""
            id  | seed      | paraphrase         | value_low | value_high | unit
            A01 | essay2025 | Peru mines most    | 30000     | 30000      | t
        """,
        verdicts="""
            claim | verdict      | how    | reason
            A01   | contradicted | judged | It is {31,000 t <ore-0001>}.
        """,
    )


def cards(book: Book, *references: str, claims: tuple[str, ...] = ()) -> BeautifulSoup:
    """The lists of a page that refers to these."""
    numbers = [Use(f"at-{n}", "x", Reference.parse(one)) for n, one in enumerate(references)]
    held = Held(numbers=numbers, claims=list(claims))
    page = Cards(book, ledger(book, Verdicts()), Templates(), HERE, held)
    return BeautifulSoup(page.numbers() + page.claims(), "html.parser")


def entry(soup: BeautifulSoup, id: str) -> str:
    found = soup.find(id=id)
    assert found is not None, id
    return " ".join(found.get_text(" ").split())


# ---- Cards


def test_a_row_says_who_when_who_else_and_where_it_stands(book: Book) -> None:
    soup = cards(book, "ore-0001")
    said = entry(soup, "n-ore-0001")
    for words in ("31,000 t", "Peru", "2024 (as printed)", "Atlas House", "counted at the mill"):
        assert words in said, words
    assert "Others: 27,000 t Digest House" in said
    assert "1 independent origin: Atlas House." in said
    hrefs = [link["href"] for link in soup.find_all("a")]
    assert "../data/ore.html#ore-0001" in hrefs
    assert "../data/ore.html#ore-0002" in hrefs
    assert "../data/observations/ore.csv" in hrefs


def test_what_one_house_says_twice_in_a_year_is_named_once_among_others() -> None:
    book = small_book(
        sources="""
            key   | organisation | date
            one   | Atlas House  | 2025
            two   | Digest       | 2025-03-01
            three | Digest       | 2025-05-01
            four  | Digest       | 2024
        """,
        observations="""
            id       | value | source
            ore-0001 | 31000 | one
            ore-0002 | 27000 | two
            ore-0003 | 27000 | three
            ore-0004 | 27000 | four
        """,
    )
    said = entry(cards(book, "ore-0001"), "n-ore-0001")
    assert said.count("27,000 t Digest 2025-0") == 1
    assert "Digest 2024" in said


def test_a_source_is_called_on_a_card_what_it_is_called_everywhere(book: Book) -> None:
    said = entry(cards(book, "ore-0001"), "n-ore-0001")
    assert f"{book.sources['atlas2025'].label}," in said


def test_inputs_of_a_derived_value_open_here_if_they_stand_here_else_on_their_page(
    book: Book,
) -> None:
    soup = cards(book, "=both", "ore-0001")
    assert "From ore-0001 31,000 t ; half 4,500 t" in entry(soup, "n-both")
    item = soup.find(id="n-both")
    assert item is not None
    links = {link.get_text(): link["href"] for link in item.find_all("a")}
    assert links["ore-0001 31,000 t"] == "#n-ore-0001"
    assert links["half 4,500 t"] == "../data/derived.html#half"


@pytest.mark.parametrize(
    "target, words",
    [
        ("@budget.share", "40 % Parameter share of the model budget. From ore-0001 31,000 t"),
        ("@levy.share", "60 % Parameter share of the model levy. Our assumption: that most of"),
        ("@price", "12 USD Parameter price of the model budget."),
    ],
)
def test_every_parameter_has_a_card_whatever_models_share_its_name(
    book: Book, target: str, words: str
) -> None:
    reference = Reference.parse(target)
    assert words in entry(cards(book, target), reference.anchor)


def test_a_parameter_of_two_models_says_what_to_write(book: Book) -> None:
    said = entry(cards(book, "@share"), "n-share")
    assert "write @budget.share or @levy.share" in said


def test_an_event_and_a_claim_have_cards(book: Book) -> None:
    soup = cards(book, "ev-0001", "A01")
    assert "7 March 2024 Mine closed." in entry(soup, "n-ev-0001")
    assert "30,000 t A claim under test: Peru mines most." in entry(soup, "n-A01")


def test_a_claim_of_the_page_shows_verdict_and_reason_without_braces(book: Book) -> None:
    said = entry(cards(book, claims=("A01",)), "c-A01")
    assert "A01 contradicted (judged) Peru mines most. It is 31,000 t. In the ledger" in said


def test_a_number_that_is_gone_says_so_on_its_card(book: Book) -> None:
    assert "no row of the evidence" in entry(cards(book, "ore-9999"), "n-ore-9999")


def test_a_page_without_numbers_has_no_list(book: Book) -> None:
    assert cards(book).get_text() == ""


# ---- What a page holds


def test_a_page_read_again_forgets_what_it_held_and_other_processes_bring_theirs() -> None:
    env: Any = SimpleNamespace(domaindata={}, domains={}, app=None)
    here = BookDomain(env)
    here.page("tin").claims.append("A01")
    here.page("tin").figures.append("a-chart")
    here.merge_domaindata(["jade"], {"pages": {"jade": Held(figures=["b-chart"])}})
    assert here.figure_pages() == {"a-chart": "tin", "b-chart": "jade"}
    here.clear_doc("tin")
    assert list(here.pages) == ["jade"]


def test_a_number_used_twice_is_held_once_as_a_reference() -> None:
    row = Reference.parse("ore-0001")
    assert Held(numbers=[Use("a", "x", row), Use("b", "y", row)]).references == (row,)


def test_braces_are_read_as_words() -> None:
    assert roles.unmarked("From {31,000 t <ore-0001>} to {9,000 t <ore-0003>}.") == (
        "From 31,000 t to 9,000 t."
    )


# ---- Templates


def test_text_is_escaped_and_markup_is_not() -> None:
    link = Templates().macro("parts.html", "number")
    assert link("n-a", "at-a", "<b>") == '<a class="num" href="#n-a" id="at-a">&lt;b&gt;</a>'
    assert "<b>5</b>" in link("n-a", "at-a", Markup("<b>5</b>"))


def test_a_name_that_nobody_filled_in_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="heading"):
        Templates().render("figure_page.html")


# ---- Figures


def a_bundle() -> dict[str, Any]:
    return {MIME: {"name": "a-chart"}, SVG: "<svg/>", PNG: "iVBO", "text/html": "<figure>"}


def rendered(bundle: Mapping[str, Any], kind: str) -> Any:
    """What the renderer makes of one form of an output."""
    client = SimpleNamespace(code_cell_outputs=lambda index: (1, [{}, {"data": bundle}]))
    renderer: Any = SimpleNamespace(renderer=SimpleNamespace(nb_client=client))
    data: Any = SimpleNamespace(mime_type=kind, content=bundle[kind], cell_index=0)
    return FigureRenderer.handle_mime(renderer, data, False)


def test_a_figure_is_taken_for_one_with_its_pictures_and_its_other_forms_are_dropped() -> None:
    bundle = a_bundle()
    (node,) = rendered(bundle, MIME)
    assert isinstance(node, EvidenceFigure)
    assert node["record"] == bundle[MIME]
    assert node["pictures"] == {SVG: "<svg/>", PNG: "iVBO"}
    assert [rendered(bundle, kind) for kind in (SVG, PNG, "text/html")] == [[], [], []]


def test_another_output_is_left_to_others() -> None:
    assert rendered({"text/html": "<p>", PNG: "iVBO"}, PNG) is None


# ---- Colours


def cell(code: str, *shown: nodes.Node) -> nodes.container:
    """A cell whose code is hidden, as MyST-NB leaves it."""
    fold = HideCodeCellNode("", nodes.literal_block("", code))
    return nodes.container("", fold, *shown, nb_element="cell_code")


def folds_of(*parts: nodes.Node) -> list[str]:
    """What each fold of a page holds once those in a row are joined."""
    document = new_document("page")
    document += nodes.section("", *parts)
    JoinFolds(document).run()
    return [fold.astext() for fold in document.findall(HideCodeCellNode)]


def test_cells_in_a_row_open_by_one_fold() -> None:
    figure = nodes.paragraph("", "a chart")
    found = folds_of(cell("first"), cell("second"), cell("third", figure), cell("fourth"))
    assert found == ["first\n\nsecond\n\nthird", "fourth"]


def test_text_between_two_cells_keeps_their_folds_apart() -> None:
    assert folds_of(cell("first"), nodes.paragraph("", "so"), cell("second")) == ["first", "second"]


def test_every_colour_of_page_and_charts_is_there_for_light_dark_choice_and_paper() -> None:
    sheet = colours.stylesheet("teal")
    names = [*colours.PAGE, "accent", *(f"c-{name}" for name in chart_colours.COLOURS)]
    assert all(sheet.count(f"--{name}:") == 4 for name in names)


def test_the_accent_is_the_hue_of_the_books_subject() -> None:
    light, dark = chart_colours.HUES["teal"]
    assert f"--accent: {light};" in colours.stylesheet("teal")
    assert f"--accent: {dark};" in colours.stylesheet("teal")
    assert colours.accent("") == chart_colours.HUES[colours.HOME]


# ---- Sources


def test_a_citation_bears_the_label_of_its_source() -> None:
    book = small_book(
        sources="""
            key       | authors                    | organisation | date
            one2025   | Kang, D; Gelineau, K; Wu, H | Agency       | 2025-03-01
            two2025   | Kang, D; Gelineau, K; Wu, H | Agency       | 2025-05-01
            three2025 |                            | House (blog) | 2025
        """
    )
    made = bibliography.bib(book)
    for key, label in (
        ("one2025", "Kang et al. 2025-03-01"),
        ("two2025", "Kang et al. 2025-05-01"),
        ("three2025", "House 2025"),
    ):
        assert book.sources[key].label == label
        part = made[made.index(f"{{{key},") :].partition("\n}")[0]
        assert f"year = {{{label.split(' ')[-1]}}}" in part
    assert "author = {{House}}" in made


@pytest.mark.parametrize(
    "language, words", [("my", "In Burmese"), ("zh", "In Chinese"), ("xq", "In xq"), ("en", "")]
)
def test_a_reader_is_told_a_sources_language(language: str, words: str) -> None:
    book = small_book(
        sources=f"""
            key     | language
            one2025 | {language}
        """
    )
    made = bibliography.bib_entry(book.sources["one2025"], "2025")
    assert f"about = {{{words}}}" in made if words else "about" not in made


# ---- The parts, and what pages are made from

SITE = Path(site.__file__).parent


def test_every_part_that_can_be_set_up_is() -> None:
    """None is looked for and passed over: a part that cannot be loaded is an error of Sphinx's."""
    with_setup = {
        ".".join(path.relative_to(SITE).with_suffix("").parts)
        for path in SITE.rglob("*.py")
        if re.search(r"^def setup\(app", path.read_text("utf-8"), re.M)
    }
    assert with_setup - {"__init__"} == set(site.PARTS)
    assert len(site.PARTS) == len(set(site.PARTS))


def test_a_page_is_read_again_when_data_analysis_engine_or_site_change() -> None:
    shown = {path.relative_to(ROOT).as_posix() for path in freshness.made_from(Project(SMALL))}
    for path in (
        "tests/books/small/data/sources.csv",
        "tests/books/small/data/datapackage.json",
        "tests/books/small/small_states/values.py",
        "heavyground/derived/registry.py",
        "heavyground/site/directives/timeline.py",
        "heavyground/site/templates/cards.html",
    ):
        assert path in shown, path


# ---- Files


def test_what_did_not_change_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    assert files.write_if_new(path, "a")
    os.utime(path, (1, 1))
    assert not files.write_if_new(path, b"a")
    assert path.stat().st_mtime == 1
    assert files.write_if_new(path, "b")


# ---- Version

CITATION = "title: Tin\nversion: 0.1.0\ndate-released: 2026-11-25\n"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "CITATION.cff").write_text(CITATION, "utf-8")
    return folder


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits on two days; the second one touches `new.md` alone."""
    git(folder, "init", "-q")
    for day, name in (("2026-01-02", "old.md"), ("2026-02-03", "new.md")):
        (folder / name).write_text(name, "utf-8")
        git(folder, "add", ".")
        for clock in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            monkeypatch.setenv(clock, f"{day}T12:00:00Z")
        git(folder, "commit", "-qm", name)
    return folder


def clock_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    Version(folder).fix_the_clock()
    return os.environ["SOURCE_DATE_EPOCH"]


def test_without_git_the_clock_is_the_day_of_the_release(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clock_of(folder, monkeypatch) == "1795564800"  # date -u -d 2026-11-25 +%s
    version = Version(folder)
    assert (version.commit, version.date) == (UNKNOWN, "2026-11-25")
    assert version.changed("old.md") == "2026-11-25"
    assert "has no history" in version.shortcoming


def test_a_clock_that_is_set_already_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    Version(folder).fix_the_clock()
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


def test_each_page_has_the_day_of_its_own_last_commit(repository: Path) -> None:
    version = Version(repository)
    assert (version.changed("old.md"), version.changed("new.md")) == ("2026-01-02", "2026-02-03")
    assert version.dates_each_page
    assert version.shortcoming == ""


def test_a_shallow_clone_gives_every_page_the_date_of_the_book_and_says_so(
    repository: Path, tmp_path: Path
) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    version = Version(shallow)
    assert version.changed("old.md") == version.date == "2026-02-03"
    assert not version.dates_each_page
    assert "shallow" in version.shortcoming


def test_a_repository_that_git_refuses_to_read_is_said_and_dated_by_the_release(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    version = Version(repository)
    assert (version.commit, version.date) == (UNKNOWN, "2026-11-25")
    assert "dubious ownership" in version.shortcoming


def test_a_book_without_a_version_is_told_what_to_write(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text("title: Tin\n", "utf-8")
    with pytest.raises(state.ExtensionError, match="write version, date-released"):
        _ = Version(tmp_path).release


# ---- JSON in pages


def test_json_cannot_end_its_script() -> None:
    evil = {"name": "</script><img src=x>&"}
    text = as_script(evil)
    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text) == evil
