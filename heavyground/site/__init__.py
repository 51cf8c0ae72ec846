"""Heavy Ground's press: a thin Sphinx extension and theme that turn the book into pages.

Logic about the evidence lives in `heavyground`; what is here only knows about pages.
"""

import os
from importlib.util import find_spec
from pathlib import Path

PARTS = (
    "assets",
    "builder",
    "translator",
    "mathml",
    "bibliography",
    "pages",
    "social",
    "figures",
    "roles",
    "cards",
    "ledger",
    "disagreements",
    "glossary",
    "data_pages",
    "table",
    "export",
    "timeline",
    "models",
)
THEME = Path(__file__).parent / "theme"


def setup(app):
    """Entry point of Sphinx."""
    make_library_importable(app.srcdir)
    fail_on_any_warning(app)
    app.add_html_theme("heavyground", str(THEME))
    for part in PARTS:
        if find_spec(f"heavyground.press.{part}"):
            app.setup_extension(f"heavyground.press.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def make_library_importable(root):
    """Cells run in `chapters/`; let their kernels find `heavyground` however the build was started."""
    paths = [str(root), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


def fail_on_any_warning(app):
    """All warnings are listed, and one is enough for exit code 1, with or without `-W`."""
    if not app.warningiserror:
        app.keep_going = True
