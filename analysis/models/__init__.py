"""The two models of the last chapter: what the levy brings, and what could be refined elsewhere.

levy.py, diversion.py   formulas and definitions, without pandas
frames/                 what chapters draw of them, as data frames
"""

from collections.abc import Mapping

from analysis.models import diversion, levy
from heavyground.models.model import Model

MODELS: Mapping[str, Model] = {model.name: model for model in (levy.MODEL, diversion.MODEL)}
