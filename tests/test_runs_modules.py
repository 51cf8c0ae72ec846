"""Which files a page's cells use: from their imports on, and no further than drawing goes."""

from pathlib import Path

import pytest

from heavyground.runs.cells import Cell, cells_of, digest
from heavyground.runs.modules import ABSENT, Modules, imports_of

FILES = {
    "matter/__init__.py": "from matter.values import VALUES",
    "matter/values.py": "from matter.rates import RATE",
    "matter/rates.py": "RATE = 2",
    "matter/views.py": "from . import shapes\nimport pandas",
    "matter/shapes.py": "",
    "tables/__init__.py": "from .plain import plain",
    "tables/plain.py": "",
    "tables/wide.py": "def late():\n    from .plain import plain",
    "beside.py": "",
    "chapters/near.py": "import beside",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def used(root: Path, *codes: str) -> set[str]:
    found = Modules(root, "matter").used_by(codes, root / "chapters")
    return {name for name in found if not name.startswith("heavyground/")}


def test_a_module_of_the_analysis_does_not_bring_the_computed_values(root: Path) -> None:
    views = {"matter/__init__.py", "matter/views.py", "matter/shapes.py"}
    assert used(root, "from matter import views") == views
    assert used(root, "import matter.views as v") == views


def test_a_name_of_the_package_brings_all_that_it_is_made_of(root: Path) -> None:
    whole = {"matter/__init__.py", "matter/values.py", "matter/rates.py"}
    assert used(root, "from matter import VALUES") == whole
    assert used(root, "import matter") == whole
    assert used(root, "from matter import *") == whole
    assert used(root, "import matter.views") > whole


def test_another_package_comes_with_what_it_imports_first(root: Path) -> None:
    assert used(root, "from tables.wide import late") == {
        "tables/__init__.py",
        "tables/wide.py",
        "tables/plain.py",
    }


def test_a_module_beside_the_page_is_found(root: Path) -> None:
    assert used(root, "import near") == {"chapters/near.py", "beside.py"}


def test_a_module_imported_by_its_name_is_found(root: Path) -> None:
    code = "import importlib\nm = importlib.import_module('tables.plain')"
    assert "tables/plain.py" in used(root, code)


def test_magics_and_broken_code_hide_no_import(root: Path) -> None:
    assert used(root, "%load_ext x\nimport beside") == {"beside.py"}
    assert used(root, "import beside", "def (:") == {"beside.py"}


def test_a_chapter_uses_what_draws_and_none_of_the_checks(root: Path) -> None:
    found = Modules(root, "matter").used_by(["import heavyground.chapter as c"], root)
    assert {"heavyground/charts/forms.py", "heavyground/evidence/frames.py"} <= found.keys()
    rooms = {name.split("/")[1] for name in found}
    assert not rooms & {"checks", "derived", "numbers", "site", "runs", "models"}


def test_a_check_that_a_cell_imports_itself_is_used(root: Path) -> None:
    found = Modules(root, "matter").used_by(["from heavyground.checks import claims"], root)
    assert "heavyground/checks/claims.py" in found


def test_digests_are_those_that_were_taken_first(root: Path) -> None:
    modules = Modules(root, "matter")
    before = modules.all()["beside.py"]
    (root / "beside.py").write_text("x = 1", "utf-8")
    assert modules.now("beside.py") == before
    assert Modules(root, "matter").now("beside.py") != before
    assert modules.now("gone.py") == ABSENT


def test_what_was_not_there_when_digests_were_taken_has_that_of_no_file(root: Path) -> None:
    known = Modules(root, "matter").all()
    (root / "late.py").write_text("", "utf-8")
    path = root / "chapters"
    found = Modules(root, "matter", known).used_by(["import late"], path)
    assert found["late.py"] != Modules(root, "matter").now("late.py")


def test_only_what_the_engine_takes_of_answers_is_left_out() -> None:
    """The rooms that answer questions draw nothing: of them the others take these names alone."""
    engine = Path(__file__).parent.parent / "heavyground"
    drawing = [engine / "chapter.py", *(engine / "charts").glob("*.py")]
    taken = {
        name
        for path in drawing
        for found in imports_of(path.read_text("utf-8"), "heavyground.charts")
        if {"checks", "derived", "numbers"} & set(found.module.split("."))
        for name in found.names
    }
    assert "num" in taken
    assert taken <= {"num", "Checked", "NumberError", "ledger", "Entry"}


# ---- Cells

PAGE = """---
jupytext:
  text_representation:
    format_name: myst
---

# A page

```{code-cell} ipython3
:tags: [hide-input, raises-exception]

1 / 0
```

Prose.

```{code-cell} ipython3
---
tags: [skip-execution]
---
wait()
```
"""


def test_cells_know_their_first_line_and_jupyter_s_tags(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    first, second = cells_of(path)
    assert first == Cell(12, "1 / 0", may_raise=True)
    assert second == Cell(21, "wait()", skipped=True)


def test_lines_are_no_part_of_what_is_executed_but_code_tags_and_folder_are() -> None:
    cell = Cell(3, "x")
    assert digest((cell,), "a/b.md") == digest((Cell(9, "x"),), "a/c.md")
    others = [((Cell(3, "y"),), "a/b.md"), ((Cell(3, "x", True),), "a/b.md"), ((cell,), "b.md")]
    assert len({digest(*other) for other in [((cell,), "a/b.md"), *others]}) == 4
