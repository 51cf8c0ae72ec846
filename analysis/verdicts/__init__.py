"""The tests behind the ledger's computed verdicts, by topic."""

from analysis.verdicts import control, environment, india, processing, production, texts, trade
from heavyground.checks.verdicts import Verdicts

VERDICTS = Verdicts.merged(
    module.VERDICTS
    for module in (production, trade, control, processing, india, environment, texts)
)
