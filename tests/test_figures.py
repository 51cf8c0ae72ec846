"""A figure: what it demands, what it gives, and that it gives the same bytes every time."""

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from heavyground.charts.figure import Figure, FigureError, make_figure
from heavyground.charts.forms import Forms
from heavyground.charts.page import DOWNLOADS, SOURCES_SHOWN, Links, html_of
from heavyground.charts.record import MIME, PNG, SVG, CitedSource, FigureRecord
from heavyground.charts.table import ROWS_SHOWN
from heavyground.charts.theme import Theme
from heavyground.derived.registry import Inputs, Registry
from heavyground.evidence.book import Book, Matter
from heavyground.evidence.frames import Frames
from helpers import ROOT, small_book

TEXTS = {
    "name": "output-by-year",
    "title": "Output fell in the last year",
    "subtitle": "Mine output of Peru, t, 2022-2024",
    "alt": "Line chart, 2022 to 2024, of the output of Peru. It rises until 2023, then falls.",
}
ROWS = """
    id       | series | period | value | source    | quality
    ore-0001 | output | 2022   | 30000 | atlas2025 | official statistic
    ore-0002 | output | 2023   | 31000 | atlas2025 | official statistic
    ore-0003 | output | 2024   | 26000 | mines2025 | weak single source
    ore-0004 | output | 2021   | 29000 | other2025 | official statistic
"""
values = Registry()


@values.derive(unit="t")
def two_years(book: Inputs) -> float:
    """the output of 2022 and 2023, added"""
    return book.row("ore-0001") + book.row("ore-0002")


@values.derive(unit="ratio")
def twice_that(book: Inputs) -> float:
    """the output of two years, divided by that of 2021"""
    return book.value("two_years") / book.row("ore-0004")


@pytest.fixture
def book() -> Book:
    return small_book(
        Matter(values),
        observations=ROWS,
        events="id | date\nev-0001 | 2024-03-01",
        places="name | source\nCusco | places2025",
        claims="id | paraphrase\nA01 | It is so.",
    )


@pytest.fixture
def rows(book: Book) -> pd.DataFrame:
    return Frames(book).rows(["ore-0001", "ore-0002", "ore-0003"])


def lines(rows: pd.DataFrame) -> Any:
    return Forms(Theme()).lines(rows, by="entity", labels=False)


@pytest.fixture
def figure(book: Book, rows: pd.DataFrame) -> Figure:
    return make_figure(book, lines(rows), data=rows, **TEXTS)


# ---- What it demands


def test_everything_missing_is_said_at_once(book: Book, rows: pd.DataFrame) -> None:
    with pytest.raises(FigureError) as error:
        make_figure(book, lines(rows))
    for words in (
        "name= is missing. Write",
        "title= is missing. Write",
        "subtitle= is missing. Write",
        "alt= is missing or too short. Write",
        "data= is missing. Hand over",
    ):
        assert words in str(error.value)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"name": "Line"}, "two or more lower-case words joined by hyphens"),
        ({"title": "Output fell."}, "ends with a full stop"),
        ({"subtitle": "  "}, "subtitle= is missing"),
        ({"alt": "A chart."}, "too short"),
        (
            {
                "alt": "The output fell in the last year of them all",
                "title": "The output fell in the last year of them all",
            },
            "alt= repeats the title",
        ),
        ({"span": "wide"}, 'write "column" or "page"'),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_poor_text_is_refused(
    book: Book, rows: pd.DataFrame, change: dict[str, str], words: str
) -> None:
    with pytest.raises(FigureError, match=re.escape(words)):
        make_figure(book, lines(rows), data=rows, **TEXTS | change)


@pytest.mark.parametrize("text", ["title", "subtitle", "alt", "note"])
def test_a_number_in_its_texts_is_compared_with_its_row(
    book: Book, rows: pd.DataFrame, text: str
) -> None:
    right = "In 2023 the mines of all Peru gave {31,000 t <ore-0002>} of the metal"
    record = make_figure(book, lines(rows), data=rows, **TEXTS | {text: right}).record
    assert "gave 31,000 t of" in getattr(record, text)
    wrong = right.replace("31,000", "31,900")
    with pytest.raises(FigureError, match=f"(?s){text}=.*ore-0002"):
        make_figure(book, lines(rows), data=rows, **TEXTS | {text: wrong})


