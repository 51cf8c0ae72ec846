"""Pages execute when something that they depended on is another, and only then; each in a fresh
interpreter; and whatever happens to the process, the next one finds the store in order.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from heavyground.project import Project
from heavyground.runs import modules
from heavyground.runs.cells import cells_of
from heavyground.runs.decision import Outcome, run_pages
from heavyground.runs.jobs import Job
from heavyground.runs.lock import lock
from heavyground.runs.store import Store
from heavyground.runs.workers import executed
from sites import SMALL, copy_of

HEAD = """---
jupytext:
  text_representation:
    format_name: myst
---

# A page
"""
OPEN = "from heavyground.chapter import open_chapter\nchapter = open_chapter()"
PAGES = {
    "tuvalu": [OPEN, 'print(chapter.ev.series("gdp", entity="Tuvalu").value.sum())'],
    "kiribati": [OPEN, 'print(chapter.ev.series("gdp", entity="Kiribati").value.sum())'],
    "nauru": [OPEN, 'print(chapter.book["rev-0002"].words, chapter.book["rev-0002"].source.label)'],
    "share": [OPEN, 'print(round(chapter.derived("budget_share_tuvalu").amount.value))'],
    "model": [OPEN, 'print(chapter.model("budget").central("half paid"))'],
    "said": [OPEN, 'print(chapter.num("{USD 87 million <rev-0001>}"))'],
    "ledger": [OPEN, "print([entry.verdict for entry in chapter.ledger])"],
    "colours": [OPEN, 'print(chapter.theme.of("entity", "Palau"), chapter.project.title)'],
    "file": ['print(open("../notes.txt").read())'],
    "plain": ["print(1 + 1)"],
}


def write(root: Path, name: str, *codes: str, prose: str = "Words.") -> Path:
    """A page of the book with these cells."""
    cells = [f"```{{code-cell}} ipython3\n{code}\n```" for code in codes]
    path = root / "chapters" / f"{name}.md"
    path.write_text("\n\n".join([HEAD, prose, *cells]), "utf-8")
    return path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small book with a page for each kind of question, all of them run."""
    root = copy_of(SMALL, tmp_path_factory.mktemp("first") / "book")
    for path in (root / "chapters").glob("*.md"):
        path.unlink()
    (root / "notes.txt").write_text("a note", "utf-8")
    for name, codes in PAGES.items():
        write(root, name, *codes)
    outcomes = run(root)
    assert {name: outcome.faults for name, outcome in outcomes.items()} == dict.fromkeys(PAGES, ())
    return root


