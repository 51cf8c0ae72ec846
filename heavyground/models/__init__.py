"""The two live models of the last chapter: `levy` (what the KIO collects) and `diversion` (what could go elsewhere).

parameters.py   inputs with ranges and sources, draws
levy.py         M1
diversion.py    M2
script.py       the same formulas as JavaScript, for the page
"""

from . import diversion, levy, parameters
from .script import javascript

MODELS = {"levy": levy, "diversion": diversion}
SCRIPT = "press/static/formulas.js"  # under heavyground/


def formulas_js():
    """Text of the page's script: the formulas of both models and the drawing of ranges, made from the Python source."""
    shared = javascript([parameters.lattice, parameters.triangular])
    parts = [
        f"{name}: {javascript(model.FORMULAS, model.CONSTANTS)}" for name, model in MODELS.items()
    ]
    return (
        "// Made from heavyground/models by `python -m heavyground.models`; a test compares them. Do not edit.\n"
        f"window.HeavyGround = window.HeavyGround || {{}};\nwindow.HeavyGround.models = {{\nshared: {shared},\n"
        + ",\n".join(parts)
        + "\n};\n"
    )
