"""One budget as a model: what is due on a state's output, and what of it is paid."""

from heavyground.models.model import Model, Printed, Result
from heavyground.models.sampling import Number


def due(output: Number, share: Number) -> Number:
    """What is due in a year [USD]. output [USD] · share: part of the output, 0 to 1."""
    return output * share


def outputs(*, output: Number, share: Number, collected: Number) -> dict[str, Number]:
    """Everything the panel shows.

    output [USD] · share, collected: fractions. revenue: what is paid [USD million] · burden: part
    of the output that is paid.
    """
    paid = due(output, share) * collected
    return {"revenue": paid / 1e6, "burden": paid / output}


BUDGET = Model(
    name="budget",
    formulas=(due, outputs),
    labels={"output": "Output", "share": "Part that is due", "collected": "Part that is paid"},
    results=(
        Result("revenue", "Revenue, USD million a year", digits=1),
        Result("burden", "Paid, % of output", digits=1, factor=100),
    ),
    sliders=("share", "collected"),
    printed=Printed(
        "One budget in two scenarios; in brackets the 5 to 95 % interval of the draws",
        "Scenario",
        results=("revenue", "burden"),
    ),
)
