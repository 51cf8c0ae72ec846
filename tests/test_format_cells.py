"""The cells of a page are formatted, and nothing else of it changes."""

import pytest

from tools import format_cells

PAGE = """---
description: kept
---

# A page  with   odd spaces

```{code-cell} ipython3
:tags: [hide-input]

a=1
```

```python
not_a=cell
```

````{code-cell} ipython3
b = [1,2]
````
"""


def test_only_the_code_of_cells_changes():
    (after,) = format_cells.formatted([PAGE])
    assert after == PAGE.replace("\na=1\n", "\na = 1\n").replace("[1,2]", "[1, 2]")
    assert format_cells.formatted([after]) == [after]


def test_cells_go_back_to_their_own_page():
    pages = [PAGE.replace("a=1", f"page={number}") for number in range(3)] + ["no cells\n"]
    after = format_cells.formatted(pages)
    assert ["page = 0" in after[0], "page = 1" in after[1], "page = 2" in after[2]] == [True] * 3
    assert after[3] == "no cells\n"


@pytest.fixture
def files(tmp_path):
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text(PAGE, "utf-8")
    bad.write_text(PAGE.replace("a=1", "a = = 1"), "utf-8")
    return good, bad


def test_checking_changes_nothing_and_fails(files, capsys):
    assert format_cells.main(["--check", str(files[0])]) == 1
    assert files[0].read_text("utf-8") == PAGE
    assert capsys.readouterr().out == f"{files[0]}: would be formatted\n"
    assert format_cells.main([str(files[0])]) == 0
    assert format_cells.main(["--check", str(files[0])]) == 0


def test_a_cell_that_cannot_be_read_names_its_page(files, capsys):
    assert format_cells.main([str(files[0]), str(files[1])]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{files[1]}: a cell cannot be formatted")
    assert files[0].read_text("utf-8") == PAGE


def test_the_book_has_pages(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name in ("references.md", "index.md", "chapters/b.md", "chapters/._b.md", "chapters/a.md"):
        (tmp_path / name).write_text("")
    names = [path.relative_to(tmp_path).as_posix() for path in format_cells.pages(tmp_path)]
    assert names == ["index.md", "chapters/a.md", "chapters/b.md", "references.md"]