@pytest.fixture
def book(first: Path, tmp_path: Path) -> Path:
    """A copy of it with its runs."""
    root = copy_of(first, tmp_path / "book")
    copy_of(first / "_build", root / "_build")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small book without pages."""
    root = copy_of(SMALL, tmp_path / "book")
    for path in (root / "chapters").glob("*.md"):
        path.unlink()
    return root


def run(root: Path, *names: str, **more: Any) -> dict[str, Outcome]:
    """{name of a page: outcome} of all pages, or of some."""
    pages = [root / "chapters" / f"{name}.md" for name in names]
    pages = pages or sorted((root / "chapters").glob("*.md"))
    store = Store(root / "_build" / "runs")
    outcomes = run_pages(Project(root), pages, store, say=lambda line: None, **more)
    return {Path(page).stem: outcome for page, outcome in outcomes.items()}


def ran(root: Path) -> set[str]:
    return {name for name, outcome in run(root).items() if outcome.state == "run"}


def printed(outcome: Outcome) -> str:
    """What the last cell of a page put out as text."""
    return "".join(output["text"] for output in outcome.outputs()[-1])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


# ---- What has to run


def test_nothing_runs_where_nothing_changed(book: Path) -> None:
    assert ran(book) == set()


def test_prose_and_touched_files_run_nothing(book: Path) -> None:
    write(book, "plain", *PAGES["plain"], prose="Other words,\n\nand more of them.")
    for path in book.rglob("*.csv"):
        path.touch()
    assert ran(book) == set()


NEW = (
    "gdp-9999,gdp,Kiribati,,gross domestic product,2022,year,printed,270000000,,,USD,,reported,"
    "worldbank2026gdp,,data/gdp.csv,official statistic,,,"
)
EDITS = {
    "a number": ("data/observations/output.csv", "62280312", "62280313", "tuvalu share model"),
    "another": ("data/observations/budgets.csv", "199740000", "199740001", "nauru"),
    "a note": (
        "data/observations/output.csv",
        "data/gdp.csv,official statistic,,,latest",
        "data/gdp.csv,official statistic,,,newest",
        "tuvalu kiribati",
    ),
    "one nobody asked for": ("data/observations/budgets.csv", "260557000", "260557001", ""),
    "a new row": (
        "data/observations/output.csv",
        "\ngdp-0002",
        f"\n{NEW}\ngdp-0002",
        "kiribati ledger",
    ),
    "a name": ("data/sources.csv", "CIA World Factbook", "World Factbook", "nauru"),
    "an input of the model": ("data/parameters.csv", "budget,40", "budget,41", "model"),
    "a reason": ("data/verdicts.csv", "No account of receipts", "No receipt", "ledger"),
    "a formula, same value": ("small_states/values.py", "100 * revenue /", "100.0 * revenue /", ""),
    "a formula": ("small_states/values.py", "100 * revenue /", "99 * revenue /", "share"),
    "a model": ("small_states/model.py", "paid / 1e6", "paid / 1e5", "model"),
    "a verdict": ("small_states/verdicts.py", "A_NUMBER = 3", "A_NUMBER = 99", "ledger"),
    "the title": ("_config.yml", "Small States: what", "Small States, what", "colours"),
    "another setting": ("_config.yml", 'html_baseurl: ""', "html_baseurl: https://a.org/", ""),
    "a file": ("notes.txt", "a note", "another note", "file"),
    "a cell": ("chapters/plain.md", "1 + 1", "1 + 2", "plain"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_runs_exactly_the_pages_whose_answers_changed(book: Path, name: str) -> None:
    path, old, new, expected = EDITS[name]
    before = (book / path).read_text("utf-8")
    edit(book / path, old, new)
    assert ran(book) == set(expected.split())
    assert ran(book) == set()
    (book / path).write_text(before, "utf-8")
    assert ran(book) == set()


ENGINE = {
    "checks/rules/amounts.py": set(),
    "numbers/compare.py": set(),
    "derived/registry.py": set(),
    "site/builder.py": set(),
    "charts/forms.py": set(PAGES) - {"plain", "file"},
    "models/sampling.py": {"model"},
    "runs/shell.py": set(PAGES),
}


@pytest.mark.parametrize("name", ENGINE)
def test_an_edit_of_the_engine_runs_what_it_drew(
    book: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_bytes = modules.file_digest
    edited = modules.ENGINE / name
    assert edited.is_file()
    monkeypatch.setattr(
        modules, "file_digest", lambda path: "edited" if path == edited else of_bytes(path)
    )
    assert ran(book) == ENGINE[name]
    assert ran(book) == set()


def test_other_packages_run_everything(book: Path) -> None:
    (book / "requirements.txt").write_text("altair==0\n", "utf-8")
    assert ran(book) == set(PAGES)


def test_a_damaged_run_is_made_again(book: Path) -> None:
    for path in (book / "_build" / "runs").rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-9])
    assert ran(book) == set(PAGES)
    assert ran(book) == set()


# ---- How it runs

CHANGES = """
import os, random, sys, warnings, altair, numpy, pandas, vl_convert
from heavyground.charts import theme
theme.SMALL = 99
os.environ["HG_TEST"] = "seen"
os.chdir("/")
random.seed(1)
numpy.random.seed(1)
altair.theme.enable("dark")
altair.data_transformers.disable_max_rows()
pandas.options.display.max_rows = 3
vl_convert.get_local_tz = None
warnings.simplefilter("error")
sys.path.append("/nowhere")
sys.modules["math"].pi = 3
x = 1
"""
STATE = """
import math, os, random, sys, warnings, altair, numpy, pandas, vl_convert
from heavyground.charts import theme
print(theme.SMALL, os.environ.get("HG_TEST"), os.getcwd(), altair.theme.active,
      altair.data_transformers.active, pandas.options.display.max_rows, vl_convert.get_local_tz,
      warnings.filters[0], "/nowhere" in sys.path, math.pi, "x" in globals(),
      random.random() == 0.13436424411240122, numpy.random.random())
