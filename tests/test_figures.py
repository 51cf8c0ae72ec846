"""`figure()`: what it demands, what it gives, and that it gives the same bytes every time."""

import base64
import csv
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import altair as alt
import pytest
from bs4 import BeautifulSoup

from heavyground import evidence as ev
from heavyground import figures, forms
from heavyground.figures import FigureError, figure
from heavyground.paths import ROOT

TEXTS = {
    "name": "line-of-customs",
    "title": "Imports fell by a third",
    "subtitle": "China's imports from Myanmar, t gross, 2017-2025",
    "alt": "Line chart, 2017 to 2025, of the weight of China's imports. It rises until 2023, then falls.",
}


@pytest.fixture(scope="module")
def rows():
    found = ev.series("imports-weight", entity="China", partner="Myanmar", item="HS 284690")
    return found[found["period_kind"] == "year"]


def draw(rows):
    return forms.lines(rows.assign(entity="China"), by="entity", labels=False)


@pytest.fixture(scope="module")
def made(rows):
    return figure(draw(rows), data=rows, **TEXTS)


# ---- What it demands


def test_everything_missing_is_said_at_once(rows):
    with pytest.raises(FigureError) as error:
        figure(draw(rows))
    for word in (
        "name= is missing. Write",
        "title= is missing. Write",
        "subtitle= is missing. Write",
        "alt= is missing or too short. Write",
        "data= is missing. Hand over",
    ):
        assert word in str(error.value)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"name": "Line"}, "two or more lower-case words joined by hyphens"),
        ({"title": "Imports fell."}, "ends with a full stop"),
        ({"subtitle": "  "}, "subtitle= is missing"),
        ({"alt": "A chart."}, "too short"),
        (
            {
                "alt": "Imports fell by a third in the year that followed",
                "title": "Imports fell by a third in the year that followed",
            },
            "alt= repeats the title",
        ),
        ({"span": "wide"}, 'write "column" or "page"'),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_poor_text_is_refused(rows, change, words):
    with pytest.raises(FigureError, match=re.escape(words)):
        figure(draw(rows), data=rows, **TEXTS | change)


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda rows: rows.iloc[:0], "has no rows"),
        (lambda rows: rows.drop(columns="id"), "has no column `id`"),
        (lambda rows: rows.assign(id="prod-9999x"), "no row of the evidence: prod-9999x"),
        (lambda rows: list(rows.id), "data= is missing"),
    ],
    ids=["no rows", "no ids", "strange ids", "no frame"],
)
def test_data_without_origin_is_refused(rows, spoil, words):
    with pytest.raises(FigureError, match=re.escape(words)):
        figure(draw(rows), data=spoil(rows), **TEXTS)


def test_an_unknown_source_is_refused(rows):
    with pytest.raises(FigureError, match="no such source in data/sources.csv: nobody2020"):
        figure(draw(rows), data=rows.assign(source="nobody2020"), **TEXTS)


def test_no_chart_is_refused(rows):
    with pytest.raises(FigureError, match="no Altair chart and no function"):
        figure("a picture", data=rows, **TEXTS)


@pytest.mark.parametrize("text", ["title", "subtitle", "alt", "note"])
def test_a_figure_in_its_texts_is_compared_with_its_row(rows, text):
    right, wrong = (
        "In 2023 the line stood at {41,700 t <prod-0701>} in all of China",
        "In 2023 the line stood at {41,800 t <prod-0701>} in all of China",
    )
    record = figure(draw(rows), data=rows, **TEXTS | {text: right}).record
    assert "41,700 t in all" in record[text] or "41\u202f700" in record[text]
    with pytest.raises(Exception, match="prod-0701"):
        figure(draw(rows), data=rows, **TEXTS | {text: wrong})


# ---- What it gives


def test_one_bundle_of_four_forms(made):
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "image/png", "text/plain"}
    assert bundle["text/plain"] == f"{TEXTS['title']}. {TEXTS['alt']}"
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")


