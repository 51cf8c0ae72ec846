"""Write the page's copy of the formulas: `python -m heavyground.models`."""

from ..paths import ROOT
from . import SCRIPT, formulas_js

(ROOT / "heavyground" / SCRIPT).write_text(formulas_js(), "utf-8")
