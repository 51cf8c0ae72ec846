"""The check as a whole, and the commands: what they say, where, and with which exit code."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from heavyground.__main__ import main, summary
from heavyground.checks.everything import Report, check, check_tables
from heavyground.evidence.faults import Fault
from heavyground.project import Project
from helpers import ROOT, write_data

PAGE = """# Tin

Peru mined {num}`31,000 t <ore-0001>` in 2024.
"""
ANALYSIS = '''"""What this book computes."""

from heavyground.derived.registry import Registry
from heavyground.project import Analysis

VALUES = Registry()


@VALUES.derive(unit="t")
def double(book):
    """output, twice"""
    return 2 * book.row("ore-0001")


ANALYSIS = Analysis(values=VALUES)
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole book of one page and one row, without a fault; the working folder of the test."""
    write_data(
        tmp_path / "data",
        observations="""
            id       | value
            ore-0001 | 31000
        """,
    )
    setting = "  config:\n    heavyground_analysis: tin_analysis\n"
    (tmp_path / "_config.yml").write_text(f"title: Tin\nsphinx:\n{setting}", "utf-8")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "tin.md").write_text(PAGE, "utf-8")
    (tmp_path / "tin_analysis.py").write_text(ANALYSIS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "tin_analysis", raising=False)
    yield tmp_path
    sys.modules.pop("tin_analysis", None)


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check(Project(folder)).faults]


def test_a_whole_book_has_no_fault_and_is_counted(folder: Path) -> None:
    report = check(Project(folder))
    assert (report.faults, report.notes) == ([], ())
    assert report.counts["observations"] == 1
    assert report.counts["pages"] == 1
    assert report.counts["numbers verified in prose"] == 1


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


CELL = '```{code-cell} ipython3\nfigure(chart, name="tin", title="Tin")\n```\n'
BROKEN = [  # what, file, old, new, what is said
    (
        "a row",
        "data/observations/ore.csv",
        ",31000,",
        ",many,",
        'data/observations/ore.csv:2: number: value "many" is not a plain number',
    ),
    (
        "a number on a page",
        "chapters/tin.md",
        "31,000 t",
        "32,000 t",
        "chapters/tin.md:3: number: text says 32,000 t; ore-0001 says 31,000 t",
    ),
    (
        "a number without a role",
        "chapters/tin.md",
        "in 2024.",
        "in 2024, and 5,000 t more.",
        "chapters/tin.md:3: orphan: 5,000 t stands without an origin",
    ),
    (
        "wording",
        "chapters/tin.md",
        "in 2024.",
        "in 2024. It now rose.",
        "chapters/tin.md:3: sentence: a second sentence begins",
    ),
    (
        "a citation",
        "chapters/tin.md",
        "in 2024.",
        "in 2024 {cite:p}`nobody1900`.",
        "chapters/tin.md:3: citation: nobody1900 is no source",
    ),
    (
        "a figure's name twice",
        "chapters/tin.md",
        "in 2024.\n",
        f"in 2024.\n\n{CELL}\n{CELL}",
        "chapters/tin.md:10: figure-name: tin is a figure at chapters/tin.md:6 already",
    ),
    (
        "a cell that is no Python",
        "chapters/tin.md",
        "in 2024.\n",
        "in 2024.\n\n```{code-cell}\nx = 1\nfigure(\n```\n",
        "chapters/tin.md:7: cell: the cell is no Python",
    ),
    (
        "a cell with a NUL",
        "chapters/tin.md",
        "in 2024.\n",
        "in 2024.\n\n```{code-cell}\nx = 1\0\n```\n",
        "chapters/tin.md:6: cell: the cell is no Python",
    ),
    (
        "a value that asks in vain",
        "tin_analysis.py",
        "ore-0001",
        "ore-0009",
        "tin_analysis.py:12: derived: =double: ore-0009 is no row of the evidence",
    ),
    (
        "a value that divides by nought",
        "tin_analysis.py",
        '2 * book.row("ore-0001")',
        '2 / (book.row("ore-0001") - 31000)',
        "tin_analysis.py:12: derived: =double: float division by zero",
    ),
    (
        "an analysis that cannot be imported",
        "tin_analysis.py",
        "VALUES = Registry()",
        "VALUES = Registry(",
        "tin_analysis.py:6: analysis: the analysis cannot be imported: SyntaxError: '(' was never",
    ),
    (
        "an analysis that fails",
        "tin_analysis.py",
        "VALUES = Registry()",
        "VALUES = Registry()\nimport nothing_of_that_name",
        "tin_analysis.py:7: analysis: the analysis cannot be imported: ModuleNotFoundError",
    ),
    (
        "an analysis without the one object",
        "tin_analysis.py",
        "ANALYSIS =",
        "BOOK =",
        "_config.yml:4: analysis: the analysis cannot be imported: TypeError: tin_analysis",
    ),
    (
        "a setting that names nothing",
        "_config.yml",
        "tin_analysis",
        "tin_anlysis",
        "_config.yml:4: analysis: the analysis cannot be imported: ModuleNotFoundError",
    ),
]