def test_the_page_has_a_named_picture_and_a_table_before_any_script(made, rows):
    page = BeautifulSoup(made.html(), "html.parser")
    stage = page.select_one(".hg-stage[role=img]")
    for attribute in ("aria-labelledby", "aria-describedby"):
        assert page.find(id=stage[attribute]).get_text()
    assert all(
        part["aria-hidden"] == "true" and part.svg for part in stage.select(".hg-wide, .hg-narrow")
    )
    table = page.select_one("details table")
    assert TEXTS["subtitle"] in table.caption.get_text() and len(table.select("tbody tr")) == len(
        rows
    )
    assert all(
        cell["scope"] == "col" for cell in table.select("thead th")
    ) and "Value, t gross" in table.thead.get_text("|")
    assert all(row.th["scope"] == "row" for row in table.select("tbody tr"))
    assert page.select_one("a[download]")["href"].startswith("data:text/csv")


def test_nothing_inline_that_the_policy_forbids(made):
    page = BeautifulSoup(made.html(), "html.parser")
    assert not page.select("[style], style, [onclick], [onload]")
    assert not [one for one in page.select("script") if one.get("type") != "application/json"]


def test_no_id_stands_twice_in_a_page(made):
    ids = re.findall(r'\sid="([^"]+)"', made.html())
    assert len(ids) == len(set(ids)) >= 3


def test_the_csv_is_the_frame_with_ids_sources_and_units(made, rows):
    table = list(csv.DictReader(io.StringIO(made.record["csv"])))
    assert [row["id"] for row in table] == list(rows["id"]) and {row["unit"] for row in table} == {
        "t gross"
    }
    assert [float(row["value"]) for row in table] == list(rows["value"]) and all(
        row["source"] for row in table
    )


def test_a_long_table_says_that_it_is_cut(rows):
    many = rows.loc[list(rows.index) * 30]
    record = figure(draw(rows), data=many, **TEXTS).record
    page = figures.markup(record)
    assert f"The first {figures.ROWS_SHOWN} of {len(many)} rows" in page
    assert len(list(csv.reader(io.StringIO(record["csv"])))) == len(many) + 1


def test_pictures_outside_the_page_have_their_own_colours_and_words(made):
    svg = made.svg()
    assert (
        "var(" not in svg
        and TEXTS["title"] in " ".join(ET.fromstring(svg).itertext())
        and "Sources:" in svg
    )
    spec = made.record["vegalite"]
    assert (
        "var(" not in json.dumps(spec)
        and spec["description"] == TEXTS["alt"]
        and alt.LayerChart.from_dict(spec)
    )


def test_a_slider_is_there_before_its_script(rows):
    share = alt.param(
        name="share",
        value=0.5,
        bind=alt.binding_range(min=0, max=1, step=0.1, name="Share collected"),
    )
    record = figure(draw(rows).add_params(share), data=rows, **TEXTS).record
    page = BeautifulSoup(figures.markup(record), "html.parser")
    slider = page.select_one("input[type=range]")
    assert (slider["min"], slider["max"], slider["step"], slider["value"]) == (
        "0",
        "1",
        "0.1",
        "0.5",
    )
    assert page.find("label", attrs={"for": slider["id"]}).get_text() == "Share collected"
    assert page.find("output", attrs={"for": slider["id"]}).get_text() == "0.5"
    assert record["controls"][0]["signal"] == "share" and '"bind"' not in json.dumps(record["live"])


def test_texts_from_the_evidence_are_words_and_never_markup(rows):
    evil = '</script><img src=x onerror="alert(1)">'
    record = figure(
        draw(rows), data=rows.assign(basis=[evil] + list(rows["basis"])[1:]), **TEXTS
    ).record
    made = figures.Figure(record)._repr_mimebundle_()["text/html"]
    page = BeautifulSoup(made, "html.parser")
    assert not page.select("img") and evil in page.get_text() and len(page.select("script")) == 1


# ---- The same bytes every time

AGAIN = """
import hashlib, json
from heavyground import evidence as ev, forms
from heavyground.figures import figure
rows = ev.series("imports-weight", entity="China", partner="Myanmar", item="HS 284690")
rows = rows[rows["period_kind"] == "year"]
for _ in range(2):
    bundle = figure(forms.lines(rows.assign(entity="China"), by="entity", labels=False), data=rows, **json.loads(TEXTS))._repr_mimebundle_()
    print({kind: hashlib.sha256(body.encode()).hexdigest() for kind, body in sorted(bundle.items())})
"""


def test_the_same_chart_gives_the_same_bytes_in_any_process(tmp_path):
    code, seen = f"TEXTS = {json.dumps(json.dumps(TEXTS))}\n{AGAIN}", set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.returncode == 0, done.stderr
        seen |= set(done.stdout.splitlines())
    assert len(seen) == 1
