"""Each kind of difference between two sites is found, on made-up folders of a few files."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools import compare_sites
from tools.compare_sites import Difference, Page, Wanted

PAGE = """<!DOCTYPE html>
<html><head><title>Tin</title><meta name="description" content="Of tin."></head>
<body><main id="main"><h1 id="top">Tin</h1>
<p>One is <a class="num" href="#n" title="12 t of tin">12 t</a>.
Two is more.</p>
<details><summary>Table</summary><table><tr><td>1</td><td>2</td></tr></table></details>
<pre>a = 1
b = 2</pre>
<svg aria-label="A chart"><title>Chart</title><text x="1">Myan<tspan>mar</tspan></text></svg>
<script>var hidden = 1;</script></main>
<footer><p>Book at commit <code>0123456789ab</code> of <time>2026-11-26</time>.</p></footer>
</body></html>
"""
EVIDENCE = {
    "title": "Tin",
    "commit": "0123456789ab",
    "numbers": [
        {"page": "index.html", "anchor": "at-1", "text": "12 t"},
        {"page": "index.html", "anchor": "at-2", "text": "13 t"},
    ],
    "figures": [{"page": "index.html", "name": "chart", "ids": ["a", "b"]}],
}
FILES = {
    "index.html": PAGE,
    "chapters/two.html": "<body><p id='a'>Second page.</p></body>",
    "evidence.json": json.dumps(EVIDENCE),
    "data/rows.csv": "id,value\na,1\nb,2\n",
    "chart.png": "x" * 4000,
    "chart.svg": "<svg/>",
    "chart.svg.gz": "packed",
    "_static/book.0123456789.js": "one",
}


def site(folder: Path, changes: Mapping[str, str | None] | None = None) -> Path:
    """A folder of pages: FILES, some of them changed or (None) left out."""
    for name, text in (FILES | dict(changes or {})).items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return folder


def differences(tmp_path: Path, changes: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """(kind, place, what) of all that differs after the changes."""
    found, _ = compare_sites.compare(site(tmp_path / "old"), site(tmp_path / "new", changes))
    return [(one.kind, one.place, one.what) for one in found]


def page_with(old: str, new: str) -> dict[str, str | None]:
    assert old in PAGE
    return {"index.html": PAGE.replace(old, new)}


# ---- What a page says


def test_a_page_is_read_as_a_reader_sees_it() -> None:
    page = Page(PAGE)
    assert page.text == [
        *("Tin", "One is 12 t.", "Two is more.", "Table", "1", "2", "Myan", "mar"),
        "Book at commit * of *.",
    ]
    assert page.code == ["a = 1", "b = 2"]
    assert page.words == [
        "title: Tin",
        "description: Of tin.",
        "title: 12 t of tin",
        "aria-label: A chart",
        "title: Chart",
    ]
    assert page.anchors == {"main", "top"}


def test_white_space_is_that_of_html() -> None:
    assert Page("<body><p>a\n  b <em>c</em>\t d&nbsp;e</p></body>").text == ["a b c d\xa0e"]


# ---- Each kind of difference


@pytest.mark.parametrize(
    "changes, expected",
    [
        pytest.param(
            page_with("Two is more.", "Two is less."),
            [("text", "index.html", "- Two is more."), ("text", "index.html", "+ Two is less.")],
            id="text",
        ),
        pytest.param(
            page_with("<td>2</td>", "<td>2</td><td>3</td>"),
            [("text", "index.html", "+ 3")],
            id="table cell",
        ),
        pytest.param(
            page_with("<tspan>mar", "<tspan>MAR"),
            [("text", "index.html", "- mar"), ("text", "index.html", "+ MAR")],
            id="chart",
        ),
        pytest.param(
            page_with('title="12 t of tin"', ""),
            [("words", "index.html", "- title: 12 t of tin")],
            id="title",
        ),
        pytest.param(
            page_with("b = 2", "b = 3"),
            [("code", "index.html", "- b = 2"), ("code", "index.html", "+ b = 3")],
            id="code",
        ),
        pytest.param(
            page_with('id="top"', 'id="head"'),
            [("address", "index.html", "#top is gone")],
            id="anchor",
        ),
        pytest.param(
            {"chapters/two.html": None},
            [("address", "chapters/two.html", "file is gone")],
            id="page gone",
        ),
        pytest.param(
            {"chart.svg": None, "chart.svg.gz": None},
            [("address", "chart.svg", "file is gone")],
            id="file gone, with its packed copy",
        ),
        pytest.param(
            {"chart.svg.gz": None},
            [("address", "chart.svg.gz", "file is gone")],
            id="packed copy gone",
        ),
        pytest.param({"new.csv": "a\n"}, [("added", "new.csv", "new file")], id="new file"),
        pytest.param(
            {"data/rows.csv": "id,value\na,1\nb,3\n"},
            [("csv", "data/rows.csv", "- b,2"), ("csv", "data/rows.csv", "+ b,3")],
            id="csv",
        ),
        pytest.param(
            {"data/rows.csv": "id,value\r\na,1\r\nb,2\r\n"},
            [("csv", "data/rows.csv", "same lines, other bytes (line ends)")],
            id="line ends",
        ),
        pytest.param(
            {"chart.png": "x" * 4801},
            [("size", "chart.png", "4,000 bytes became 4,801")],
            id="size",
        ),
    ],
)
def test_a_difference_is_found(
    tmp_path: Path, changes: dict[str, str | None], expected: list[tuple[str, str, str]]
) -> None:
    assert differences(tmp_path, changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="nothing"),
        pytest.param(page_with("Two is", "Two\n   is"), id="white space"),
        pytest.param(page_with("0123456789ab", "ba9876543210"), id="commit"),
        pytest.param(page_with("2026-11-26", "2026-12-01"), id="date"),
        pytest.param(page_with("<td>2</td>", '<td id="more">2</td>'), id="one more anchor"),
        pytest.param(page_with("hidden = 1", "hidden = 2"), id="script"),
        pytest.param({"chart.png": "x" * 4700}, id="a little larger"),
        pytest.param(
            {"_static/book.0123456789.js": None, "_static/book.abcdef0123.js": "one"},
            id="digest in a name",
        ),
    ],
)
def test_what_does_not_matter_is_no_difference(
    tmp_path: Path, changes: dict[str, str | None]
) -> None:
    assert differences(tmp_path, changes) == []


def test_evidence_is_compared_by_key_and_field(tmp_path: Path) -> None:
    changed = {
        "title": "Jade",
        "commit": "ba9876543210",
        "numbers": [
            {"page": "index.html", "anchor": "at-2", "text": "14 t", "ids": ["a"]},
            {"page": "index.html", "anchor": "at-3", "text": "12 t"},
        ],
        "figures": [{"name": "chart", "ids": ["a", "b"], "page": "index.html"}],
    }
    found = differences(tmp_path, {"evidence.json": json.dumps(changed)})
    assert [what for _, _, what in found] == [
        "numbers index.html#at-1: gone",
        'numbers index.html#at-2: text "13 t" became "14 t"',
        'numbers index.html#at-2: ids null became ["a"]',
        "numbers index.html#at-3: new",
        'title: "Tin" became "Jade"',
    ]
    assert {kind for kind, _, _ in found} == {"evidence"}


def test_a_repeated_key_hides_nothing() -> None:
    numbers = [{"page": "a", "anchor": "b", "text": text} for text in ("1", "2")]
    assert list(compare_sites.by_key("numbers", {"numbers": numbers})) == ["a#b", "a#b (2)"]


# ---- The command


def run(tmp_path: Path, changes: Mapping[str, str | None], allow: str | None = None) -> int:
    arguments = [str(site(tmp_path / "old")), str(site(tmp_path / "new", changes)), "--jobs=1"]
    if allow is not None:
        (tmp_path / "allow.toml").write_text(allow, "utf-8")
        arguments += ["--allow", str(tmp_path / "allow.toml")]
    return compare_sites.main(arguments)


ALLOW = """
[[allow]]
kind = "text"
where = 'index\\.html'
what = '^[-+] Two is'
reason = "reworded"

