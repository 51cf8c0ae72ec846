"""What this book computes and says of itself.

derived/    values computed from the evidence, by subject
verdicts/   the tests behind the ledger's computed verdicts, by topic
models/     the two models
colours, origins    whose colour is which; who a number goes back to
maps                what the maps are about

The engine finds `ANALYSIS` by the setting `heavyground_analysis` in `_config.yml`.
"""

from analysis.colours import PALETTE
from analysis.derived import VALUES
from analysis.maps import GROUND
from analysis.models import MODELS
from analysis.origins import origin
from analysis.verdicts import VERDICTS
from heavyground.project import Analysis

TOPICS = {
    "production": "How much is mined",
    "markets": "Trade, price and money",
    "control": "Who holds the ground",
    "actors": "Who is involved",
    "processing": "Refining",
    "environment": "What it costs",
    "india": "India",
    "logistics": "Roads and gates",
    "policy": "Policy of the powers",
    "alternative": "The alternative",
}

EVENT_TOPICS = {
    "control": "Control",
    "trade": "Trade",
    "processing": "Processing",
    "india": "India",
    "environment": "Environment",
    "policy": "Policy",
}

ANALYSIS = Analysis(
    values=VALUES,
    verdicts=VERDICTS,
    models=MODELS,
    origin=origin,
    palette=PALETTE,
    ground=GROUND,
    topics=TOPICS,
    event_topics=EVENT_TOPICS,
)
