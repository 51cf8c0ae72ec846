"""What the book on small states computes."""

from heavyground.project import Analysis

from .model import BUDGET
from .values import VALUES
from .verdicts import VERDICTS

ANALYSIS = Analysis(
    values=VALUES,
    verdicts=VERDICTS,
    models={"budget": BUDGET},
    topics={"weight": "How much a sum weighs", "income": "Who takes in what"},
    event_topics={"text": "Texts"},
)
