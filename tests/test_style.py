"""The rules of writing, each with a page that breaks it and one that does not; and the book's own pages."""

import pytest

from heavyground import paths, style

CASES = [  # rule, text that breaks it, line, text that does not
    ("heading", "# T\n\n### Deep\n", 3, "# T\n\n## One\n\n### Two\n"),
    ("heading", "# T\n\n# Again\n", 3, "# T\n\n## Again\n"),
    ("heading", "Only words.\n", 1, "# T\n\nWords.\n"),
    (
        "sentence",
        "# T\n\nOne ends here. Another begins.\n",
        3,
        "# T\n\nThe U.S. Geological Survey and No. 5 of J. Smith agree.\nAnother begins.\n\n**A label.** Then words.\n",
    ),
    (
        "now",
        "# T\n\nMyanmar is now fourth.\n",
        3,
        '# T\n\nIn 2024 Myanmar is now fourth.\nHe said "now".\n',
    ),
    ("latin", "# T\n\nOxides, e.g. dysprosium.\n", 3, "# T\n\nOxides, for example dysprosium.\n"),
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
        "# T\n\nSo it is {cite:p}`usgs2025mcs,nobody1900`.\n",
        3,
        "# T\n\nSo it is {cite:p}`usgs2025mcs`.\n",
    ),
    (
        "claim",
        "# T\n\nImports were {num}`41,700 t <prod-0704>` in 2023.\n",
        3,
        "# T\n\nThe first article has {num}`41,700 t <prod-0704>`.\n\n{claim}`A49` has {num}`41,700 t <prod-0704>`.\n",
    ),
    ("html", "# T\n\n<div>Words</div>\n", 3, "# T\n\nWords, `<div>`.\n"),
    ("markup", "# T\n\n:::{note}\nWords.\n", 3, "# T\n\n:::{note}\nWords.\n:::\n"),
]


def found(tmp_path, text):
    path = tmp_path / "page.md"
    path.write_text(text, "utf-8")
    return {(fault.rule, fault.line) for fault in style.check_page(path)[0]}


@pytest.mark.parametrize(
    "rule, bad, line, good", CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_each_rule_both_ways(tmp_path, rule, bad, line, good):
    assert (rule, line) in found(tmp_path, bad)
    assert not {one for one in found(tmp_path, good) if one[0] == rule}


def test_the_book_keeps_its_own_rules():
    assert not [str(fault) for path in paths.prose_files() for fault in style.check_page(path)[0]]