"""


def test_each_page_has_a_fresh_interpreter(root: Path) -> None:
    """One page changes whatever it can reach; the next sees what the one before it saw."""
    write(root, "changes", CHANGES, STATE)
    for name in ("before", "after"):
        write(root, name, STATE)
    outcomes = run(root, "before", "changes", "after", jobs=1)
    before, changes, after = (printed(outcomes[name]) for name in ("before", "changes", "after"))
    assert before == after
    assert before.split()[:3] == ["11", "None", str(root / "chapters")]
    assert changes.split()[:3] == ["99", "seen", "/"]


def test_all_run_in_one_zone_one_language_and_one_order(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing has been begun before the fork that a fork would lose."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    code = "import locale, threading, time\nprint(time.tzname, locale.getlocale()[1], hash('a'))"
    write(root, "zone", f"{code}\nprint(threading.active_count(), end=' ')")
    outcome = run(root)["zone"]
    assert printed(outcome).split("\n")[0].startswith("('UTC', 'UTC') UTF-8")
    assert printed(outcome).endswith("1 ")
    monkeypatch.setenv("TZ", "America/Lima")
    monkeypatch.delenv("PYTHONHASHSEED")
    (root / "_build" / "runs").rename(root / "_build" / "before")
    assert run(root)["zone"].digest == outcome.digest


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux how many threads there are")
def test_no_thread_is_lost_in_a_fork(root: Path) -> None:
    code = "import os, altair, numpy, pandas, vl_convert\nprint(len(os.listdir('/proc/self/task')))"
    write(root, "threads", code)
    assert printed(run(root)["threads"]) == "1\n"


SHOWN = """
from IPython.display import display, HTML, update_display
import pandas as pd
print("first")
display(HTML("<b>b</b>"), metadata={"a": 1})
print("second", pd.DataFrame([range(25)]), end="")
print(" still")
pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
"""


class Forms:
    pass


def test_outputs_are_those_that_jupyter_gives(root: Path) -> None:
    codes = [
        SHOWN,
        "5;",
        "_",
        "%%timeit -n1 -r1 -q\npass",
        "import asyncio\nawait asyncio.sleep(0, 3)",
    ]
    path = write(root, "shown", *codes)
    edit(path, "ipython3\n_\n", "ipython3\n:tags: [raises-exception]\nundefined\n")
    cells = [nbformat.v4.new_code_cell(cell.code) for cell in cells_of(path)]
    cells[2].metadata["tags"] = ["raises-exception"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name="python3").execute()
    outputs = run(root)["shown"].outputs()
    for cell, ours in zip(notebook.cells, outputs, strict=True):
        theirs = joined(json.loads(json.dumps(cell.outputs)))
        for output in [*theirs, *ours]:
            output.pop("traceback", None)
        assert ours == theirs


def joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs with the parts of one stream that follow on each other as one."""
    whole: list[dict[str, Any]] = []
    for output in outputs:
        if whole and "name" in output and whole[-1].get("name") == output["name"]:
            whole[-1]["text"] += output["text"]
        else:
            whole.append(output)
    return whole