@pytest.mark.parametrize(
    "file, old, new, words", [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_what_is_broken_is_said_at_its_place(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    edit(folder / file, old, new)
    found = said(folder)
    assert any(fault.startswith(words) for fault in found), found


def test_a_page_without_a_role_is_checked_too(folder: Path) -> None:
    (folder / "chapters" / "more.md").write_text("# More\n\nPeru mined 31,000 t.\n", "utf-8")
    (fault,) = said(folder)
    assert fault.startswith("chapters/more.md:3: orphan: 31,000 t stands without an origin")


def test_what_a_mac_leaves_beside_a_page_is_no_page(folder: Path) -> None:
    (folder / "chapters" / "._tin.md").write_bytes(b"\x00\x05\x16\x07\xff")
    assert said(folder) == []


def test_a_page_that_is_no_utf_8_is_a_fault(folder: Path) -> None:
    (folder / "chapters" / "old.md").write_bytes("# Café\n".encode("latin-1"))
    (fault,) = said(folder)
    assert fault.startswith("chapters/old.md:1: page: the page cannot be read: it is not UTF-8")


@pytest.mark.parametrize(
    "old, new, name, line",
    [
        ("title: Tin", "title: Tim", "title", 4),
        ("version: 1.0", "version: 2.0", "version", 6),
        ("name: A House", "name: B House", "contributors", 7),
    ],
)
def test_a_citation_file_that_says_something_else_is_a_fault(
    folder: Path, old: str, new: str, name: str, line: int
) -> None:
    package = json.loads((folder / "data" / "datapackage.json").read_text("utf-8"))
    words = {"title": "Tin", "description": "", "version": "1.0"}
    package = {"$schema": package.pop("$schema"), "name": "tin", **words} | {
        "contributors": [{"title": "A House", "roles": ["author"]}],
        "resources": package["resources"],
    }
    (folder / "data" / "datapackage.json").write_text(json.dumps(package, indent=1), "utf-8")
    citation = "title: Tin\nversion: 1.0\nauthors:\n  - name: A House\n"
    (folder / "CITATION.cff").write_text(citation, "utf-8")
    assert said(folder) == []
    edit(folder / "CITATION.cff", old, new)
    (fault,) = said(folder)
    assert fault.startswith(f"data/datapackage.json:{line}: citation-file: {name} is ")


def test_pages_are_not_checked_against_evidence_that_cannot_be_read(folder: Path) -> None:
    edit(folder / "data" / "observations" / "ore.csv", ",31000,", ",many,")
    edit(folder / "chapters" / "tin.md", "31,000 t", "32,000 t")
    report = check(Project(folder))
    assert {fault.path for fault in report.faults} == {"data/observations/ore.csv"}
    (note,) = report.notes
    assert note.startswith("Pages were not checked: the evidence cannot be read")


def test_a_broken_schema_is_the_only_fault(folder: Path) -> None:
    edit(folder / "data" / "datapackage.json", '"resources": [', '"resources": [,')
    report = check(Project(folder))
    assert [(fault.path, fault.rule) for fault in report.faults] == [
        ("data/datapackage.json", "schema")
    ]
    assert report.notes


# ---- The command


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_check_says_that_there_is_no_fault(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check")
    assert code == 0
    assert out.startswith("No faults. 1 observations, 1 series,")


def test_check_lists_faults_and_exits_with_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(folder / "chapters" / "tin.md", "31,000 t", "32,000 t")
    (folder / "data" / "series.csv").write_bytes(b"")
    code, out, err = run(capsys, "check")
    assert code == 1
    assert "data/series.csv:1: empty-file: " in out
    assert out.endswith("1 fault: 1 empty-file\n")
    assert "Pages were not checked" in err


def test_check_speaks_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(folder / "data" / "observations" / "ore.csv", ",31000,", ",many,")
    code, out, _ = run(capsys, "check", "--json")
    made = json.loads(out)
    assert code == 1
    assert set(made["faults"][0]) == {"path", "line", "rule", "message"}
    assert made["counts"]["observations"] == 1


@pytest.mark.parametrize("inside", [True, False], ids=["in the book", "elsewhere"])
def test_check_judges_another_folder_of_tables(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    inside: bool,
) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "data"
    shutil.copytree(folder / "data", other)
    edit(other / "observations" / "ore.csv", ",31000,", ",many,")
    edit(folder / "chapters" / "tin.md", "31,000 t", "32,000 t")
    if not inside:
        monkeypatch.chdir(other)
    code, out, _ = run(capsys, "check", "--data", str(other))
    assert code == 1
    assert out.startswith(f'{other.as_posix()}/observations/ore.csv:2: number: value "many"')
    assert "chapters" not in out


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "check", "--data", "/nowhere/at/all")
    assert code == 1
    assert "/nowhere/at/all: no such folder" in err


def test_no_book_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(capsys, "check")
    assert code == 1
    assert "no book here or above" in err


def test_new_lays_a_book_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "new", str(tmp_path / "jade"), "--title", "Jade")
    assert code == 0
    assert str(tmp_path / "jade" / "index.md") in out
    assert "Jade" in (tmp_path / "jade" / "index.md").read_text("utf-8")
    code, _, err = run(capsys, "new", str(tmp_path / "jade"))
    assert code == 1
    assert "is not empty" in err


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["check", "--all"])
    assert stopped.value.code == 2
    assert "unknown: --all" in capsys.readouterr().err


def fresh(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "", **environment},
        check=False,
    )


