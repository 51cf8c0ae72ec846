"""This book as `make check` sees it: whole, and without loading what only drawing needs."""

import subprocess
import sys

from heavyground.checks.everything import check
from heavyground.project import Project
from helpers import ROOT


def test_the_book_has_no_fault() -> None:
    report = check(Project(ROOT))
    assert [str(fault) for fault in report.faults] == []
    assert report.notes == ()


def test_its_analysis_needs_neither_pandas_nor_a_drawing_library_to_be_checked() -> None:
    """They take longer to load than the whole check."""
    heavy = ["pandas", "altair", "vl_convert", "matplotlib", "sphinx", "IPython"]
    code = (
        "import sys; from heavyground.__main__ import main; main(['check'])\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