FIGURE = """
rows = chapter.ev.series("gdp", entity=["Tuvalu", "Nauru"])
chapter.figure(
    chapter.forms.bars(rows, label="entity"),
    name="two-outputs",
    title="Nauru makes more than Tuvalu",
    subtitle="Output, USD a year",
    alt="Two bars of output, that of Nauru is more than twice as long as that of Tuvalu.",
    data=rows,
)
"""


def test_a_page_that_runs_again_comes_out_as_from_nothing(root: Path) -> None:
    """With what it drew before at hand, and without."""
    path = write(root, "drawn", OPEN, FIGURE)
    first = run(root)["drawn"]
    edit(path, "Nauru makes more than Tuvalu", "Nauru makes the most")
    again = run(root)["drawn"]
    (root / "_build" / "runs").rename(root / "_build" / "before")
    clean = run(root)["drawn"]
    assert (again.state, clean.state) == ("run", "run")
    assert again.digest == clean.digest != first.digest


# ---- What goes wrong

FAILS = {  # name: cells, the line that is wrong, and what is said of it
    "name": (["x = 1\n\nundefined + x"], "undefined", "NameError: name 'undefined' is not defined"),
    "syntax": (["x = 1", "y = (1 +\nz = 2"], "y = (", "SyntaxError: '(' was never closed"),
    "deep": (["def f(n):\n    return 1 / n", "f(0)"], "return 1", "ZeroDivisionError: division by"),
    "own": (
        ["import near\nnear.fail()"],
        "near.fail",
        "'key'\n    chapters/near.py:2: in fail: re",
    ),
    "warning": (["import warnings\n\nwarnings.warn('old')"], "warnings.warn", "writes to stderr"),
    "library": (["import os\nos.write(2, b'from C')"], "import os", "the cell writes to stderr"),
    "number": ([OPEN, "chapter.num('{5 t <rev-0001>}')"], "5 t", "NumberError: in '{5 t"),
    "figure": ([OPEN, "chapter.figure(1, name='a-b')"], "a-b", "FigureError: figure 'a-b':"),
    "form": (
        ["class A:\n    def _repr_html_(self):\n        return 1 / 0\n\nA()"],
        "return 1",
        "ZeroDivisionError: division by",
    ),
    "leaves": (["import sys\nsys.exit(3)"], "sys.exit", "SystemExit: 3"),
    "gone": (["1", "import os\nos.kill(os.getpid(), 9)"], "import os", "is gone (SIGKILL)"),
    "late": (["while True:\n    pass"], "while", "the cell took longer than 3 s"),
}


