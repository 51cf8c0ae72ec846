"""Format the code cells of MyST pages with ruff, and change nothing else.

    python -m tools.format_cells [--check] [PAGE ...]

ruff formats `.py` files and leaves `{code-cell}` fences alone; jupytext's pipe drops a header's `description`. Without
pages, those of the book are taken: `index.md`, `references.md` and `chapters/*.md`.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CELL = re.compile(
    r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<options>(?::[^\n]*\n)*\n?)(?P<code>.*?)^(?P=fence)[ \t]*$",
    re.M | re.S,
)


def pages() -> list[Path]:
    """The book's pages, in a fixed order."""
    found = [ROOT / "index.md", *sorted((ROOT / "chapters").glob("*.md")), ROOT / "references.md"]
    return [path for path in found if path.is_file()]


def formatted(code: str) -> str:
    """One cell's code as ruff writes it. Raises ValueError with ruff's words where it cannot be read."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--config",
        str(ROOT / "pyproject.toml"),
        "-",
    ]
    done = subprocess.run(command, input=code, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return done.stdout


def format_page(text: str) -> str:
    """A page's text with its cells formatted."""

    def cell(match: re.Match[str]) -> str:
        whole, code = match[0], match["code"]
        start = match.start("code") - match.start()
        return whole[:start] + formatted(code) + whole[start + len(code) :]

    return CELL.sub(cell, text)


def main(arguments: list[str] | None = None) -> int:
    """Format the pages, or with `--check` only say which would change. Returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if a page would"
    )
    parser.add_argument("pages", nargs="*", type=Path)
    chosen = parser.parse_args(arguments)
    changed = []
    for path in chosen.pages or pages():
        before = path.read_text("utf-8")
        try:
            after = format_page(before)
        except ValueError as error:
            print(f"{path}: a cell cannot be formatted: {error}", file=sys.stderr)
            return 2
        if after != before:
            changed.append(path)
            if not chosen.check:
                path.write_text(after, "utf-8", newline="\n")
    for path in changed:
        print(f"{path}: {'would be' if chosen.check else ''} formatted".replace("  ", " "))
    return 1 if chosen.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
