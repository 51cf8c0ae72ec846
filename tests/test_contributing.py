"""The examples of CONTRIBUTING.md, run as they stand there."""

import ast
import doctest
import re
import textwrap
from typing import Any

import pytest

from heavyground.chapter import Chapter, open_chapter
from heavyground.charts.figure import Figure
from heavyground.numbers import num
from helpers import ROOT

PAGE = ROOT / "CONTRIBUTING.md"


def section(title: str) -> str:
    """The text under a heading. Raises AssertionError where there is no such heading."""
    parts = re.split(r"^## (.+)\n", PAGE.read_text("utf-8"), flags=re.M)
    assert title in parts, f"CONTRIBUTING.md has no section {title!r}"
    return parts[parts.index(title) + 1]


def code(title: str) -> str:
    """The first indented block under a heading."""
    blocks = re.findall(r"(?:^ {4}.*\n)+", section(title), re.M)
    assert blocks, f"{title}: no example"
    return textwrap.dedent(blocks[0])


def run(text: str, names: dict[str, Any]) -> Any:
    """What the last expression of a piece of code comes to."""
    tree = ast.parse(text)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(tree, str(PAGE), "exec"), names)
    return eval(compile(ast.Expression(last.value), str(PAGE), "eval"), names)


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return open_chapter(ROOT)


def test_a_figure_in_ten_lines_is_one(chapter: Chapter) -> None:
    text = code("A figure in ten lines")
    names = {name: getattr(chapter, name) for name in ("ev", "figure", "num", "forms", "theme")}
    made = run(text, names)
    assert isinstance(made, Figure)
    assert made.record.ids == tuple(re.findall(r'"([a-z]+-\d{4})"', text))
    assert len(text.strip().split("\n")) <= 10


def test_the_numbers_of_the_examples_agree_with_the_evidence(chapter: Chapter) -> None:
    for written, target in re.findall(
        r"\{num\}`([^`<]+)<([^>`]+)>`", section("A number in the text")
    ):
        assert num(chapter.book, f"{{{written}<{target}>}}") == written.strip()


def test_the_python_examples_give_what_the_page_says() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried
    assert not failed
