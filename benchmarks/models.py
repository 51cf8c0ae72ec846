"""Time the two models at 1,000 to 100,000 draws, beside the same formulas called once for each draw.

    python -m benchmarks.models

Each figure is the best of five runs; the loop is timed on 1,000 draws and scaled. The ratio is what vectorising saves.
"""

import time

import numpy as np

from heavyground.models import MODELS, parameters

SCENARIO = {"levy": "2025 as shipped", "diversion": "build-out"}
EXTRA = {"levy": {}, "diversion": {"year": 2030.0}}


def main():
    print(f"{'model':10} {'draws':>8} {'all at once, ms':>16} {'one by one, ms':>15} {'ratio':>7}")
    for name, model in MODELS.items():
        for n in (1_000, 10_000, 100_000):
            at_once = best(
                lambda: model.outputs(**EXTRA[name], **parameters.draws(name, SCENARIO[name], n))
            )
            single = best(lambda: loop(name, model, 1_000), times=1) * n / 1_000
            print(
                f"{name:10} {n:>8,} {at_once * 1e3:>16.1f} {single * 1e3:>15,.0f} {single / at_once:>7,.0f}"
            )


def loop(name, model, n):
    drawn = parameters.draws(name, SCENARIO[name], n)
    for i in range(n):
        model.outputs(
            **EXTRA[name],
            **{key: value[i] if np.ndim(value) else value for key, value in drawn.items()},
        )


def best(work, times=5):
    """Seconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


if __name__ == "__main__":
    main()