CHECK = "import sys; from heavyground.__main__ import main; sys.exit(main(['check']))"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_console_that_knows_no_burmese_still_gets_the_report(folder: Path, encoding: str) -> None:
    edit(folder / "data" / "observations" / "ore.csv", ",31000,", ",မြန်မာ,")
    done = fresh(CHECK, folder, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert b"ore.csv:2: number: value " in done.stdout
    assert b"\\u1019" in done.stdout
    assert b"1 fault: 1 number" in done.stdout


def test_check_loads_neither_pandas_nor_a_drawing_library(folder: Path) -> None:
    heavy = ["pandas", "altair", "vl_convert", "matplotlib", "sphinx", "docutils", "IPython"]
    code = f"{CHECK.replace('sys.exit', 'print')}; print([m for m in {heavy} if m in sys.modules])"
    done = fresh(code, folder)
    assert done.stdout.decode().splitlines()[-1] == "[]", done.stderr.decode()


def test_the_summary_counts_faults_by_rule() -> None:
    faults = [Fault("a", 1, rule, "") for rule in ("number", "number", "share")]
    assert summary(Report(faults)) == "3 faults: 2 number, 1 share"
    assert summary(Report([], {"pages": 1200})) == "No faults. 1,200 pages."


def test_tables_alone_can_be_judged_without_a_book(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", observations="id\nore-0001")
    shown: Callable[[Path], str] = Path.as_posix
    assert check_tables(data, shown).faults == []