def line_of(path: Path, text: str) -> int:
    """The first line of a page that holds a text."""
    lines = path.read_text("utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_fault_says_page_line_and_what_is_wrong(root: Path) -> None:
    (root / "chapters" / "near.py").write_text("def fail():\n    return {}['key']\n", "utf-8")
    pages = {name: write(root, name, *codes) for name, (codes, _, _) in FAILS.items()}
    outcomes = run(root, timeout=3)
    for name, (_, wrong, words) in FAILS.items():
        (fault,) = outcomes[name].faults
        assert fault.path == f"chapters/{name}.md"
        assert fault.line == line_of(pages[name], wrong), fault
        assert words in fault.message
        assert len(str(fault).split("\n")) <= 8
        assert str(root) not in str(fault)
    assert not list((root / "_build").rglob("*.json"))


def test_a_fault_of_the_tables_names_their_line_and_nothing_runs(root: Path) -> None:
    write(root, "plain", "1")
    write(root, "asks", *PAGES["tuvalu"])
    edit(root / "data" / "observations" / "output.csv", ",62280312,", ",many,")
    (fault,) = run(root)["asks"].faults
    assert str(fault).startswith("data/observations/output.csv:2: number:")


def test_what_failed_runs_again_until_it_is_mended(root: Path) -> None:
    path = write(root, "name", "undefined")
    assert [run(root)["name"].state for _ in range(2)] == ["failed", "failed"]
    edit(path, "undefined", "1")
    assert run(root)["name"].state == "run"


def test_a_store_that_cannot_be_written_is_said_once(root: Path) -> None:
    write(root, "plain", "1")
    (root / "_build").write_text("a file where a folder should be", "utf-8")
    (fault,) = run(root)["plain"].faults
    assert "cannot be kept" in fault.message
    assert "Nothing of it was left half-written." in fault.message


def test_pages_run_where_no_process_can_fork(first: Path, root: Path) -> None:
    write(root, "plain", "print(1 + 1)")
    write(root, "fails", "undefined")
    write(root, "late", "while True:\n    pass")
    known = modules.Modules(root, "small_states").all()
    jobs = [
        Job(
            root,
            f"chapters/{name}.md",
            cells_of(root / "chapters" / f"{name}.md"),
            root / "_build" / "runs",
            lock(root),
            known,
        )
        for name in ("late", "fails", "plain")
    ]
    events = list(executed(jobs, slots=2, timeout=5, fork=False))
    said = {Path(event["page"]).stem: event for event in events}
    assert said["late"]["late"] == 5
    (fault,) = said["fails"]["faults"]
    assert fault["line"] == line_of(root / "chapters" / "fails.md", "undefined")
    assert run(root, "plain")["plain"].state == "kept"


# ---- What happens to the process

SLOW = "import os, time\nopen({0!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep(60)"


def hear_interrupts() -> None:
    """A shell that starts the tests in the background has them ignore SIGINT, and so its heirs."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def command(root: Path, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "heavyground.runs", *more],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,
    )


def until(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Is a process there, and no corpse?"""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("utf-8")
    except OSError:
        return False


@pytest.fixture
def slow(root: Path, tmp_path: Path) -> Path:
    """A file in which a page that takes a minute writes its process."""
    write(root, "slow", SLOW.format(str(tmp_path / "process")))
    write(root, "plain", "print(1 + 1)")
    return tmp_path / "process"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux what still runs")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_is_stopped_leaves_no_process_and_no_half_run(
    root: Path, slow: Path, end: signal.Signals
) -> None:
    process = command(root, "--jobs", "2")
    until(lambda: slow.exists() and slow.read_text("utf-8").endswith("\n"), "the slow page")
    until(lambda: list((root / "_build").rglob("*.json")), "the other page")
    child = int(slow.read_text("utf-8"))
    assert alive(child)
    process.send_signal(end)
    _, said = process.communicate(timeout=60)
    until(lambda: not alive(child), "the end of the page's process")
    if end == signal.SIGINT:
        assert (process.returncode, said) == (130, "Stopped; what was done is kept.\n")
    assert [path.suffix for path in (root / "_build").rglob("*") if path.is_file()] == [".json"]
    edit(root / "chapters" / "slow.md", "time.sleep(60)", "print('awake')")
    states = {name: outcome.state for name, outcome in run(root).items()}
    assert states == {"slow": "run", "plain": "kept"}


def test_two_processes_at_once_do_not_harm_each_other(root: Path) -> None:
    for name, codes in PAGES.items():
        if name != "file":
            write(root, name, *codes)
    both = [command(root) for _ in range(2)]
    for process in both:
        said, error = process.communicate(timeout=120)
        assert (process.returncode, error) == (0, ""), said
    assert ran(root) == set()
    for page in (root / "_build" / "runs" / "chapters").iterdir():
        assert [path.suffix for path in page.iterdir()] == [".json"]


def test_the_command_says_what_it_did(root: Path) -> None:
    write(root, "plain", "1")
    line = line_of(write(root, "fails", "undefined"), "undefined")
    process = command(root)
    said, error = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "chapters/plain.md: done, " in said
    assert "0 kept, 1 run, 1 failed" in said
    words = "cell: NameError: name 'undefined' is not defined"
    assert error == f"chapters/fails.md:{line}: {words}\n"