@pytest.mark.parametrize("text", ["title", "subtitle", "note"])
def test_a_number_in_words_needs_its_origin(book: Book, rows: pd.DataFrame, text: str) -> None:
    with pytest.raises(FigureError, match=f"(?s){text}=.*twice"):
        make_figure(book, lines(rows), data=rows, **TEXTS | {text: "It rose to twice the output"})
    said = "It rose to {more than twice <=twice_that>} the output"
    record = make_figure(book, lines(rows), data=rows, **TEXTS | {text: said}).record
    assert "more than twice the output" in getattr(record, text)


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda rows: rows.iloc[:0], "has no rows"),
        (lambda rows: rows.drop(columns="id"), "has no column `id`"),
        (lambda rows: list(rows.id), "data= is missing"),
        (lambda rows: rows.assign(id=["ore-0001", "", "ore-0003"]), "rows without an id: 1"),
        (lambda rows: rows.assign(id=["ore-0001", None, "ore-0003"]), "rows without an id: 1"),
        (
            lambda rows: rows.assign(id="ore-9999"),
            "no row, event, place or derived value: ore-9999",
        ),
        (lambda rows: rows.assign(id="=no_such_value"), "=no_such_value is no derived value"),
        (lambda rows: rows.assign(id="ore-0004"), "never asked for: ore-0004"),
        (lambda rows: rows.assign(id="ev-0001"), "never asked for: ev-0001"),
        (lambda rows: rows.assign(source="nobody2020"), "data/sources.csv: nobody2020"),
        (lambda rows: rows.iloc[:2], "the chart draws rows that data= does not hold: ore-0003"),
    ],
    ids=[
        "no rows",
        "no ids",
        "no frame",
        "an empty id",
        "a missing id",
        "a strange id",
        "a strange value",
        "a typed row",
        "a typed event",
        "a strange source",
        "less than is drawn",
    ],
)
def test_data_that_is_not_the_origin_of_the_chart_is_refused(
    book: Book, rows: pd.DataFrame, spoil: Callable[[pd.DataFrame], Any], words: str
) -> None:
    with pytest.raises(FigureError, match=re.escape(words)):
        make_figure(book, lines(rows), data=spoil(rows), **TEXTS)


def test_layers_without_ids_are_fine(book: Book, rows: pd.DataFrame) -> None:
    rule = alt.Chart(pd.DataFrame({"at": [30000]})).mark_rule().encode(y="at:Q")
    assert make_figure(book, lines(rows) + rule, data=rows, **TEXTS).record.ids


def test_no_chart_is_refused(book: Book, rows: pd.DataFrame) -> None:
    with pytest.raises(FigureError, match="no Altair chart and no function"):
        make_figure(book, "a picture", data=rows, **TEXTS)  # type: ignore[arg-type]


# ---- What it rests on


def test_a_derived_value_counts_as_its_rows(book: Book) -> None:
    rows = Frames(book).values(["twice_that"])
    shown = rows[["id", "name", "value", "unit"]]
    record = make_figure(book, Forms(Theme()).bars(shown, "name"), data=shown, **TEXTS).record
    assert record.ids == ("ore-0001", "ore-0002", "ore-0004")
    assert [source.key for source in record.sources] == ["atlas2025", "other2025"]


@pytest.mark.parametrize(
    "id, key",
    [
        ("ore-0003", "mines2025"),
        ("ev-0001", "atlas2025"),
        ("Cusco", "places2025"),
        ("A01", "essay2025"),
    ],
)
def test_rows_events_places_and_claims_bring_their_sources(book: Book, id: str, key: str) -> None:
    book.asked.update(dict.fromkeys(["ore-0003", "ev-0001"]))
    data = pd.DataFrame({"ids": [id], "value": [1.0]})
    chart = alt.Chart(data[["value"]]).mark_point().encode(x="value:Q")
    record = make_figure(book, chart, data=data, **TEXTS).record
    assert [source.key for source in record.sources] == [key]
    assert record.sources[0].label == book.sources[key].label


# ---- What it gives


def test_one_bundle_of_a_record_and_four_forms(figure: Figure) -> None:
    bundle = figure._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", SVG, PNG, "text/plain"}
    assert bundle["text/plain"] == f"{TEXTS['title']}. {TEXTS['alt']}"
    assert base64.b64decode(bundle[PNG]).startswith(b"\x89PNG")
    assert "<script" not in bundle["text/html"]
    assert bundle[SVG] == figure.svg


def test_a_record_comes_back_from_a_file_as_it_was(figure: Figure) -> None:
    stored = json.loads(json.dumps(figure._repr_mimebundle_()[MIME]))
    assert FigureRecord.from_json(stored) == FigureRecord.from_json(figure.record.to_json())
    assert FigureRecord.from_json(stored).wide == figure.record.wide


def test_alone_it_shows_one_drawing_with_its_table_and_csv(
    figure: Figure, rows: pd.DataFrame
) -> None:
    page = BeautifulSoup(figure.html(), "html.parser")
    assert len(page.select(".hg-stage svg")) == 1
    assert not page.select(".hg-narrow")
    table = page.select_one("details table")
    assert TEXTS["subtitle"] in table.caption.get_text()
    assert len(table.select("tbody tr")) == len(rows)
    assert "Value, t" in table.thead.get_text("|")
    packed = page.select_one("a[download]")["href"].removeprefix("data:text/csv;base64,")
    assert base64.b64decode(packed).decode() == figure.record.csv