[[allow]]
what = "never seen"
reason = "left from before"
"""


def test_equal_sites_give_exit_code_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, {}) == 0
    assert "text               2       0        0     0" in capsys.readouterr().out


def test_differences_are_shown_after_what_they_follow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, page_with("Two is more.", "Two is less.")) == 1
    shown = capsys.readouterr().out
    assert "index.html (2)\n    after: One is 12 t.\n    - Two is more.\n    + Two is" in shown


def test_allowed_differences_are_counted_and_unused_entries_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, page_with("Two is more.", "Two is less."), ALLOW) == 0
    shown = capsys.readouterr().out
    assert "== text" not in shown
    assert "allowed 2: reworded" in shown
    assert "never used: left from before" in shown


def test_an_allowed_difference_hides_no_other(tmp_path: Path) -> None:
    changes = page_with("Two is more.", "Two is less. Three.") | {"data/rows.csv": "id\n"}
    assert run(tmp_path, changes, ALLOW) == 1


@pytest.mark.parametrize(
    "text, message",
    [
        ("[[allow]]\nwhat = 'a'", "reason"),
        ("[[allow]]\nwhat = '('\nreason = 'b'", "entry 1"),
        ("[[allow]]\nwhat = 'a'\nreason = 'b'\nkind = 'prose'", "kind is one of"),
        ("[[allow]]\nwhat = 'a'\nreason = 'b'\nwhen = 'now'", "when"),
        ("[[allow", "allow.toml"),
    ],
)
def test_a_faulty_allow_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, {}, text)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    shutil.rmtree(site(tmp_path / "old") / "data")
    with pytest.raises(SystemExit) as stopped:
        compare_sites.main([str(tmp_path / "old"), str(tmp_path / "nothing")])
    assert stopped.value.code == 2


def test_where_is_the_whole_path() -> None:
    wanted = Wanted(what="gone", reason="moved", where="data/.*")
    assert wanted.takes(Difference("address", "data/a.html", "file is gone"))
    assert not wanted.takes(Difference("address", "more/data/a.html", "file is gone"))


def test_long_lines_show_where_they_differ() -> None:
    start = "word " * 100
    pair = [
        Difference("text", "a.html", f"{sign} {start}{end}")
        for sign, end in zip("-+", "12", strict=True)
    ]
    _, after = compare_sites.shown(pair)
    assert len(after.strip()) <= compare_sites.LONGEST
    assert after.endswith("word 2")
    assert "␣" in compare_sites.clipped("12\xa0t")
