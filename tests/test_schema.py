"""The one schema: what it says of tables, and what is said when it cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from heavyground.evidence.faults import Faults
from heavyground.evidence.schema import read_schema
from helpers import write_data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_data(tmp_path)


def edit(folder: Path, change: Any) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    change(package)
    path.write_text(json.dumps(package), "utf-8")


def test_tables_of_observations_share_one_schema_and_keep_their_prefix(folder: Path) -> None:
    schema = read_schema(folder)
    assert schema.prefixes == {"ore": "ore", "trade": "trade"}
    first, second = schema.observations
    assert first.fields == second.fields
    assert first["value"].number
    assert not first["note"].number


def test_words_keys_and_links_come_from_the_file(folder: Path) -> None:
    schema = read_schema(folder)
    table = schema.tables["observations/ore.csv"]
    assert "reported" in schema.words("observations/ore.csv", "basis")
    assert table.key == ("id",)
    assert ("source", "sources.csv", "key") in [
        (link.column, link.table, link.key) for link in table.links
    ]


def test_a_list_column_links_each_of_its_parts(folder: Path) -> None:
    links = {link.column: link for link in read_schema(folder).tables["series.csv"].links}
    assert links["preferred"].list
    assert links["preferred"].table == "sources.csv"
    assert not links["unit"].list


def test_a_column_added_to_the_file_is_known_at_once(folder: Path) -> None:
    def add(package: Any) -> None:
        series = next(said for said in package["resources"] if said["name"] == "series")
        series["schema"]["fields"].append({"name": "colour", "type": "string"})

    edit(folder, add)
    assert read_schema(folder).tables["series.csv"].columns[-1] == "colour"


@pytest.mark.parametrize(
    "text, words",
    [
        ("{", "mend the JSON"),
        ("[]", "no table of observations"),
        ('{"resources": [{"name": "x", "path": "x.csv"}]}', "schema is missing"),
        ('{"resources": [{"name": "x", "path": "x.csv", "schema": "gone.json"}]}', "gone.json"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(folder: Path, text: str, words: str) -> None:
    (folder / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(Faults, match=words) as raised:
        read_schema(folder)
    assert all(fault.path == "data/datapackage.json" for fault in raised.value.faults)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="the file is missing"):
        read_schema(tmp_path)


def test_a_key_to_a_table_that_is_not_there_is_a_fault(folder: Path) -> None:
    def lose(package: Any) -> None:
        package["resources"] = [said for said in package["resources"] if said["name"] != "units"]

    edit(folder, lose)
    with pytest.raises(Faults, match='the resource "units", which is not there'):
        read_schema(folder)


def test_a_key_on_a_column_that_is_not_there_is_a_fault(folder: Path) -> None:
    def misspell(package: Any) -> None:
        series = next(said for said in package["resources"] if said["name"] == "series")
        series["schema"]["primaryKey"] = ["serie"]

    edit(folder, misspell)
    with pytest.raises(Faults, match=r'"serie", which it does not have \(near: series'):
        read_schema(folder)