LINKS = Links(
    number="Figure 1.2",
    files="../figures/output-by-year",
    permanent="../figures/output-by-year.html",
    citation="Somebody (2026)",
    references="references.html",
    vega="vega.js",
    live="output-by-year.js",
    rows=lambda id: f"data/ore.html#{id}",
)


def test_on_a_page_it_has_names_numbers_and_addresses(figure: Figure) -> None:
    page = BeautifulSoup(html_of(figure.record, LINKS), "html.parser")
    stage = page.select_one(".hg-stage[role=img]")
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert page.find(id=stage[attribute]).get_text()
    assert all(part["aria-hidden"] == "true" and part.svg for part in stage.find_all("div"))
    assert [cell["scope"] for cell in page.select("thead th")] == ["col"] * 5
    assert all(row.th["scope"] == "row" for row in page.select("tbody tr"))
    assert page.select_one(".hg-number").get_text() == "Figure 1.2"
    hrefs = [link["href"] for link in page.select("a[href]")]
    assert "data/ore.html#ore-0003" in hrefs
    assert "references.html#ref-mines2025" in hrefs
    assert [f"{LINKS.files}.{ending}" for _, ending in DOWNLOADS] == [
        link["href"] for link in page.select("a[download]")
    ]


def test_nothing_inline_that_a_strict_policy_forbids(figure: Figure) -> None:
    page = BeautifulSoup(html_of(figure.record, LINKS), "html.parser")
    assert not page.select("[style], style, script, [onclick], [onload]")


def test_no_id_stands_twice_in_a_page(figure: Figure) -> None:
    ids = re.findall(r'\sid="([^"]+)"', html_of(figure.record, LINKS))
    assert len(ids) == len(set(ids)) >= 3


def test_many_sources_are_folded_and_counted(figure: Figure) -> None:
    many = tuple(CitedSource(f"key{n}", f"Name {n}", "", "") for n in range(SOURCES_SHOWN + 1))
    record = FigureRecord.from_json(
        {
            **figure.record.to_json(),
            "sources": [{"key": s.key, "label": s.label, "title": "", "url": ""} for s in many],
        }
    )
    page = BeautifulSoup(html_of(record), "html.parser")
    assert page.select_one("details.hg-sources summary").get_text() == f"{len(many)} sources"


def test_a_source_without_a_sound_address_is_no_link(figure: Figure) -> None:
    stored = figure.record.to_json()
    stored["sources"][0]["url"] = "javascript:alert(1)"
    page = BeautifulSoup(html_of(FigureRecord.from_json(stored)), "html.parser")
    assert not page.select('a[href^="javascript"]')


def test_the_csv_is_the_frame_with_ids_sources_and_units(
    figure: Figure, rows: pd.DataFrame
) -> None:
    table = list(csv.DictReader(io.StringIO(figure.record.csv)))
    assert [row["id"] for row in table] == list(rows["id"])
    assert {row["unit"] for row in table} == {"t"}
    assert all(row["source"] for row in table)
    assert [float(row["value"]) for row in table] == list(rows["value"])


