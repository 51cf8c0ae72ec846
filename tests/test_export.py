"""`evidence.json`, the tables and the pages of rows, compared with the pages of the built site."""

import json
import re
import zipfile
from functools import lru_cache

import jsonschema
import pytest
from bs4 import BeautifulSoup

from heavyground import claims, derived, disagreements, numbers
from heavyground import evidence as ev
from heavyground.paths import DATA, prose_files
from heavyground.press import roles, table

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture(scope="module")
def said(site):
    return json.loads((site / "evidence.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def page(site):
    """A page of the site, read once."""
    return lru_cache(None)(
        lambda name: BeautifulSoup((site / name).read_text("utf-8"), "html.parser")
    )


def test_the_file_follows_its_schema(said, site):
    schema = json.loads((site / said["$schema"]).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(said)


def test_every_number_stands_where_the_file_says(said, page):
    assert len(said["numbers"]) >= 450
    for one in said["numbers"]:
        place = page(one["page"]).find(id=one["anchor"])
        assert place is not None and place.get_text() == one["text"], one
        entry = page(one["page"]).select_one(place["href"])
        assert entry is not None and entry.select_one("b").get_text() == one["states"], one


def test_every_number_link_of_the_text_is_in_the_file(said, page):
    for name in {one["page"] for one in said["numbers"]}:
        links = [tag["id"] for tag in page(name).select("a.num[id]")]
        assert sorted(links) == sorted(
            one["anchor"] for one in said["numbers"] if one["page"] == name
        ), name


def test_every_number_role_of_the_sources_is_in_the_file(said):
    written = sum(
        number.role == "num" and number.where == "prose"
        for path in prose_files()
        for number in numbers.scan(path)
    )
    generated = sum(
        one["page"] in ("chapters/ledger.html", "chapters/disagreements.html")
        for one in said["numbers"]
    )
    reasons = sum(len(re.findall(roles.BRACES, one.reason)) for one in claims.ledger()) + sum(
        len(re.findall(roles.BRACES, one.explanation)) for one in disagreements.disagreements()
    )
    own = sum(
        number.role == "num" and number.where == "prose"
        for path in prose_files()
        if path.stem in ("ledger", "disagreements")
        for number in numbers.scan(path)
    )
    assert len(said["numbers"]) == written + reasons and generated == own + reasons


def test_numbers_name_living_rows_or_derived_values(said):
    loaded = ev.load()
    for one in said["numbers"]:
        if "derived" in one:
            assert one["derived"] in derived.names() and one["ids"] == list(
                derived.get(one["derived"]).inputs
            )
        elif "parameter" not in one:
            assert all(id in loaded.index or id in set(loaded.claims.id) for id in one["ids"]), one


def test_claims_are_the_ledger(said, page):
    assert [
        (one["id"], one["verdict"], one["how"], tuple(one["ids"])) for one in said["claims"]
    ] == [(one.id, one.verdict, one.how, one.ids) for one in claims.ledger()]
    for one in said["claims"]:
        line = page(one["page"]).find(id=one["anchor"])
        assert (
            line["data-verdict"] == one["verdict"]
            and one["how"] in line.select_one(".how").get_text()
        )


def test_claims_in_the_text_lead_to_the_ledger_and_say_the_verdict(said, page):
    verdicts = {one["id"]: one["verdict"] for one in said["claims"]}
    cited = 0
    for entry in said["pages"]:
        for link in page(entry["page"]).select("a.claim"):
            id = link["href"].partition("#")[2]
            cited += 1
            assert link.get_text().split(" ", 1) == [id, roles.SHORT[verdicts[id]]]
            assert page(entry["page"]).find(id=f"c-{id}") is not None
    assert cited >= 70


def test_figures_and_their_downloads(said, page, site):
    assert len(said["figures"]) >= 25
    for one in said["figures"]:
        assert page(one["page"]).find(id=one["anchor"]) is not None
        assert all((site / path).is_file() for path in one["downloads"].values())


def test_pages_are_those_of_the_contents(said, site):
    assert said["pages"][0]["page"] == "index.html"
    for one in said["pages"]:
        assert (site / one["page"]).is_file() and one["description"] and one["title"]
        assert one["numbers"] == sum(number["page"] == one["page"] for number in said["numbers"])


def test_every_old_id_answers_on_the_page_of_its_prefix(page):
    loaded = ev.load()
    known = {
        prefix: {tag["id"] for tag in page(f"data/{prefix}.html").find_all(id=True)}
        for prefix in ev.PREFIXES.values()
    }
    ids = [*loaded.observations.id, *loaded.left_out.id, *loaded.merged]
    lost = [id for id in ids if id.split("-")[0] in known and id not in known[id.split("-")[0]]]
    assert not lost, lost[:10]


def test_the_zip_is_the_data_folder(site):
    with zipfile.ZipFile(site / "data" / "heavy-ground-data.zip") as bundle:
        assert set(bundle.namelist()) == {
            path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()
        }
        assert json.loads(bundle.read("datapackage.json"))["name"] == "heavy-ground"
        assert all(
            bundle.read(path.relative_to(DATA).as_posix()) == path.read_bytes()
            for path in DATA.rglob("*.csv")
        )


def test_the_index_of_the_table_holds_every_row(site):
    made = table.index()
    loaded = ev.load().observations.set_index("id")
    assert [row[0] for row in made["rows"]] == sorted(loaded.index)
    for row in made["rows"][::97]:
        named = {name: made["lists"][name][row[5 + i]] for i, name in enumerate(made["columns"])}
        assert (named["entity"], named["partner"], named["item"]) == tuple(
            loaded.loc[row[0], ["entity", "partner", "item"]]
        )
        assert (
            row[1] == numbers.show(numbers.look_up(row[0]))
            and row[2] == loaded.loc[row[0], "period"]
        )
    (file,) = (site / "data").glob("table.*.js")
    assert file.name in (site / "chapters" / "data.html").read_text("utf-8")
