"""`heavyground new`: what is laid, and when nothing is."""

from pathlib import Path

import pytest

from heavyground.project import Project
from heavyground.scaffold import NotEmpty, lay


def test_a_new_book_has_evidence_that_can_be_opened_and_a_value_that_can_be_computed(
    tmp_path: Path,
) -> None:
    lay(tmp_path / "Tin and jade")
    project = Project.find(tmp_path / "Tin and jade" / "chapters")
    book = project.book()
    assert book["gdp-0001"].entity == "Tuvalu"
    assert book.derived("nauru_over_tuvalu").words == "2.4747 ratio"
    assert project.setting("heavyground_analysis") == "tin_and_jade_analysis"


def test_the_title_stands_where_it_was_asked_for(tmp_path: Path) -> None:
    lay(tmp_path / "book", "Amber: who sells it")
    for name in ("index.md", "_config.yml", "CITATION.cff", "data/datapackage.json"):
        assert "Amber: who sells it" in (tmp_path / "book" / name).read_text("utf-8"), name


def test_no_word_of_the_template_is_left(tmp_path: Path) -> None:
    for path in lay(tmp_path / "book"):
        assert "TITLE" not in path.read_text("utf-8") + path.name
        assert "MODULE" not in path.read_text("utf-8") + path.as_posix()


def test_a_folder_with_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", "utf-8")
    with pytest.raises(NotEmpty, match="is not empty; name a folder"):
        lay(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_title_that_settings_cannot_hold_is_refused_before_anything_is_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(ValueError, match="no quotation mark"):
        lay(tmp_path / "book", 'The "best" book')
    assert not (tmp_path / "book").exists()