def test_a_long_table_says_that_it_is_cut(book: Book, rows: pd.DataFrame) -> None:
    many = rows.loc[list(rows.index) * (ROWS_SHOWN // 2)]
    record = make_figure(book, lines(rows), data=many, **TEXTS).record
    assert f"The first {ROWS_SHOWN} of {len(many)} rows" in html_of(record)
    assert len(list(csv.reader(io.StringIO(record.csv)))) == len(many) + 1


def test_pictures_outside_the_page_have_their_own_colours_and_words(
    book: Book, rows: pd.DataFrame
) -> None:
    credit = "A Book, figure “{name}”."
    figure = make_figure(book, lines(rows), data=rows, credit=credit, **TEXTS)
    words = " ".join(ET.fromstring(figure.svg).itertext())
    for said in (
        TEXTS["title"],
        "; ".join(source.label for source in figure.record.sources),
        "“output-by-year”",
    ):
        assert said in words
    spec = figure.record.vegalite
    assert "var(" not in figure.svg + json.dumps(spec)
    assert spec["description"] == TEXTS["alt"]
    assert alt.LayerChart.from_dict(dict(spec))


@pytest.mark.parametrize(
    "binding, value, field",
    [
        (
            alt.binding_range(min=0, max=1, step=0.1, name="Share"),
            0.5,
            'input[type=range][value="0.5"]',
        ),
        (
            alt.binding_select(options=[1, 2], labels=["one", "two"], name="Share"),
            2,
            'option[value="2"][selected]',
        ),
        (alt.binding_checkbox(name="Share"), True, "input[type=checkbox][checked]"),
    ],
    ids=["slider", "choice", "checkbox"],
)
def test_a_control_is_there_before_its_script(
    book: Book, rows: pd.DataFrame, binding: Any, value: Any, field: str
) -> None:
    share = alt.param(name="share", value=value, bind=binding)
    record = make_figure(book, lines(rows).add_params(share), data=rows, **TEXTS).record
    page = BeautifulSoup(html_of(record), "html.parser")
    assert page.select_one(field)
    label = page.find("label")
    assert label.get_text() == "Share"
    assert page.find(id=label["for"])["data-signal"] == "share"
    assert '"bind"' not in json.dumps(record.live)


def test_a_control_that_no_page_draws_is_refused(book: Book, rows: pd.DataFrame) -> None:
    share = alt.param(name="share", value="#fff", bind=alt.binding(input="color"))
    with pytest.raises(FigureError, match="'color' is not drawn"):
        make_figure(book, lines(rows).add_params(share), data=rows, **TEXTS)


def test_texts_from_the_evidence_are_words_and_never_markup(book: Book, rows: pd.DataFrame) -> None:
    evil = '</script><img src=x onerror="alert(1)">'
    data = rows.assign(basis=[evil, *list(rows["basis"])[1:]])
    figure = make_figure(book, lines(rows), data=data, **TEXTS)
    page = BeautifulSoup(figure.html(), "html.parser")
    assert not page.select("img, script")
    assert evil in page.get_text()


# ---- The width


def test_both_drawings_are_as_wide_as_their_columns(figure: Figure) -> None:
    assert (figure.record.wide.width, figure.record.narrow.width) == (592, 350)


def test_a_function_of_the_width_arranges_itself(book: Book, rows: pd.DataFrame) -> None:
    def draw(width: int) -> Any:
        panel = alt.Chart(rows[["value", "id"]]).mark_point().encode(x="value:Q")
        return alt.hconcat(*[panel.properties(width=width / 2 - 60)] * 2)

    assert abs(make_figure(book, draw, data=rows, **TEXTS).record.wide.width - 592) < 48
    with pytest.raises(FigureError, match="function of the width"):
        make_figure(book, draw(592), data=rows, **TEXTS)


# ---- The same bytes every time, and universal time

AGAIN = """
import hashlib, json, sys
import altair as alt, pandas as pd
sys.path.insert(0, "tests")
from helpers import small_book
from heavyground.charts.figure import make_figure
from heavyground.evidence.frames import Frames
book = small_book(observations=ROWS)
rows = Frames(book).rows(["ore-0001", "ore-0002", "ore-0003"])
x = alt.X("start:T", scale=alt.Scale(domain=["2022-01-01", "2024-06-01"])).axis(format="%b %Y")
chart = alt.Chart(rows[["start", "value", "id"]]).mark_line().encode(x, y="value:Q")
words = chart.mark_text().encode(text="start:T", tooltip=["start:T"])
for _ in range(2):
    bundle = make_figure(book, chart + words, data=rows, **TEXTS)._repr_mimebundle_()
    forms = {kind: json.dumps(body, sort_keys=True) for kind, body in sorted(bundle.items())}
    print({kind: hashlib.sha256(body.encode()).hexdigest() for kind, body in forms.items()})
"""


def test_the_same_chart_gives_the_same_bytes_in_any_process_and_time_zone() -> None:
    code = f"ROWS, TEXTS = {ROWS!r}, {TEXTS!r}\n{AGAIN}"
    seen = set()
    for seed, zone in (("1", "UTC"), ("2", "America/Los_Angeles"), ("3", "Asia/Kolkata")):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr
        seen |= set(done.stdout.splitlines())
    assert len(seen) == 1


def test_a_living_chart_reads_and_writes_its_dates_in_universal_time(
    book: Book, rows: pd.DataFrame
) -> None:
    chart = alt.Chart(rows[["start", "value", "id"]]).mark_line().encode(x="start:T", y="value:Q")
    record = make_figure(book, chart.encode(tooltip=["start:T"]), data=rows, **TEXTS).record
    live = json.dumps(record.live["wide"])
    assert '"type": "utc"' in live
    assert '"type": "time"' not in live
    assert '"start": "2022-01-01T00:00:00Z"' in live
    assert "utcFormat(" in live
    assert "timeFormat(" not in live


def test_a_drawing_does_not_know_what_was_drawn_before(book: Book, rows: pd.DataFrame) -> None:
    clipped = (
        alt.Chart(rows[["year", "value", "id"]])
        .mark_line(clip=True)
        .encode(x="year:Q", y="value:Q")
    )
    first, second = (make_figure(book, clipped, data=rows, **TEXTS).record for _ in range(2))
    assert "clip-path" in first.wide.svg
    assert first == second
