"""The rules of writing, each with a page that breaks it and one that does not."""

import pytest

from heavyground.checks.writing import RULES, check_writing
from heavyground.numbers.prose import parse_page
from helpers import small_book

BOOK = small_book(
    observations="""
        id       | series | value | source    | basis
        ore-0001 | output | 31000 | atlas2025 | reported
        ore-0002 | output | 35000 | essay2025 | claim
    """,
    claims="""
        id  | value_low | unit
        A01 | 35000     | t
    """,
)
CASES = [  # rule, text that breaks it, line, text that does not
    ("heading", "# T\n\n### Deep\n", 3, "# T\n\n## One\n\n### Two\n"),
    ("heading", "# T\n\n# Again\n", 3, "# T\n\n## Again\n"),
    ("heading", "Only words.\n", 1, "# T\n\nWords.\n"),
    (
        "sentence",
        "# T\n\nOne ends here. Another begins.\n",
        3,
        "# T\n\nThe U.S. Geological Survey and No. 5 of J. Smith agree.\nAnother begins.\n\n"
        "**A label.** Then words.\n",
    ),
    (
        "now",
        "# T\n\nPeru is now fourth.\n",
        3,
        '# T\n\nIn 2024 Peru is now fourth.\nHe said "now".\n',
    ),
    ("latin", "# T\n\nOxides, e.g. tin.\n", 3, "# T\n\nOxides, for example tin.\n"),
    ("latin", "# T\n\nOxides etc. were sold.\n", 3, "# T\n\n`etc.` is code.\n"),
    (
        "hype",
        "# T\n\nThe price skyrocketed.\n",
        3,
        '# T\n\nThe article calls it "unprecedented".\n',
    ),
    ("money", "# T\n\nIt cost $5.\n", 3, "# T\n\n`$5` in code.\n"),
    (
        "citation",
        "# T\n\nSo it is {cite:p}`atlas2025,nobody1900`.\n",
        3,
        "# T\n\nSo it is {cite:p}`atlas2025`.\n",
    ),
    (
        "claim",
        "# T\n\nOutput was {num}`35,000 t <ore-0002>` in 2024.\n",
        3,
        "# T\n\nThe first article has {num}`35,000 t <ore-0002>`.\n\n"
        "{claim}`A01` has {num}`35,000 t <ore-0002>`.\n",
    ),
    ("html", "# T\n\n<div>Words</div>\n", 3, "# T\n\nWords, `<div>`.\n"),
    ("markup", "# T\n\n:::{note}\nWords.\n", 3, "# T\n\n:::{note}\nWords.\n:::\n"),
]


def found(text: str) -> set[tuple[str, int]]:
    return {(fault.rule, fault.line) for fault in check_writing(parse_page(text), "page.md", BOOK)}


@pytest.mark.parametrize(
    "rule, bad, line, good", CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_each_rule_both_ways(rule: str, bad: str, line: int, good: str) -> None:
    assert (rule, line) in found(bad)
    assert rule not in {name for name, _ in found(good)}


def test_every_rule_has_a_case() -> None:
    assert {name for name, _ in RULES} | {"markup"} == {case[0] for case in CASES}


def test_a_message_names_the_page_and_what_to_do() -> None:
    text = "# T\n\nSo it is {cite:p}`atlas2026`. It is now so.\n"
    messages = [str(fault) for fault in check_writing(parse_page(text), "chapters/x.md", BOOK)]
    citation = "chapters/x.md:3: citation: atlas2026 is no source (near: atlas2025);"
    assert any(message.startswith(citation) for message in messages)
    assert any("say when (the evidence ends in 2025)" in message for message in messages)
