"""Lighthouse, mobile defaults, on every page, from a server that compresses; the worst page counts.

    python -m benchmarks.lighthouse                   # every page but those of single figures
    python -m benchmarks.lighthouse index.html ...    # these

Needs Node and a Chromium; `npx` brings Lighthouse. Budgets are those of `tests/budgets.json`; exit
code 1 where one is passed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread
from typing import Any

from heavyground.site.server import server
from tools import browser

ROOT = Path(__file__).resolve().parent.parent
SITE, BUDGETS = ROOT / "_build" / "html", ROOT / "tests" / "budgets.json"
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
AUDITS = {
    "largest-contentful-paint_ms": "largest-contentful-paint",
    "cumulative-layout-shift": "cumulative-layout-shift",
    "total-blocking-time_ms": "total-blocking-time",
}


def main(pages: list[str]) -> int:
    """Measure the pages; exit code 1 where one passes a budget."""
    pages = pages or [
        path.relative_to(SITE).as_posix()
        for path in sorted(SITE.rglob("*.html"))
        if path.parent.name != "figures"
    ]
    if not pages:
        sys.exit("No pages in _build/html; run `make book` first.")
    if not shutil.which("npx"):
        sys.exit("npx was not found. Install Node 20 or newer; Lighthouse comes with it by itself.")
    limits = json.loads(BUDGETS.read_text("utf-8"))["lighthouse"]
    over: list[str] = []
    print(f"{'page':36} {'perf':>5} {'a11y':>5} {'best':>5} {'seo':>5}", end=" ")
    print(f"{'LCP ms':>7} {'CLS':>6} {'TBT ms':>7} {'KB':>6} {'requests':>8}")
    with server(SITE) as running, tempfile.TemporaryDirectory() as folder:
        Thread(target=running.serve_forever, daemon=True).start()
        for page in pages:
            seen = measure(f"http://127.0.0.1:{running.server_port}/{page}", folder)
            over += [
                f"{page}: {name} {seen[name]:g}, allowed {limit:g}"
                for name, limit in limits.items()
                if passed(name, seen[name], limit)
            ]
            values = [seen[name] for name in CATEGORIES] + [seen[name] for name in AUDITS]
            print(
                "{:36} {:5.2f} {:5.2f} {:5.2f} {:5.2f} {:7.0f} {:6.3f} {:7.0f}".format(
                    page, *values
                )
                + f" {seen['kb']:6.0f} {seen['requests']:8}",
                flush=True,
            )
        running.shutdown()
    print("\n".join(over) or f"All {len(pages)} pages are within the budgets.")
    return 1 if over else 0


def passed(name: str, value: float, limit: float) -> bool:
    """Whether a value breaks its budget: scores must reach it, times must stay under it."""
    return value < limit if name in CATEGORIES else value > limit


def measure(address: str, folder: str) -> dict[str, float]:
    """{name: value} of one page.

    Raises RuntimeError with Lighthouse's own words where it fails three times (a trace can go
    missing).
    """
    path = Path(folder) / "report.json"  # a file: long reports break off in a pipe
    command = [
        "npx",
        "--yes",
        LIGHTHOUSE,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={path}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless --no-sandbox --disable-gpu",
    ]
    chromium = str(browser.find() or "")
    for _ in range(3):
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env={**os.environ, **({"CHROME_PATH": chromium} if chromium else {})},
        )
        if not done.returncode:
            break
    else:
        raise RuntimeError(f"Lighthouse on {address}: {done.stderr[-1500:]}")
    report: dict[str, Any] = json.loads(path.read_text("utf-8"))
    audits = report["audits"]
    weight = audits["total-byte-weight"]["numericValue"] / 1000
    return (
        {name: report["categories"][name]["score"] for name in CATEGORIES}
        | {name: audits[audit]["numericValue"] for name, audit in AUDITS.items()}
        | {"kb": weight, "requests": len(audits["network-requests"]["details"]["items"])}
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
